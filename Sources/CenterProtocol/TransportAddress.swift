import Octets

/// The TPDU in front of a message: from which network address it comes and where it goes.
///
/// On the wire: five bytes, `60`, destination and source of two bytes each. The center swaps the
/// two in its answer, but not every center does, so an answer is never refused for it.
/// Source: UnionPay POS, message framing.
package struct TransportAddress: Hashable, Sendable {
  /// How many bytes it has.
  package static let byteCount = 5
  /// The first byte, which names the protocol.
  package static let identifier: UInt8 = 0x60

  /// Where the message goes; its digits in a request are the network's international identifier.
  package var destination: UInt16
  /// Where it comes from.
  package var source: UInt16

  /// Puts an address together.
  package init(destination: UInt16, source: UInt16) {
    self.destination = destination
    self.source = source
  }

  /// Takes exactly five bytes; nil when the first is not `60`.
  package init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount, bytes[0] == Self.identifier else { return nil }
    destination = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
    source = UInt16(bytes[3]) << 8 | UInt16(bytes[4])
  }

  /// The five bytes.
  package var encoded: [UInt8] {
    [
      Self.identifier, UInt8(destination >> 8), UInt8(destination & 0xFF), UInt8(source >> 8),
      UInt8(source & 0xFF),
    ]
  }

  /// The address of the answer.
  package var swapped: Self { Self(destination: source, source: destination) }
}

extension TransportAddress: CustomStringConvertible {
  package var description: String { Hexadecimal.text(encoded) }
}
