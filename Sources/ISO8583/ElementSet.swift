/// A set of data elements, as the primary bitmap lists them.
///
/// On the wire: eight bytes; the highest bit of the first is element 1.
/// Source: ISO 8583:1987, clause 4.3.1.
package struct ElementSet: Hashable, Sendable {
  /// Element 1 is the highest bit, element 64 the lowest.
  package private(set) var bitmap: UInt64

  /// Takes the eight bytes of a bitmap as one big-endian number.
  package init(bitmap: UInt64) { self.bitmap = bitmap }

  /// How many elements there are.
  package var count: Int { bitmap.nonzeroBitCount }
  /// Whether there is none.
  package var isEmpty: Bool { bitmap == 0 }

  /// Whether `element` is one of them.
  package func contains(_ element: DataElement) -> Bool { bitmap & element.bit != 0 }
  /// Adds an element.
  package mutating func insert(_ element: DataElement) { bitmap |= element.bit }
  /// Takes an element out.
  package mutating func remove(_ element: DataElement) { bitmap &= ~element.bit }

  /// The elements of either set.
  package func union(_ other: Self) -> Self { Self(bitmap: bitmap | other.bitmap) }
  /// The elements of this set that the other does not have.
  package func subtracting(_ other: Self) -> Self { Self(bitmap: bitmap & ~other.bitmap) }
  /// The elements of both sets.
  package func intersection(_ other: Self) -> Self { Self(bitmap: bitmap & other.bitmap) }
}

extension ElementSet: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: DataElement...) {
    bitmap = elements.reduce(0) { $0 | $1.bit }
  }
}

extension ElementSet: Sequence {
  /// Gives the elements in ascending order.
  package struct Iterator: IteratorProtocol {
    private var rest: UInt64

    fileprivate init(_ bitmap: UInt64) { rest = bitmap }

    package mutating func next() -> DataElement? {
      guard rest != 0 else { return nil }
      let element = DataElement(number: rest.leadingZeroBitCount + 1)
      rest &= ~(1 << UInt64(63 - rest.leadingZeroBitCount))
      return element
    }
  }

  package func makeIterator() -> Iterator { Iterator(bitmap) }
}

extension ElementSet: CustomStringConvertible {
  package var description: String { map(\.description).joined(separator: " ") }
}
