import ISO8583
import PaymentTypes

extension TestCenter {
  /// 0400: undoes what was booked under the same terminal, batch and number.
  ///
  /// `00` when it is undone, now or before; `25` when nothing was booked, and then whatever still
  /// comes under this number is refused; `12` when a void or a completion has used it up.
  func reverse(_ request: CenterRequest, forced: String?) -> CenterReply {
    if let forced, forced != "00" { return completed(reply(to: request, code: forced), nil) }
    guard let booking = ledger.booking(request.key) else {
      memories[request.batchKey, default: BatchMemory()].cancelled.insert(request.traceNumber)
      return completed(reply(to: request, code: "25"), nil)
    }
    judge(request, against: booking)
    var code = "00"
    switch booking.state {
    case .reversed: break
    case .settledBy: code = "12"
    case .booked:
      ledger.reverse(booking.key)
      accountTable[booking.pan]?.balanceMinorUnits -= booking.balanceChange
    }
    return completed(reply(to: request, code: code), booking)
  }

  private func completed(_ reply: CenterReply, _ booking: Booking?) -> CenterReply {
    var reply = reply
    reply.draft.set(2, bytes: booking?.pan.digits)
    reply.draft.set(15, text: reply.draft.text(of: 13))
    reply.draft.set(44, text: institutions)
    reply.draft.remove(53)
    return reply
  }

  /// A reversal repeats the fields of what it reverses.
  private func judge(_ request: CenterRequest, against booking: Booking) {
    guard
      let original = memories[request.batchKey]?.outcomes[request.traceNumber].flatMap({
        outcome in
        try? CenterRequest(original: outcome.request, like: request)
      })
    else { return }
    for element: DataElement in [2, 3, 4, 14, 22, 23, 25, 60]
    where original.has(element) && request.has(element) && original[element] != request[element] {
      note(request.violation(element.number, "the same as in what is reversed"))
    }
    for element: DataElement in [2, 14, 23] where request.has(element) && !original.has(element) {
      note(request.violation(element.number, "to be absent as in what is reversed"))
    }
    // A void has its original's code in its request, and gets one of its own.
    let codes = [booking.authorizationCode, original[38]]
    if request.has(38), !codes.contains(request[38]) {
      note(request.violation(38, "the authorization code of what is reversed"))
    }
  }
}

extension CenterRequest {
  /// An earlier request of the same terminal, from its bytes.
  fileprivate init(original bytes: [UInt8], like request: CenterRequest) throws(DecodingError) {
    self.init(
      frame: request.frame, message: try Message(decoding: bytes, dialect: request.message.dialect),
      now: request.now)
  }
}
