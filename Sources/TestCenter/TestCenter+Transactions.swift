import ISO8583
import PaymentTypes

extension TestCenter {
  /// Carries a transaction out at most once, whatever the number of times that it comes.
  func transact(
    _ request: CenterRequest, _ service: CenterService, _ terminal: CenterTerminal,
    _ keys: WorkingKeys, forced: String?
  ) -> CenterReply {
    if ledger.booking(request.key)?.state == .reversed {
      return reply(to: request, code: "12")
    }
    if let outcome = memories[request.batchKey]?.outcomes[request.traceNumber] {
      if outcome.request == request.message.encoded { return outcome.reply }
      note(request.violation(11, "a number that was not used in this batch before"))
      return reply(to: request, code: "94")
    }
    var answer: CenterReply
    do throws(Refusal) {
      try checkTurn(request, terminal)
      if let forced, !Self.approvals.contains(forced) { throw Refusal(code: forced) }
      answer = try approve(request, service, keys, code: forced ?? "00")
    } catch {
      answer = reply(to: request, code: error.code)
      answer.draft.set(15, text: request.now.monthDay)
      answer.draft.set(44, text: institutions)
    }
    memories[request.batchKey, default: BatchMemory()].outcomes[request.traceNumber] =
      BatchMemory.Outcome(request: request.message.encoded, reply: answer)
    return answer
  }

  /// The codes with which money moves: class A of the response codes.
  static let approvals: Set<String> = ["00", "10", "11", "16", "A2", "A4", "A5", "A6"]

  /// Field 44: issuer and acquirer, eleven characters each.
  var institutions: String {
    [configuration.issuer, configuration.acquirer].map { code in
      code + String(repeating: " ", count: max(0, 11 - code.utf8.count))
    }.joined()
  }

  private func checkTurn(_ request: CenterRequest, _ terminal: CenterTerminal) throws(Refusal) {
    // A reversal has overtaken it: what was undone before it came must not happen after.
    if memories[request.batchKey]?.cancelled.contains(request.traceNumber) == true {
      throw Refusal(code: "12")
    }
    guard request.batch == terminal.batch.text, terminal.phase != .closed else {
      throw Refusal(code: "77")
    }
    guard terminal.phase == .open else {
      note(request.violation(60, "no transaction in a batch that is being settled"))
      throw Refusal(code: "77")
    }
  }

  private func approve(
    _ request: CenterRequest, _ service: CenterService, _ keys: WorkingKeys, code: String
  ) throws(Refusal) -> CenterReply {
    let original = try original(of: request, service)
    let card = try card(of: request, keys, original: original)
    guard var account = accountTable[card.pan] else { throw Refusal(code: "14") }
    try checkExpiry(card, account, now: request.now)
    if let forced = account.forcedResponse?.text, !Self.approvals.contains(forced) {
      throw Refusal(code: forced)
    }
    try checkPIN(request, card, &account, keys)
    let proof = try checkChip(request, service, account)
    let code = account.forcedResponse?.text ?? code
    // A partial approval is one of half the amount.
    let amount = code == "10" ? request.minorUnits / 2 : request.minorUnits
    var answer = reply(to: request, code: code)
    if service != .balanceInquiry {
      let change = try balanceChange(service, amount, original)
      guard account.balanceMinorUnits + change >= 0 || change >= 0 else {
        throw Refusal(code: "51")
      }
      account.balanceMinorUnits += change
      answer.draft.set(4, text: FixedDigits.text(amount, 12))
      book(request, service, account, (amount, change), original?.key, &answer)
    }
    accountTable[account.pan] = account
    answer.draft.set(2, bytes: account.pan.digits)
    answer.draft.set(14, text: account.expiry.text)
    answer.draft.set(15, text: request.now.monthDay)
    answer.draft.set(44, text: institutions)
    answer.draft.set(63, text: "CUP")
    if request.isChip, request.has(23) { answer.draft.set(23, text: request[23]) }
    if service == .balanceInquiry || code == "10" {
      answer.draft.set(
        54, text: "1002156C" + FixedDigits.text(max(0, account.balanceMinorUnits), 12))
    }
    if let proof { answer.draft.set(55, bytes: proof.answer(code: "00", account)) }
    return answer
  }

  private func book(
    _ request: CenterRequest, _ service: CenterService, _ account: CenterAccount,
    _ money: (amount: Int, change: Int), _ original: BookingKey?, _ answer: inout CenterReply
  ) {
    // The last six digits of the reference are a count, so the code is not given twice soon.
    let reference = answer.draft.text(of: 37) ?? ""
    let authorization = String(reference.suffix(6))
    answer.draft.set(38, text: authorization)
    ledger.add(
      Booking(
        key: request.key, service: service, pan: account.pan, isForeign: account.isForeign,
        minorUnits: money.amount, balanceChange: money.change,
        retrievalReferenceNumber: reference, authorizationCode: authorization,
        time: request.now, original: original))
  }

  /// By how much a transaction changes the account's balance.
  private func balanceChange(
    _ service: CenterService, _ amount: Int, _ original: Booking?
  ) throws(Refusal) -> Int {
    switch service {
    case .sale, .preAuthorization: return -amount
    case .saleVoid, .preAuthorizationVoid, .completionVoid:
      guard amount == original?.minorUnits else { throw Refusal(code: "64") }
      return amount
    case .refund:
      guard let original else { throw Refusal(code: "25") }
      let refunded = ledger.refundedMinorUnits(of: original.key)
      guard refunded + amount <= original.minorUnits else { throw Refusal(code: "64") }
      return amount
    case .completionRequest, .completionAdvice:
      // What was held is given back, and what was really spent is taken. Up to 115 % of the hold.
      guard let held = original?.minorUnits, amount <= held + held * 15 / 100 else {
        throw Refusal(code: "64")
      }
      return held - amount
    case .balanceInquiry, .reversal, .scriptResult, .signIn, .signOff, .echo, .settlement,
      .batchList, .batchChipDetail, .batchEnd:
      return 0
    }
  }

  /// The booking that a void, a refund or a completion refers to, which must stand.
  private func original(
    of request: CenterRequest, _ service: CenterService
  ) throws(Refusal) -> Booking? {
    let kinds: Set<CenterService>
    switch service {
    case .saleVoid: kinds = [.sale]
    case .refund: kinds = [.sale, .completionRequest, .completionAdvice]
    case .preAuthorizationVoid, .completionRequest, .completionAdvice: kinds = [.preAuthorization]
    case .completionVoid: kinds = [.completionRequest]
    case .balanceInquiry, .sale, .preAuthorization, .reversal, .scriptResult, .signIn, .signOff,
      .echo, .settlement, .batchList, .batchChipDetail, .batchEnd:
      return nil
    }
    guard let booking = findOriginal(of: request), kinds.contains(booking.service) else {
      throw Refusal(code: "25")
    }
    guard booking.state == .booked else { throw Refusal(code: "12") }
    if request.has(38), request[38] != booking.authorizationCode {
      note(request.violation(38, "the authorization code of the original"))
      throw Refusal(code: "25")
    }
    return booking
  }

  private func findOriginal(of request: CenterRequest) -> Booking? {
    let batch = request.digits(of: 61, 0, 6)
    let trace = request.digits(of: 61, 6, 6)
    let key = BookingKey(terminal: request.terminal, batch: batch, traceNumber: trace)
    let reference = request[37]
    let named = ledger.booking(retrievalReferenceNumber: reference)
    if trace == "000000" { return named ?? authorized(request) }
    guard let booking = ledger.booking(key) else { return nil }
    // Field 37 may be all zeros; when it is not, it must name the same booking.
    if !reference.isEmpty, reference != "000000000000", named?.key != key {
      note(request.violation(37, "the reference number of the original, or zeros"))
      return nil
    }
    return booking
  }

  /// A pre-authorization of another terminal is found by its code and card.
  private func authorized(_ request: CenterRequest) -> Booking? {
    guard request.has(38) else { return nil }
    return ledger.bookings.last {
      $0.service == .preAuthorization && $0.authorizationCode == request[38]
    }
  }
}
