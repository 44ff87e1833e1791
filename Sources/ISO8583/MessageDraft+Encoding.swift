import Octets

extension MessageDraft {
  /// The message type, the bitmap and all elements in their order.
  package func encoded(with dialect: MessageDialect) throws(EncodingError) -> [UInt8] {
    var output: [UInt8] = []
    try encode(with: dialect, into: &output)
    return output
  }

  /// Appends the message to `output`, which is left as it was when the draft is refused.
  ///
  /// An array that has been used before takes the message without an allocation.
  package func encode(
    with dialect: MessageDialect, into output: inout [UInt8]
  ) throws(EncodingError) {
    let start = output.count
    // Ten bytes in front, and at most two of prefix and one of rounding an element; short texts
    // that are filled with spaces stay below that, or the array grows.
    output.reserveCapacity(start + 10 + values.count + 3 * elements.count)
    output.append(UInt8(truncatingIfNeeded: type.bcd >> 8))
    output.append(UInt8(truncatingIfNeeded: type.bcd))
    for shift in stride(from: 56, through: 0, by: -8) {
      output.append(UInt8(truncatingIfNeeded: elements.bitmap >> UInt64(shift)))
    }
    do throws(EncodingError) {
      for element in elements {
        guard let format = dialect.formats[element.index] else {
          throw .undefinedElement(element: element.number)
        }
        try append(element, format, to: &output)
      }
    } catch {
      output.removeSubrange(start...)
      throw error
    }
  }

  private func append(
    _ element: DataElement, _ format: ElementFormat, to output: inout [UInt8]
  ) throws(EncodingError) {
    let span = spans[element.index]
    var fill = 0
    switch format.length {
    case .fixed(let expected):
      guard span.count == expected || (span.count < expected && format.padding == .spaces) else {
        throw .wrongLength(element: element.number, count: span.count, expected: expected)
      }
      fill = expected - span.count
    case .variable(let prefixDigits, let maximum):
      guard span.count <= maximum else {
        throw .tooLong(element: element.number, count: span.count, maximum: maximum)
      }
      if prefixDigits > 2 { output.append(UInt8(span.count / 100)) }
      output.append(UInt8((span.count / 10 % 10) << 4 | span.count % 10))
    }
    switch format.encoding {
    case .packed: try appendPacked(span, format, element: element.number, to: &output)
    case .bytewise: try appendBytes(span, format, element: element.number, to: &output)
    }
    for _ in 0..<fill { output.append(0x20) }
  }

  private func appendBytes(
    _ span: ValueSpan, _ format: ElementFormat, element: Int, to output: inout [UInt8]
  ) throws(EncodingError) {
    let range = span.start..<span.start + span.count
    switch format.kind {
    case .numeric:
      for index in range where !(0x30...0x39).contains(values[index]) {
        throw .notDecimal(element: element, position: index - span.start)
      }
    case .printable, .track:
      for index in range where !(0x20...0x7E).contains(values[index]) {
        throw .notPrintable(element: element, position: index - span.start)
      }
    case .text, .binary: break
    }
    output.append(contentsOf: values[range])
  }

  private func appendPacked(
    _ span: ValueSpan, _ format: ElementFormat, element: Int, to output: inout [UInt8]
  ) throws(EncodingError) {
    let isOdd = span.count % 2 == 1
    var byte: UInt8 = isOdd && format.padsInFront ? span.pad << 4 : 0
    var isHigh = !(isOdd && format.padsInFront)
    for index in span.start..<span.start + span.count {
      let nibble = try nibble(values[index], format, element, position: index - span.start)
      if isHigh {
        byte = nibble << 4
      } else {
        output.append(byte | nibble)
      }
      isHigh.toggle()
    }
    if isOdd, !format.padsInFront { output.append(byte | span.pad) }
  }

  /// A character as a nibble; the letter D is D, and so is `=`, which a mask of bits would not do.
  private func nibble(
    _ character: UInt8, _ format: ElementFormat, _ element: Int, position: Int
  ) throws(EncodingError) -> UInt8 {
    if (0x30...0x39).contains(character) { return character - 0x30 }
    guard format.kind == .track else { throw .notDecimal(element: element, position: position) }
    if character == 0x3D { return 0x0D }
    guard let value = Hexadecimal.value(ofDigit: character) else {
      throw .notTrackCharacter(element: element, position: position)
    }
    return value
  }
}
