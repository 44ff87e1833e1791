/// Words for people, in the two languages of the terminal.
package struct BilingualText: Hashable, Sendable {
  /// For screens and slips by default.
  package let chinese: String
  /// By configuration.
  package let english: String

  /// Puts the two together.
  package init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }
}
