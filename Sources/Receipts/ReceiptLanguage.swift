/// The language of a slip.
package enum ReceiptLanguage: Hashable, Sendable, CaseIterable {
  /// 简体中文.
  case chinese
  /// English.
  case english
}
