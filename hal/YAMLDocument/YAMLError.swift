/// What is wrong with a document, where, and what should have stood there.
///
/// `found` never quotes a key or other secret: who reads secrets describes them by their length.
package struct YAMLError: Error, Hashable, Sendable {
  /// The file or option, and the way from the root.
  package var place: YAMLPlace
  /// What should have stood there, such as `a number from 1 to 65535`.
  package var expected: String
  /// What stands there, such as `“yes”`, or `nothing`.
  package var found: String

  /// Puts an error together.
  package init(place: YAMLPlace, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }
}

extension YAMLError: CustomStringConvertible {
  package var description: String { "\(place): expected \(expected), found \(found)" }
}
