/// Which data elements an acquirer's messages may hold, and how each is written.
///
/// A dialect is a table; the coder has no other knowledge. The message type and the bitmap are the
/// same everywhere: two bytes BCD and eight bytes.
package struct MessageDialect: Sendable {
  /// What people call it.
  package let name: String
  /// 64 places, element 1 first.
  let formats: [ElementFormat?]

  /// Makes a dialect of the elements that it defines; element 1 is never one of them.
  ///
  /// Lengths are at most 999 units, so that a message always fits 65,535 bytes.
  package init(name: String, _ elements: KeyValuePairs<DataElement, ElementFormat>) {
    self.name = name
    var formats = [ElementFormat?](repeating: nil, count: 64)
    for (element, format) in elements {
      precondition(element.number > 1 && formats[element.index] == nil, "element defined twice")
      precondition(Self.isPossible(format.length), "no such length")
      formats[element.index] = format
    }
    self.formats = formats
  }

  /// How an element is written; nil when the dialect does not know it.
  package func format(of element: DataElement) -> ElementFormat? { formats[element.index] }

  private static func isPossible(_ length: ElementFormat.Length) -> Bool {
    switch length {
    case .fixed(let count): (1...999).contains(count)
    case .variable(prefixDigits: 2, let maximum): (1...99).contains(maximum)
    case .variable(prefixDigits: 3, let maximum): (1...999).contains(maximum)
    case .variable: false
    }
  }
}
