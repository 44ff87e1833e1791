import ISO8583
import PaymentTypes

extension TestCenter {
  /// Judges a request and carries it out; `forced` is a code that a fault demands.
  func answer(_ request: CenterRequest, forced: String?) -> CenterReply {
    guard let rule = MessageRule(request) else {
      note(request.violation(60, "a kind of message that the center knows"))
      return reply(to: request, code: "40")
    }
    let judge = MessageJudge(request, rule)
    judge.violations.forEach(note)
    guard let terminal = terminalTable[request.terminal],
      terminal.merchant.text == request[42]
    else { return reply(to: request, code: "97") }
    guard !judge.isIncomplete else { return reply(to: request, code: "30") }
    switch rule.service {
    case .signIn: return signIn(request, terminal, forced: forced)
    case .signOff: return signOff(request, terminal, forced: forced)
    case .echo: return reply(to: request, code: forced ?? "00")
    case .settlement: return settle(request, terminal, forced: forced)
    case .batchList: return takeBatchList(request, forced: forced)
    case .batchChipDetail: return takeChipDetail(request, forced: forced)
    case .batchEnd: return endBatch(request, forced: forced)
    case .balanceInquiry, .sale, .saleVoid, .refund, .preAuthorization, .preAuthorizationVoid,
      .completionRequest, .completionAdvice, .completionVoid, .reversal, .scriptResult:
      return answerAuthenticated(request, rule.service, terminal, forced: forced)
    }
  }

  private func answerAuthenticated(
    _ request: CenterRequest, _ service: CenterService, _ terminal: CenterTerminal,
    forced: String?
  ) -> CenterReply {
    guard let keys = terminal.keys, isAuthentic(request, keys) else {
      noteForgery(request, terminal)
      return reply(to: request, code: "A0")
    }
    var answer: CenterReply
    var isDecline = false
    switch service {
    case .reversal: answer = reverse(request, forced: forced)
    case .scriptResult: answer = takeScriptResult(request, forced: forced)
    case .balanceInquiry, .sale, .saleVoid, .refund, .preAuthorization, .preAuthorizationVoid,
      .completionRequest, .completionAdvice, .completionVoid:
      answer = transact(request, service, terminal, keys, forced: forced)
      isDecline = !Self.approvals.contains(answer.draft.text(of: 39) ?? "")
    case .signIn, .signOff, .echo, .settlement, .batchList, .batchChipDetail, .batchEnd:
      preconditionFailure("management messages are not authenticated")
    }
    answer.macKey = isDecline && !configuration.authenticatesDeclines ? nil : keys.mac
    return answer
  }

  private func isAuthentic(_ request: CenterRequest, _ keys: WorkingKeys) -> Bool {
    let covered = Array(request.message.encoded.dropLast(8))
    let expected = try? authenticationCode(over: covered, key: keys.mac)
    return expected != nil && expected == request.message.bytes(of: 64)
  }

  /// A wrong code is no violation when the terminal can't know the keys, or still had the old ones.
  private func noteForgery(_ request: CenterRequest, _ terminal: CenterTerminal) {
    guard terminal.signInCount > 0 else { return }
    guard terminal.isSignedIn else {
      return note(request.violation(nil, "a sign-in before any transaction"))
    }
    if terminal.formerKeys.contains(where: { isAuthentic(request, $0) }) { return }
    note(request.violation(64, "the MAC over all bytes before it"))
  }
}
