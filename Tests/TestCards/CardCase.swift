package import EMVKernel
package import MockDevices
package import YAMLDocument

/// One transaction with a card that a file describes: terminal, people, bank, and what must come.
package struct CardCase: Sendable {
  /// What the cardholder does.
  package struct Cardholder: Sendable {
    /// Which of the applications that are offered is chosen, from 1; nil chooses none.
    package var choice: Int? = 1
    /// What comes of asking for an online PIN.
    package var onlinePIN = CardholderVerification.PINEntry.entered
    /// What is typed for the card, one entry a try, the last one ever again; without any the pad
    /// does not work.
    package var offlinePINs: [OfflinePINTyping] = []
    /// Whether the merchant accepts what card or terminal have declined.
    package var acceptsByForce = false
  }

  /// The file and the name of the case, by which a failure names it.
  package let title: String
  /// Where the case stands.
  package let place: YAMLPlace
  /// The card.
  package let personality: CardPersonality
  /// The terminal.
  package let configuration: KernelConfiguration
  /// How long the terminal waits for an answer of the card.
  package let patience: Duration
  /// How long the card takes for each answer.
  package let answerDelay: Duration
  /// The transaction.
  package let transaction: TransactionParameters
  /// What the terminal remembers of the card.
  package let history: TerminalRiskManagement.CardHistory
  /// The cardholder.
  package let cardholder: Cardholder
  /// The bank.
  package let issuer: CaseIssuer
  /// How many transactions the card has seen since it was made; only the last one counts.
  package let repetitions: Int
  /// What must come.
  package let expectation: CardExpectation
}

/// What a cardholder does when asked for a PIN that the card verifies.
package enum OfflinePINTyping: Hashable, Sendable {
  /// Types these ASCII digits.
  case digits([UInt8])
  /// Goes on without.
  case nothing
}

extension CardCase: CustomStringConvertible {
  package var description: String { title }
}
