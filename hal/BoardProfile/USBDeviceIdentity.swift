import YAMLDocument

/// Which USB device is meant; nil takes any that the driver can use.
package struct USBDeviceIdentity: Hashable, Sendable {
  static let keys = ["usb", "serial-number", "port"]
  private static let expected = "any, or vendor and product in hexadecimal, such as 0416:5011"

  /// Vendor.
  package var vendor: UInt16?
  /// Product.
  package var product: UInt16?
  /// The serial number that the device gives.
  package var serialNumber: String?
  /// Bus and ports on the way from the root hub, such as `1-1.3`.
  package var portPath: String?

  /// Reads `usb`, `serial-number` and `port` of an entry.
  init(_ entry: YAMLMapping) throws(YAMLError) {
    let identity = try entry.required("usb")
    let text = try identity.text(Self.expected)
    if text != "any" {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.count == 4 }),
        let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
      else { throw identity.error(expected: Self.expected) }
      (self.vendor, self.product) = (vendor, product)
    }
    serialNumber = try entry["serial-number"].map { node throws(YAMLError) in try node.text() }
    portPath = try entry["port"].map { node throws(YAMLError) in
      try node.text("bus and ports, such as 1-1.3")
    }
  }
}
