import CenterProtocol
import ISO8583
import Ledger
import PaymentTypes
import TerminalFlows
import Testing

/// Money rules 5 and 6, and the table of section 3: what an answer may and may not become.
@Suite struct AnswerRulesTests {
  private func answer(
    _ code: String?, _ authentication: CenterAnswer.Authentication
  ) throws -> CenterAnswer {
    var draft = MessageDraft(type: .financialResponse)
    draft.set(.systemTraceAuditNumber, text: "000002")
    draft.set(.responseCode, text: code)
    let message = try Message(decoding: draft.encoded(with: .unionPay), dialect: .unionPay)
    return CenterAnswer(message: message, requirement: .none, authentication: authentication)
  }

  private func verdict(
    _ code: String?, _ authentication: CenterAnswer.Authentication,
    endsOnUnprovenDecline: Bool = false
  ) throws -> Verdict {
    AnswerRules.verdict(
      try answer(code, authentication), endsOnUnprovenDecline: endsOnUnprovenDecline)
  }

  @Test(arguments: ["00", "11", "16", "A2", "A4", "A5", "A6"])
  func `every approval with a fitting MAC is an approval`(code: String) throws {
    #expect(try verdict(code, .authentic) == .approved(try #require(ResponseCode(code))))
  }

  @Test(arguments: ["00", "11", "A2"], [CenterAnswer.Authentication.absent, .wrong])
  func `no approval without a fitting MAC`(
    code: String, authentication: CenterAnswer.Authentication
  ) throws {
    #expect(try verdict(code, authentication) == .unknown(.badMAC))
  }

  @Test func `a decline is final when its MAC fits`() throws {
    let code = try #require(ResponseCode("51"))
    #expect(
      try verdict("51", .authentic)
        == .declined(Decline(responseCode: code, evidence: .authenticated)))
    #expect(try verdict("51", .wrong) == .unknown(.badMAC))
  }

  @Test func `a decline without a MAC is reversed, unless the acquirer sends them so`() throws {
    let code = try #require(ResponseCode("51"))
    #expect(try verdict("51", .absent) == .unknown(.other))
    #expect(
      try verdict("51", .absent, endsOnUnprovenDecline: true)
        == .declined(Decline(responseCode: code, evidence: .acquirerProfile)))
    #expect(try verdict("51", .wrong, endsOnUnprovenDecline: true) == .unknown(.badMAC))
  }

  @Test func `an answer without a code is no outcome`() throws {
    #expect(try verdict(nil, .authentic) == .unknown(.other))
  }

  @Test func `a partial approval is undone, because the rest can't be asked for`() throws {
    #expect(try verdict("10", .authentic) == .unknown(.couldNotFinish))
  }
}
