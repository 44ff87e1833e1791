/// Where a printer is.
package enum PrinterAddress: Hashable, Sendable {
  /// A character device: a serial line with its speed, a pseudo terminal or `/dev/usb/lp0`.
  case device(path: String, baud: Int?)
  /// A TCP port, usually 9100, of a numeric IPv4 or IPv6 address.
  case tcp(host: String, port: UInt16)
  /// A Unix-domain socket.
  case unix(path: String)
}
