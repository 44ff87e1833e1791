import BERTLV

/// The primitive objects of a directory entry or of file control information, first come first.
struct SelectionObjects: Hashable, Sendable {
  private(set) var all: [DataObject] = []

  /// A tag and its value, owned.
  struct DataObject: Hashable, Sendable {
    let tag: DataObjectTag
    let value: [UInt8]
  }

  /// Collects everything primitive within `contents`, at any depth.
  init(_ contents: ArraySlice<UInt8>) throws(TLVError) {
    var walk = TLVWalk(contents)
    while let place = try walk.next() {
      let object = place.object
      if !object.tag.isConstructed, value(object.tag) == nil {
        all.append(DataObject(tag: object.tag, value: Array(object.value)))
      }
    }
  }

  /// The value of an object, or nil when it is missing.
  func value(_ tag: DataObjectTag) -> [UInt8]? { all.first { $0.tag == tag }?.value }
}
