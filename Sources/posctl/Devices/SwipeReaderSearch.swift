import EventLoop
import MagneticStripe
import USBHost
import USBMagstripe

/// Swipe readers on USB: devices of makers that are known for them.
///
/// Nothing is opened: what the kernel knows is enough.
struct SwipeReaderSearch: DeviceSearch {
  let kind = "swipe-reader"

  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice] {
    let host: USBHost
    do throws(USBError) {
      host = try USBHost(loop: loop)
    } catch {
      throw Complaint("\(error)")
    }
    return host.devices.map(\.description).compactMap { device in
      KnownMagstripeReader(device.identity).map { Self.row(device, $0) }
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
