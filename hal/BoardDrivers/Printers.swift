import BoardProfile
package import HAL
import ThermalPrinter

extension BoardDrivers {
  /// The printer; nil when the board has none.
  package func printer() -> (any ReceiptPrinter)? {
    guard let settings = devices.printer else { return nil }
    let address: PrinterAddress =
      switch settings.port {
      case .device(let path): .device(path: path, baud: nil)
      case .network(let host, let port): .tcp(host: host, port: port)
      }
    let profile = PrinterProfile(paper: settings.paperWidth == 80 ? .wide : .narrow)
    return ESCPOSPrinter(name: DeviceName("printer"), at: address, profile: profile, loop: loop)
  }
}
