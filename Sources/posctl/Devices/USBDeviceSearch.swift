import EventLoop
import MagneticStripe
import USBHost
import USBMagstripe

/// Swipe readers and printers on USB.
///
/// A device is listed when its maker is known for swipe readers, or when it has an interface of the
/// class of printers. Nothing is opened: what the kernel knows is enough.
struct USBDeviceSearch: DeviceSearch {
  let kind = "usb"

  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice] {
    let host: USBHost
    do throws(USBError) {
      host = try USBHost(loop: loop)
    } catch {
      throw Complaint("\(error)")
    }
    return Self.rows(host.devices.map(\.description))
  }

  /// The rows of those devices that a profile could name.
  static func rows(_ devices: [USBDeviceDescription]) -> [ListedDevice] {
    devices.compactMap { device in
      if let reader = KnownMagstripeReader(device.identity) { return row(device, reader) }
      let isPrinter = device.interfaces.contains { $0.interfaceClass == 7 }
      return isPrinter ? printer(device, among: devices) : nil
    }
  }

  private static func row(
    _ device: USBDeviceDescription, _ reader: KnownMagstripeReader
  ) -> ListedDevice {
    let profile: [String]
    switch reader {
    case .reports(let format):
      profile =
        ["kind: usb-hid", "usb: \"\(device.identity)\""] + serialNumber(device)
        + ["format: \(format.rawValue)", "criticality: degraded"]
    case .types:
      profile = [
        "kind: keyboard-wedge", "device: /dev/input/by-id/usb-*-event-kbd",
        "criticality: degraded",
      ]
    }
    return ListedDevice(
      kind: "swipe-reader", name: name(device), state: "attached", details: details(device),
      profile: profile)
  }

  private static func printer(
    _ device: USBDeviceDescription, among all: [USBDeviceDescription]
  ) -> ListedDevice {
    let alike = all.count { $0.identity == device.identity }
    var transport = ["usb: \"\(device.identity)\""]
    if alike > 1 {
      transport.append(
        device.serialNumber.map { "serial-number: \"\($0)\"" } ?? "port: \(device.portPath)")
    }
    return ListedDevice(
      kind: "printer", name: name(device), state: "attached", details: details(device),
      profile: ["transport: {\(transport.joined(separator: ", "))}"])
  }

  private static func serialNumber(_ device: USBDeviceDescription) -> [String] {
    device.serialNumber.map { ["serial-number: \"\($0)\""] } ?? ["port: \(device.portPath)"]
  }

  private static func name(_ device: USBDeviceDescription) -> String {
    let words = [device.manufacturer, device.productName].compactMap(\.self)
    return words.isEmpty ? "\(device.identity)" : words.joined(separator: " ")
  }

  private static func details(_ device: USBDeviceDescription) -> [[String]] {
    [["usb", "\(device.identity)"], ["port", device.portPath]]
      + (device.serialNumber.map { [["serial number", $0]] } ?? [])
  }
}
