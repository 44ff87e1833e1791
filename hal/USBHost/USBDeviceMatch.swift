/// How a board profile says which USB device it means; nil takes any.
///
/// A port path survives where two equal devices hang on one board, and a serial number where a
/// device may hang on any port.
package struct USBDeviceMatch: Hashable, Sendable {
  /// Vendor and product.
  package var identity: USBIdentity?
  /// The serial number that the device gives.
  package var serialNumber: String?
  /// Bus and ports on the way from the root hub, such as `1-1.3`.
  package var portPath: String?
  /// A class that one of its interfaces must have, such as 7 for printers.
  package var interfaceClass: UInt8?

  /// Puts a match together.
  package init(
    identity: USBIdentity? = nil, serialNumber: String? = nil, portPath: String? = nil,
    interfaceClass: UInt8? = nil
  ) {
    self.identity = identity
    self.serialNumber = serialNumber
    self.portPath = portPath
    self.interfaceClass = interfaceClass
  }

  /// Whether this is such a device.
  package func accepts(_ device: USBDeviceDescription) -> Bool {
    func fits<Value: Equatable>(_ wanted: Value?, _ found: Value?) -> Bool {
      wanted == nil || wanted == found
    }
    let hasClass =
      interfaceClass.map { wanted in device.interfaces.contains { $0.interfaceClass == wanted } }
    return fits(identity, device.identity) && fits(serialNumber, device.serialNumber)
      && fits(portPath, device.portPath) && hasClass != false
  }
}
