import BoardProfile
import HAL
import InputEvents
import KeyboardWedge
import USBHost
import USBMagstripe

extension BoardInspector {
  /// What the profile says of the swipe reader.
  func wanted(_ settings: SwipeReaderSettings) -> String {
    switch settings.port {
    case .benchSocket(let path): return "a swipe reader at \(path)"
    case .usb(let identity, _, let format):
      let parts = [
        identity.vendor.flatMap { vendor in
          identity.product.map { "\(USBIdentity(vendor: vendor, product: $0))" }
        }, identity.serialNumber.map { "serial number \($0)" },
        identity.portPath.map { "port \($0)" },
      ].compactMap(\.self)
      return "a swipe reader on USB (\((parts + [format.rawValue]).joined(separator: ", ")))"
    case .keyboardWedge(let path): return "a swipe reader that types, at \(path)"
    }
  }

  /// How the driver stands, after it has had its time.
  func swipeReader(_ reader: (any MagstripeReader)?) -> Observation {
    if reader?.isAvailable == true { return .ready("it is attached") }
    if let trouble = (reader as? USBMagstripeReader)?.trouble {
      switch trouble {
      case .accessDenied(let identity):
        return .missing(
          "it is attached, and this program may not open it",
          cure: "add a udev rule: \(identity.udevRule)")
      case .busy:
        return .missing(
          "it is attached, and another program holds it", cure: "stop posd while looking")
      default: return .missing("\(trouble)", cure: "look at cable, hub and interface number")
      }
    }
    switch (reader as? KeyboardWedgeReader)?.failure {
    case .held(let path):
      return .missing("\(path) is held by another program", cure: "stop posd while looking")
    case .unavailable(let path, let code):
      return .missing(
        "\(path) can't be opened (errno \(code))", cure: "put its user into the group input")
    case .notFound, nil: break
    }
    return .missing(
      "it is not attached", cure: "plug it in; posctl devices list shows what is there")
  }
}
