import Octets

/// A data object whose bits have names.
///
/// A bit's raw value reads like its place in the books: `0x38` is byte 3, bit 8.
package protocol NamedBits: Hashable, Sendable, CustomStringConvertible {
  /// The names.
  associatedtype Bit: RawRepresentable<UInt8>, CaseIterable, Hashable, Sendable
  /// How many bytes the object has, at most 8.
  static var byteCount: Int { get }
  /// The bits as a number, the last byte lowest.
  var rawValue: UInt64 { get set }
  /// No bit set.
  init()
}

extension NamedBits {
  /// The bits in `bits` and no other.
  package init(_ bits: [Bit]) {
    self.init()
    for bit in bits { insert(bit) }
  }

  /// Reads the bytes; nil when they are not as many as the object has.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init()
    rawValue = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The bytes.
  package var bytes: [UInt8] {
    (0..<Self.byteCount).reversed().map { UInt8(truncatingIfNeeded: rawValue >> UInt64($0 * 8)) }
  }

  /// Whether `bit` is set.
  package func contains(_ bit: Bit) -> Bool { rawValue & Self.mask(bit) != 0 }

  /// Sets `bit`.
  package mutating func insert(_ bit: Bit) { rawValue |= Self.mask(bit) }

  /// Clears `bit`.
  package mutating func remove(_ bit: Bit) { rawValue &= ~Self.mask(bit) }

  /// The bits set in both.
  package func intersection(_ other: Self) -> Self {
    var result = self
    result.rawValue &= other.rawValue
    return result
  }

  /// The bits set in either.
  package func union(_ other: Self) -> Self {
    var result = self
    result.rawValue |= other.rawValue
    return result
  }

  /// The names of the bits that are set, in the order of the bytes, without those that have none.
  package var names: [Bit] { Bit.allCases.filter(contains) }

  /// The bytes in hexadecimal.
  package var description: String { Hexadecimal.text(bytes) }

  private static func mask(_ bit: Bit) -> UInt64 {
    let byte = Int(bit.rawValue >> 4)
    let number = Int(bit.rawValue & 0x0F)
    return 1 << UInt64(max(0, (byteCount - byte) * 8 + number - 1))
  }
}
