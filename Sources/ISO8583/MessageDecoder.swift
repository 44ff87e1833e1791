/// Finds the parts of one message without copying them.
///
/// Strict: it ends exactly at the last byte, and every nibble is checked, so that a message which
/// decodes is encoded back to the same bytes.
struct MessageDecoder {
  private let bytes: [UInt8]
  private let dialect: MessageDialect
  private static let bitmapOffset = 2
  private static let firstElementOffset = 10

  init(bytes: [UInt8], dialect: MessageDialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  func messageType() throws(DecodingError) -> MessageType {
    try require(2, at: 0, element: 0)
    guard let type = MessageType(bcd: UInt16(bytes[0]) << 8 | UInt16(bytes[1])) else {
      throw .notDecimal(element: 0, offset: bytes[0].isDecimalPair ? 1 : 0)
    }
    return type
  }

  func bitmap() throws(DecodingError) -> ElementSet {
    try require(8, at: Self.bitmapOffset, element: 1)
    var bitmap: UInt64 = 0
    for index in Self.bitmapOffset..<Self.firstElementOffset {
      bitmap = bitmap << 8 | UInt64(bytes[index])
    }
    return ElementSet(bitmap: bitmap)
  }

  /// Finds each listed element in turn; on an error, `found` has those before it.
  func locate(
    _ listed: ElementSet, found: inout ElementSet, locations: inout [64 of ElementLocation]
  ) throws(DecodingError) {
    var offset = Self.firstElementOffset
    var last = 1
    for element in listed {
      let number = element.number
      guard let format = dialect.formats[element.index] else {
        let bitOffset = Self.bitmapOffset + element.index / 8
        if number == 1 { throw .secondBitmap(offset: bitOffset) }
        throw .undefinedElement(element: number, offset: bitOffset)
      }
      let count = try unitCount(format.length, element: number, offset: &offset)
      let byteCount = format.byteCount(unitCount: count)
      try require(byteCount, at: offset, element: number)
      try check(format, element: number, offset: offset, unitCount: count)
      locations[element.index] = ElementLocation(
        start: UInt16(truncatingIfNeeded: offset), unitCount: UInt16(truncatingIfNeeded: count))
      found.insert(element)
      offset += byteCount
      last = number
    }
    guard offset == bytes.count else {
      throw .trailingBytes(element: last, offset: offset, count: bytes.count - offset)
    }
  }

  private func require(_ count: Int, at offset: Int, element: Int) throws(DecodingError) {
    guard bytes.count - offset >= count else {
      throw .truncated(element: element, offset: offset, missing: count - bytes.count + offset)
    }
  }

  /// The number of units, from the dialect or from the prefix, which is then behind `offset`.
  private func unitCount(
    _ length: ElementFormat.Length, element: Int, offset: inout Int
  ) throws(DecodingError) -> Int {
    switch length {
    case .fixed(let count): return count
    case .variable(let prefixDigits, let maximum):
      let prefixBytes = (prefixDigits + 1) / 2
      try require(prefixBytes, at: offset, element: element)
      var count = 0
      for index in offset..<offset + prefixBytes {
        guard bytes[index].isDecimalPair else {
          throw .badLengthPrefix(element: element, offset: index)
        }
        count = count * 100 + Int(bytes[index] >> 4) * 10 + Int(bytes[index] & 0x0F)
      }
      guard prefixDigits % 2 == 0 || bytes[offset] < 0x10 else {
        throw .badLengthPrefix(element: element, offset: offset)
      }
      guard count <= maximum else {
        throw .tooLong(element: element, offset: offset, count: count, maximum: maximum)
      }
      offset += prefixBytes
      return count
    }
  }

  private func check(
    _ format: ElementFormat, element: Int, offset: Int, unitCount: Int
  ) throws(DecodingError) {
    switch format.encoding {
    case .packed: try checkPacked(format, element: element, offset: offset, unitCount: unitCount)
    case .bytewise:
      let range = offset..<offset + unitCount
      switch format.kind {
      case .numeric:
        for index in range where !(0x30...0x39).contains(bytes[index]) {
          throw .notDecimal(element: element, offset: index)
        }
      case .printable, .track:
        for index in range where !(0x20...0x7E).contains(bytes[index]) {
          throw .notPrintable(element: element, offset: index)
        }
      case .text, .binary: break
      }
    }
  }

  private func checkPacked(
    _ format: ElementFormat, element: Int, offset: Int, unitCount: Int
  ) throws(DecodingError) {
    var range = offset..<offset + (unitCount + 1) / 2
    let requiresDecimal = format.kind == .numeric
    if unitCount % 2 == 1 {
      let padded = format.padsInFront ? range.lowerBound : range.upperBound - 1
      let byte = bytes[padded]
      let pad = format.padsInFront ? byte >> 4 : byte & 0x0F
      let digit = format.padsInFront ? byte & 0x0F : byte >> 4
      if requiresDecimal, digit > 9 { throw .notDecimal(element: element, offset: padded) }
      guard ElementFormat.isPad(pad) else { throw .badPad(element: element, offset: padded) }
      range =
        format.padsInFront
        ? range.lowerBound + 1..<range.upperBound : range.lowerBound..<range.upperBound - 1
    }
    guard requiresDecimal else { return }
    for index in range where !bytes[index].isDecimalPair {
      throw .notDecimal(element: element, offset: index)
    }
  }
}

extension UInt8 {
  /// Whether both nibbles are 0 to 9.
  var isDecimalPair: Bool { self & 0x0F <= 9 && self <= 0x99 }
}
