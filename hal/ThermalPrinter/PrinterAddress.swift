package import EventLoop
package import USBHost

/// Where a printer is.
package enum PrinterAddress: Hashable, Sendable {
  /// A serial line, with its speed (nil for a pseudo terminal) and how the printer stops it.
  case serial(path: String, baud: Int?, flow: SerialPort.FlowControl)
  /// A USB printer behind the kernel's driver: `/dev/usb/lp0`.
  case usbLine(path: String)
  /// A USB printer, without the kernel's driver.
  case usb(USBDeviceMatch)
  /// A TCP port, usually 9100, of a numeric IPv4 or IPv6 address.
  case tcp(host: String, port: UInt16)
}
