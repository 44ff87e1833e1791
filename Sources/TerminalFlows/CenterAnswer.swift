package import CenterProtocol
package import ISO8583
package import Ledger
package import PaymentTypes

/// An answer of the center that belongs to its request.
package struct CenterAnswer: Sendable {
  /// What the MAC of an answer says.
  package enum Authentication: Hashable, Sendable {
    /// It fits.
    case authentic
    /// There is none.
    case absent
    /// It does not fit.
    case wrong
  }

  /// The message.
  package let message: Message
  /// What the center wants done afterwards.
  package let requirement: ProcessingRequirement
  /// What its MAC says.
  package let authentication: Authentication

  /// Puts an answer together.
  package init(
    message: Message, requirement: ProcessingRequirement, authentication: Authentication
  ) {
    self.message = message
    self.requirement = requirement
    self.authentication = authentication
  }

  /// Data element 39; nil when the answer has none.
  package var responseCode: ResponseCode? {
    message.text(of: .responseCode).flatMap { ResponseCode($0) }
  }
}

/// What the answer to a financial request means for its transaction.
package enum Verdict: Hashable, Sendable {
  /// Approved, and proven so.
  case approved(ResponseCode)
  /// Declined, and final.
  case declined(Decline)
  /// Not proven: a reversal is due.
  case unknown(ReversalCause)
}
