import Octets

/// A decoded message: its own bytes, and where in them each data element stands.
///
/// A message has exactly the bytes that it was decoded from. Its text forms name the elements and
/// never show their values.
/// Source: ISO 8583:1987, clause 4.
package struct Message: Sendable {
  /// The whole message, from the message type to the last element.
  package let encoded: [UInt8]
  /// The message type.
  package let type: MessageType
  /// Which elements it has.
  package let elements: ElementSet
  /// The table that it was decoded with.
  package let dialect: MessageDialect
  private let locations: [64 of ElementLocation]

  /// Puts together what the decoder has found.
  init(
    encoded: [UInt8], type: MessageType, elements: ElementSet, dialect: MessageDialect,
    locations: [64 of ElementLocation]
  ) {
    self.encoded = encoded
    self.type = type
    self.elements = elements
    self.dialect = dialect
    self.locations = locations
  }

  /// The element as it stands on the wire, without its length prefix; nil when it is absent.
  package func wireBytes(of element: DataElement) -> ArraySlice<UInt8>? {
    guard elements.contains(element), let format = dialect.format(of: element) else { return nil }
    let location = locations[element.index]
    let start = Int(location.start)
    return encoded[start..<start + format.byteCount(unitCount: Int(location.unitCount))]
  }

  /// The element's value: ASCII characters of a packed element, else its bytes; nil when absent.
  package func bytes(of element: DataElement) -> [UInt8]? {
    guard let format = dialect.format(of: element), let wire = wireBytes(of: element) else {
      return nil
    }
    switch format.encoding {
    case .bytewise: return Array(wire)
    case .packed:
      return BinaryCodedDecimal.unpack(
        wire, digitCount: unitCount(of: element), alignment: format.padsInFront ? .right : .left)
    }
  }

  /// The element as text; nil when it is absent, binary, or not ASCII.
  ///
  /// Encrypted tracks have characters up to F. Text in another character set is found in `bytes`.
  package func text(of element: DataElement) -> String? {
    guard let format = dialect.format(of: element), format.kind != .binary,
      let bytes = bytes(of: element), bytes.allSatisfy({ $0 < 0x80 })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many digits or bytes the element has; 0 when it is absent.
  package func unitCount(of element: DataElement) -> Int {
    elements.contains(element) ? Int(locations[element.index].unitCount) : 0
  }

  /// The nibble beside an odd number of digits; nil when the element has none.
  package func pad(of element: DataElement) -> UInt8? {
    guard let format = dialect.format(of: element), format.encoding == .packed,
      unitCount(of: element) % 2 == 1, let wire = wireBytes(of: element)
    else { return nil }
    return format.padsInFront ? wire.first.map { $0 >> 4 } : wire.last.map { $0 & 0x0F }
  }

  /// Where the element's value begins, in bytes from the message type; nil when it is absent.
  package func offset(of element: DataElement) -> Int? {
    elements.contains(element) ? Int(locations[element.index].start) : nil
  }
}

/// Where an element's value stands in a message.
struct ElementLocation: Sendable {
  /// In bytes from the message type, behind the length prefix.
  var start: UInt16 = 0
  /// Digits when packed, bytes otherwise.
  var unitCount: UInt16 = 0
}

extension Message: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.encoded == right.encoded && left.elements == right.elements
      && left.dialect.name == right.dialect.name
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}

extension Message: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(type) with elements \(elements)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
