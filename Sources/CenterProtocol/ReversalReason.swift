/// Why a transaction is reversed (field 39 of 0400).
///
/// On the wire: two characters. Source: UnionPay POS, reversal.
package enum ReversalReason: String, Hashable, Sendable, CaseIterable {
  /// No answer came in time.
  case noAnswer = "98"
  /// An approval came, but the terminal could not finish.
  case couldNotFinish = "96"
  /// The answer's message authentication code was wrong.
  case wrongCode = "A0"
  /// Anything else, such as a card that refused after the approval.
  case other = "06"
}
