package import Connectivity

/// Why the center did not answer, told apart by what may have happened to money.
package enum CenterFailure: Error, Hashable, Sendable {
  /// There is no connection; not a byte has left.
  case notConnected(TroubleCause)
  /// The request may have arrived, but no answer came that belongs to it.
  case noAnswer(TroubleCause)
  /// The terminal could not make the request: keys missing, or an error of ours.
  case notSent(TroubleCause)

  /// The cause, for the ladder and the screen.
  package var cause: TroubleCause {
    switch self {
    case .notConnected(let cause), .noAnswer(let cause), .notSent(let cause): cause
    }
  }
}
