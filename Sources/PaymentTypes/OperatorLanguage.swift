/// The language of screens and slips.
package enum OperatorLanguage: String, Hashable, Sendable, CaseIterable {
  /// 中文, the first language of this terminal.
  case chinese = "zh"
  /// English.
  case english = "en"

  /// Picks the text of this language.
  package func pick(_ chinese: String, _ english: String) -> String {
    switch self {
    case .chinese: chinese
    case .english: english
    }
  }
}
