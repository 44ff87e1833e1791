import ISO7816

/// Which answers to reset a slot lets through.
package enum AcceptedCards: Hashable, Sendable {
  /// Those that EMV allows a payment card to give, over contacts.
  case payment
  /// Every well-formed one: security modules, and contactless cards, whose answer the reader makes.
  case any

  /// Whether a card may be used.
  func includes(_ answer: [UInt8], afterWarmReset: Bool) -> Bool {
    guard let parsed = try? AnswerToReset(answer) else { return false }
    switch self {
    case .any: return true
    case .payment: return parsed.objections(afterWarmReset: afterWarmReset).isEmpty
    }
  }
}
