package import EMVKernel

/// Everything that happened in one chip transaction, for tests, tools and logs.
///
/// It holds what the card said, so a text of it shows the verdicts only.
package struct ChipTransactionRecord: Hashable, Sendable {
  /// Commands and answers in their order.
  package internal(set) var exchanges: [CardExchange] = []
  /// The applications that card and terminal share, best first, those that failed later included.
  package internal(set) var candidates: [CandidateApplication] = []
  /// What the cardholder was offered, each time.
  package internal(set) var offers: [[CandidateApplication]] = []
  /// The application that was selected last.
  package internal(set) var application: SelectedApplication?
  /// The data of the transaction as they stood last; nil before the first GET PROCESSING OPTIONS.
  package internal(set) var store: DataObjectStore?
  /// What the terminal decided to ask for, with the bits that led to it.
  package internal(set) var analyses: [TerminalActionAnalysis] = []
  /// The card's verdicts.
  package internal(set) var cryptograms: [GeneratedCryptogram] = []
  /// What came of going online; nil when the terminal did not.
  package internal(set) var online: OnlineResult?
  /// How it ended; nil when it failed before there was a verdict.
  package internal(set) var outcome: ChipOutcome?
  /// What ended it early; beside an outcome it is what the card did after the center's answer.
  package internal(set) var failure: ChipTransactionFailure?

  /// Starts with nothing.
  package init() {}
}

extension ChipTransactionRecord: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String {
    "\(exchanges.count) exchanges with a card; \(store.map(\.description) ?? "not started")"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
