/// One data object within bytes that it shares.
package struct TLVObject: Hashable, Sendable {
  /// Its name.
  package let tag: DataObjectTag
  /// Its value, still a part of the bytes that were read.
  package let value: ArraySlice<UInt8>
  /// The index of the first byte of the tag.
  package let offset: Int

  /// Puts an object together.
  package init(tag: DataObjectTag, value: ArraySlice<UInt8>, offset: Int) {
    self.tag = tag
    self.value = value
    self.offset = offset
  }

  /// A reader over the objects inside; on a primitive object it reads what is no objects.
  package var contents: TLVReader { TLVReader(value) }
}

extension TLVObject: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(tag) of \(value.count) bytes" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
