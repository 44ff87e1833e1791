import EventLoop
import Glibc
import USBHost

/// The printers at USB ports: those that the kernel's driver has, and all with the printer class.
struct PrinterSearch: DeviceSearch {
  private static let printerClass: UInt8 = 7
  /// The kernel numbers its printers from 0 to 15.
  private static let lines = (0..<16).map { "/dev/usb/lp\($0)" }

  let kind = "printer"

  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice] {
    let kernels = Self.lines.filter { access($0, F_OK) == 0 }.map(device)
    do throws(USBError) {
      return try kernels + USBHost(loop: loop).devices.compactMap { device($0.description) }
    } catch {
      if !kernels.isEmpty { return kernels }
      throw Complaint("USB can't be searched: \(error)")
    }
  }

  private func device(_ path: String) -> ListedDevice {
    ListedDevice(
      kind: kind, name: path,
      state: access(path, R_OK | W_OK) == 0 ? "there" : "there, but this user may not open it",
      details: [["driver", "usblp"]],
      profile: ["kind: escpos", "transport: {lp: \(path)}", "status: dle-eot"])
  }

  /// Nil for a device that is no printer.
  private func device(_ device: USBDeviceDescription) -> ListedDevice? {
    guard let interface = device.interfaces.first(where: { $0.interfaceClass == Self.printerClass })
    else { return nil }
    let words = [device.manufacturer, device.productName].compactMap(\.self)
    let answers = interface.endpoint(.bulk, .in) != nil
    var details = [["identity", "\(device.identity)"], ["port", device.portPath]]
    var transport = "usb: \"\(device.identity)\""
    if let serial = device.serialNumber {
      details.append(["serial", serial])
      transport += ", serial-number: \"\(serial)\""
    }
    details.append(["answers", answers ? "yes" : "no, it only listens"])
    return ListedDevice(
      kind: kind, name: words.isEmpty ? "USB printer" : words.joined(separator: " "),
      state: "plugged in", details: details,
      profile: [
        "kind: escpos", "transport: {\(transport)}", "status: \(answers ? "dle-eot" : "port")",
      ])
  }
}
