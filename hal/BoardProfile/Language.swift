/// A language in which screens are written.
package enum Language: String, Hashable, Sendable, CaseIterable {
  /// Chinese, simplified characters.
  case chinese = "zh"
  /// English.
  case english = "en"
}
