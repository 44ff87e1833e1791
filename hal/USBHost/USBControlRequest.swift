/// The setup packet of a control transfer, without its length.
///
/// Source: USB 2.0, 9.3.
package struct USBControlRequest: Hashable, Sendable {
  /// Who defines the request.
  package enum Kind: UInt8, Hashable, Sendable {
    /// The USB specification itself.
    case standard = 0
    /// The specification of the device's class.
    case classDefined = 1
    /// The maker.
    case vendor = 2
  }

  /// Whom it is for.
  package enum Recipient: UInt8, Hashable, Sendable {
    /// The device as a whole.
    case device = 0
    /// The interface whose number is in the index.
    case interface = 1
    /// The endpoint whose address is in the index.
    case endpoint = 2
    /// Something else, as in the printer class's first release.
    case other = 3
  }

  /// Who defines it.
  package var kind: Kind
  /// Whom it is for.
  package var recipient: Recipient
  /// `bRequest`.
  package var request: UInt8
  /// `wValue`.
  package var value: UInt16
  /// `wIndex`.
  package var index: UInt16

  /// Puts a request together.
  package init(
    _ kind: Kind, _ recipient: Recipient, request: UInt8, value: UInt16 = 0, index: UInt16 = 0
  ) {
    self.kind = kind
    self.recipient = recipient
    self.request = request
    self.value = value
    self.index = index
  }

  /// The eight bytes on the bus, for a data stage of `length` bytes in a direction.
  func setupPacket(_ direction: USBEndpointDescription.Direction, length: UInt16) -> [UInt8] {
    let type = (direction == .in ? 0x80 : 0) | kind.rawValue << 5 | recipient.rawValue
    return [type, request]
      + [value, index, length].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }
}
