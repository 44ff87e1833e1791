/// A screen that fits every part that is given.
package struct ScreenPattern: Hashable, Sendable {
  /// The stable name of the screen.
  package var identifier: String?
  /// A part of the line at the top.
  package var caption: String?
  /// A part of the title.
  package var title: String?
  /// Parts of the lines or the hint.
  package var texts: [String]

  /// Puts a pattern together.
  package init(
    identifier: String? = nil, caption: String? = nil, title: String? = nil, texts: [String] = []
  ) {
    self.identifier = identifier
    self.caption = caption
    self.title = title
    self.texts = texts
  }
}
