import Octets

/// Writes one element: first how long it is, then its bytes.
struct ElementWriter {
  let element: Int
  let format: ElementFormat
  /// Where the value lies in the draft's values.
  let range: Range<Int>
  /// The nibble beside an odd number of digits.
  let pad: UInt8

  /// How many bytes the element takes with its prefix; throws when its length is not allowed.
  func byteCount() throws(EncodingError) -> Int {
    let count = range.count
    switch format.length {
    case .fixed(let expected):
      guard count == expected || (count < expected && format.padding == .spaces) else {
        throw .wrongLength(element: element, count: count, expected: expected)
      }
      return format.byteCount(unitCount: expected)
    case .variable(let prefixDigits, let maximum):
      guard count <= maximum else {
        throw .tooLong(element: element, count: count, maximum: maximum)
      }
      return (prefixDigits + 1) / 2 + format.byteCount(unitCount: count)
    }
  }

  /// Writes prefix and value, and moves `offset` behind them.
  func write(
    from values: Span<UInt8>, to target: inout MutableSpan<UInt8>, at offset: inout Int
  ) throws(EncodingError) {
    let count = range.count
    var fill = 0
    switch format.length {
    case .fixed(let expected): fill = expected - count
    case .variable(let prefixDigits, _):
      if prefixDigits > 2 { target.put(UInt8(count / 100), at: &offset) }
      target.put(UInt8((count / 10 % 10) << 4 | count % 10), at: &offset)
    }
    switch format.encoding {
    case .packed: try writePacked(from: values, to: &target, at: &offset)
    case .bytewise: try writeBytes(from: values, to: &target, at: &offset)
    }
    for _ in 0..<fill { target.put(0x20, at: &offset) }
  }

  private func writeBytes(
    from values: Span<UInt8>, to target: inout MutableSpan<UInt8>, at offset: inout Int
  ) throws(EncodingError) {
    switch format.kind {
    case .numeric:
      for index in range where !(0x30...0x39).contains(values[index]) {
        throw .notDecimal(element: element, position: index - range.lowerBound)
      }
    case .printable, .track:
      for index in range where !(0x20...0x7E).contains(values[index]) {
        throw .notPrintable(element: element, position: index - range.lowerBound)
      }
    case .text, .binary: break
    }
    for index in range { target.put(values[index], at: &offset) }
  }

  private func writePacked(
    from values: Span<UInt8>, to target: inout MutableSpan<UInt8>, at offset: inout Int
  ) throws(EncodingError) {
    let isOdd = range.count % 2 == 1
    var index = range.lowerBound
    var end = range.upperBound
    if isOdd, format.padsInFront {
      target.put(pad << 4 | (try nibble(values[index], at: index)), at: &offset)
      index += 1
    } else if isOdd {
      end -= 1
    }
    while index < end {
      let high = try nibble(values[index], at: index)
      let low = try nibble(values[index + 1], at: index + 1)
      target.put(high << 4 | low, at: &offset)
      index += 2
    }
    if isOdd, !format.padsInFront {
      target.put(try nibble(values[end], at: end) << 4 | pad, at: &offset)
    }
  }

  /// A character as a nibble; the letter D is D, and so is `=`, which a mask of bits would not do.
  private func nibble(_ character: UInt8, at index: Int) throws(EncodingError) -> UInt8 {
    let digit = character &- 0x30
    if digit <= 9 { return digit }
    guard format.kind == .track else {
      throw .notDecimal(element: element, position: index - range.lowerBound)
    }
    if character == 0x3D { return 0x0D }
    guard let value = Hexadecimal.value(ofDigit: character) else {
      throw .notTrackCharacter(element: element, position: index - range.lowerBound)
    }
    return value
  }
}

extension MutableSpan<UInt8> {
  fileprivate mutating func put(_ byte: UInt8, at offset: inout Int) {
    self[offset] = byte
    offset += 1
  }
}
