package import BERTLV

/// An object that a test chip keeps outside its records.
package struct CardDataObject: Hashable, Sendable {
  /// Its tag, of two bytes.
  package var tag: DataObjectTag
  /// Its value.
  package var value: [UInt8]

  /// Puts it together.
  package init(tag: DataObjectTag, value: [UInt8]) {
    self.tag = tag
    self.value = value
  }
}

extension CardDataObject: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(tag), \(value.count) bytes" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
