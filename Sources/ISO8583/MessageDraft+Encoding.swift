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
    var byteCount = 10
    for element in elements { byteCount += try writer(of: element, dialect).byteCount() }
    output.append(contentsOf: repeatElement(0, count: byteCount))
    do throws(EncodingError) {
      var target = output.mutableSpan
      target[start] = UInt8(truncatingIfNeeded: type.bcd >> 8)
      target[start + 1] = UInt8(truncatingIfNeeded: type.bcd)
      for index in 0..<8 {
        let shift = UInt64(56 - 8 * index)
        target[start + 2 + index] = UInt8(truncatingIfNeeded: elements.bitmap >> shift)
      }
      var offset = start + 10
      for element in elements {
        try writer(of: element, dialect).write(from: values.span, to: &target, at: &offset)
      }
    } catch {
      output.removeSubrange(start...)
      throw error
    }
  }

  private func writer(
    of element: DataElement, _ dialect: MessageDialect
  ) throws(EncodingError) -> ElementWriter {
    guard let format = dialect.formats[element.index] else {
      throw .undefinedElement(element: element.number)
    }
    let span = spans[element.index]
    return ElementWriter(
      element: element.number, format: format, range: span.range, pad: span.pad)
  }
}
