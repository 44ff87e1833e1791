/// A moment in the handling of one request, at which the power of the terminal can be cut.
enum CenterMoment: Hashable, Sendable {
  /// The request is there whole, and nothing has been done about it.
  case arrived(RequestKind)
  /// The center has handled it, and has not answered.
  case handled(RequestKind)
  /// The answer has been sent.
  case answered(RequestKind)

  /// What kind of request it is, as far as cuts of the power care.
  enum RequestKind: Hashable, Sendable {
    /// Money moves: sale, void, authorisation.
    case financial
    /// The totals of a batch.
    case settlement
    /// Anything else.
    case other
  }
}

extension CutPoint {
  /// Whether it has come.
  func isReached(at moment: CenterMoment) -> Bool {
    switch (self, moment) {
    case (.afterIntent, .arrived(.financial)), (.afterSend, .handled(.financial)),
      (.afterAnswer, .answered(.financial)), (.duringSettlement, .handled(.settlement)):
      true
    case (.now, _), (.afterIntent, _), (.afterSend, _), (.afterAnswer, _), (.whilePrinting, _),
      (.duringSettlement, _):
      false
    }
  }
}
