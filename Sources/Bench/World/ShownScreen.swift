package import HAL

/// A screen that the terminal has shown.
package struct ShownScreen: Hashable, Sendable {
  /// Which one it is since the counter started, from 1.
  package var number: Int
  /// When, since the counter started.
  package var time: Duration
  /// What stood on it.
  package var content: DisplayContent
}

extension ShownScreen {
  /// The screen as a person would read it out, on one line.
  package var summary: String {
    let lines = content.lines.map(\.text).filter { !$0.isEmpty }
    let texts = [content.status.text, content.title] + lines + [content.hint]
    return "\(content.identifier) “\(texts.filter { !$0.isEmpty }.joined(separator: " | "))”"
  }
}
