/// A walk through nested data objects in the order of their bytes, without recursion.
///
/// Each object comes once, a template before what it holds. Where a template ends is kept on a
/// stack of fixed depth, so that a card that nests without end is refused, not followed.
package struct TLVWalk: Sendable {
  /// An object and how many templates it stands in.
  package struct Place: Hashable, Sendable {
    /// The object.
    package let object: TLVObject
    /// 0 for an object that stands in no template.
    package let depth: Int
  }

  /// How deep templates may stand in each other; EMV needs four (6F A5 BF0C 61).
  package static let depthLimit = 8

  private var readers: [TLVReader]

  /// Starts at the first of `bytes`.
  package init(_ bytes: ArraySlice<UInt8>) { readers = [TLVReader(bytes)] }

  /// Starts at the first of `bytes`.
  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// The next object, or nil at the end.
  package mutating func next() throws(TLVError) -> Place? {
    while let level = readers.indices.last {
      guard let object = try readers[level].next() else {
        readers.removeLast()
        continue
      }
      if object.tag.isConstructed {
        guard readers.count < Self.depthLimit else {
          throw .nestedTooDeep(offset: object.offset, limit: Self.depthLimit)
        }
        readers.append(object.contents)
      }
      return Place(object: object, depth: level)
    }
    return nil
  }
}
