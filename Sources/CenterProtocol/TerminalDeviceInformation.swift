/// Which device signs in (field 62 of 0800, usage 19).
///
/// On the wire: `Sequence No`, the length `12` of what follows, the maker's number of four digits
/// and a serial number of eight characters; 25 bytes.
/// Source: UnionPay POS, sign-in, field 62.
package struct TerminalDeviceInformation: Hashable, Sendable {
  private static let head = "Sequence No12"

  /// Four digits.
  package let manufacturer: String
  /// Eight printable characters.
  package let serial: String

  /// Nil when a part has another length.
  package init?(manufacturer: String, serial: String) {
    guard let maker = FixedFields(manufacturer), maker.count == 4, maker.digits(0, 4) != nil,
      serial.utf8.count == 8, serial.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.manufacturer = manufacturer
    self.serial = serial
  }

  /// Takes the 25 bytes.
  package init?(_ bytes: [UInt8]) {
    guard let fields = FixedFields(bytes: bytes), fields.count == 25,
      fields.text(0, 13) == Self.head, let maker = fields.text(13, 4),
      let serial = fields.text(17, 8)
    else { return nil }
    self.init(manufacturer: maker, serial: serial)
  }

  /// The 25 characters.
  package var text: String { Self.head + manufacturer + serial }
}
