import CenterProtocol
import Ledger
import PaymentTypes

/// What an answer means for money: a pure function.
package enum AnswerRules {
  /// What an answer means for its transaction (money rules 5 and 6, and section 3).
  package static func verdict(
    _ answer: CenterAnswer, endsOnUnprovenDecline: Bool
  ) -> Verdict {
    guard answer.authentication != .wrong else { return .unknown(.badMAC) }
    guard let code = answer.responseCode else { return .unknown(.other) }
    // A part was approved, and this terminal can't ask for the rest: undo it.
    guard code.text != "10" else { return .unknown(.couldNotFinish) }
    let isApproved = ResponseMeaning(of: code).isApproval
    switch (isApproved, answer.authentication) {
    case (true, .authentic): return .approved(code)
    case (true, _): return .unknown(.badMAC)
    case (false, .authentic):
      return .declined(Decline(responseCode: code, evidence: .authenticated))
    case (false, _) where endsOnUnprovenDecline:
      return .declined(Decline(responseCode: code, evidence: .acquirerProfile))
    case (false, _): return .unknown(.other)
    }
  }
}
