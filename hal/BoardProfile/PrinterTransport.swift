import Glibc
import YAMLDocument

/// How a printer is found.
package enum PrinterTransport: Hashable, Sendable {
  /// How a printer at a serial line says that it can take no more bytes.
  package enum FlowControl: String, Hashable, Sendable, CaseIterable {
    /// It does not.
    case none
    /// By the bytes 13 and 11.
    case xonXoff = "xonxoff"
    /// By the line CTS.
    case rtsCTS = "rtscts"
    /// By the line DSR.
    case dtrDSR = "dtr"
  }

  /// A serial line, its speed and who stops it.
  case serial(path: String, baud: Int, flow: FlowControl)
  /// A USB printer behind the kernel's driver, such as `/dev/usb/lp0`.
  case usbLine(path: String)
  /// A USB printer, without the kernel's driver.
  case usb(USBDeviceIdentity)
  /// A network printer at a numeric address.
  case network(host: String, port: UInt16)

  /// The device file that nobody else may use; nil where there is none.
  package var path: String? {
    switch self {
    case .serial(let path, _, _), .usbLine(let path): path
    case .usb, .network: nil
    }
  }

  /// Whether it is a USB port, which has status bits of its own.
  var hasPortStatus: Bool {
    switch self {
    case .usbLine, .usb: true
    case .serial, .network: false
    }
  }

  /// The speeds that serial lines are set to.
  private static let speeds = [9600, 19_200, 38_400, 57_600, 115_200]
  private static let kinds = "a mapping with one of serial, lp, usb, tcp"

  init(_ node: YAMLNode) throws(YAMLError) {
    let all = ["serial", "baud", "flow", "lp", "usb", "serial-number", "port", "tcp"]
    let transport = try node.mapping(allowing: all)
    let named = ["serial", "lp", "usb", "tcp"].filter { transport[$0] != nil }
    guard named.count == 1, let kind = named.first else {
      throw node.error(
        expected: Self.kinds,
        found: named.isEmpty ? "none of them" : named.joined(separator: " and "))
    }
    switch kind {
    case "serial": self = try Self.serial(node)
    case "lp":
      let line = try node.mapping(allowing: ["lp"])
      self = .usbLine(path: try line.required("lp").text("a device file such as /dev/usb/lp0"))
    case "usb": self = .usb(try USBDeviceIdentity(node.mapping(allowing: USBDeviceIdentity.keys)))
    default:
      self = try Self.network(node.mapping(allowing: ["tcp"]).required("tcp"))
    }
  }

  private static func serial(_ node: YAMLNode) throws(YAMLError) -> PrinterTransport {
    let line = try node.mapping(allowing: ["serial", "baud", "flow"])
    let baudNode = try line.required("baud")
    let baud = try baudNode.integer(in: 9600...115_200)
    guard speeds.contains(baud) else {
      throw baudNode.error(expected: "one of \(speeds.map(String.init).joined(separator: ", "))")
    }
    return .serial(
      path: try line.required("serial").text("a serial line"), baud: baud,
      flow: try line.required("flow").oneOf(FlowControl.self))
  }

  private static func network(_ node: YAMLNode) throws(YAMLError) -> PrinterTransport {
    let expected = "a numeric address and a port, such as 192.168.1.87:9100"
    let text = try node.text(expected)
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { throw node.error(expected: expected) }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    var address = in6_addr()
    guard inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    else { throw node.error(expected: expected) }
    return .network(host: host, port: port)
  }
}
