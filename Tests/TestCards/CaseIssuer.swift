import BERTLV
import EMVKernel
import MockDevices
import Octets
import PaymentTypes

/// The bank behind a test card: it verifies what the card has signed, and answers.
///
/// It rebuilds the signed data from field 55 alone, as a center must.
package struct CaseIssuer: Sendable {
  /// What becomes of the request.
  package enum Reach: Hashable, Sendable {
    /// The bank answers.
    case answered
    /// The request does not reach it.
    case unreachable
    /// The request may have reached it, but no answer came.
    case silent
    /// It asks for a call, and approves by telephone.
    case approvesByTelephone
  }

  /// What proves that it has spoken (tag 91).
  package enum Proof: Hashable, Sendable {
    /// The right one for the card.
    case right
    /// The right one with its first byte inverted.
    case wrong
    /// None.
    case none
    /// These bytes.
    case bytes([UInt8])
  }

  /// What becomes of the request.
  package var reach = Reach.answered
  /// Its verdict, two characters.
  package var responseCode = "00"
  /// Its proof.
  package var proof = Proof.right
  /// The card status update of a proof by method 2, four bytes.
  package var statusUpdate: [UInt8] = [0x00, 0x80, 0x00, 0x00]
  /// What it adds to such a proof, at most eight bytes.
  package var proprietaryData: [UInt8] = []
  /// Its scripts.
  package var scripts: [CaseScript] = []

  /// Answers a request; the complaint says what is wrong with it.
  func answer(
    _ store: DataObjectStore, _ personality: CardPersonality
  ) throws -> (result: OnlineResult, complaint: String?) {
    switch reach {
    case .unreachable: return (.unableToGoOnline, nil)
    case .silent: return (.outcomeUnknown, nil)
    case .answered, .approvesByTelephone: break
    }
    let field = try IntegratedCircuitCardData.request.bytes(from: store)
    guard let code = ResponseCode(responseCode) else { return (.unableToGoOnline, "no such code") }
    guard
      let application = personality.chip?.applications.first(where: {
        $0.panDigits == store.primaryAccountNumber?.digits
      }), let ledger = IssuerLedger(application, field)
    else { return (.unableToGoOnline, "the request is not this card's") }
    var writer = TLVWriter()
    switch proof {
    case .none: break
    case .bytes(let bytes): writer.append(0x91, bytes)
    case .right, .wrong:
      var bytes = try ledger.proof(
        responseCode: Array(responseCode.utf8), statusUpdate: statusUpdate,
        proprietaryData: proprietaryData)
      if proof == .wrong { bytes[0] = ~bytes[0] }
      writer.append(0x91, bytes)
    }
    let scripts = try scripts.flatMap { try $0.bytes(ledger) }
    let response = try IssuerResponse(
      responseCode: code, integratedCircuitCardData: writer.bytes + scripts)
    let isSigned = try ledger.hasSigned(field)
    let result: OnlineResult =
      reach == .approvesByTelephone ? .approvedByReferral(response) : .answered(response)
    return (result, isSigned ? nil : "the cryptogram is not the card's")
  }
}
