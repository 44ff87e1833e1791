import ISO8583
import PaymentTypes

extension BatchNumber {
  /// The batch that came `count` before this one, across the wrap from 999999 to 000001.
  fileprivate func before(by count: Int) -> BatchNumber? {
    BatchNumber((number - 1 - count + 999_999) % 999_999 + 1)
  }
}

extension TestCenter {
  /// 0800: new keys under the terminal's master key, and the batch number.
  ///
  /// Source: UnionPay POS, sign-in: fields 11, 12, 13, 32, 37, 39, 41, 42, 60, 62; no field 64.
  func signIn(
    _ request: CenterRequest, _ terminal: CenterTerminal, forced: String?
  ) -> CenterReply {
    if let forced, forced != "00" { return reply(to: request, code: forced) }
    let isSingle = request.managementCode == "001"
    let keyByteCount = isSingle ? 8 : 16
    let macByteCount = isSingle || configuration.macKeyIsSingleLength ? 8 : 16
    let keys = WorkingKeys(
      pin: generator.key(byteCount: keyByteCount), mac: generator.key(byteCount: macByteCount),
      track: request.managementCode == "004" ? generator.key(byteCount: 16) : nil)
    guard let block = try? keys.block(under: terminal.masterKey) else {
      return reply(to: request, code: "96")
    }
    var terminal = terminal
    if terminal.phase == .closed {
      terminal.openNextBatch()
      if let forgotten = terminal.batch.before(by: 2) {
        memories[BatchKey(terminal: request.terminal, batch: forgotten.text)] = nil
      }
    }
    terminal.replaceKeys(with: keys)
    terminal.isSignedIn = true
    terminal.signInCount += 1
    terminalTable[request.terminal] = terminal
    var reply = reply(to: request, code: "00")
    reply.draft.set(60, text: "00" + terminal.batch.text + request.managementCode)
    reply.draft.set(62, bytes: block)
    return reply
  }

  /// 0820 with 002: the keys die, and the next sign-in opens the next batch.
  func signOff(
    _ request: CenterRequest, _ terminal: CenterTerminal, forced: String?
  ) -> CenterReply {
    if let forced, forced != "00" { return reply(to: request, code: forced) }
    var terminal = terminal
    terminal.replaceKeys(with: nil)
    terminal.isSignedIn = false
    if configuration.advancesBatchAtSignOff { terminal.phase = .closed }
    terminalTable[request.terminal] = terminal
    return reply(to: request, code: "00")
  }

  /// 0620: kept; the answer tells the terminal that it may forget it.
  func takeScriptResult(_ request: CenterRequest, forced: String?) -> CenterReply {
    let original = BookingKey(
      terminal: request.terminal, batch: request.digits(of: 61, 0, 6),
      traceNumber: request.digits(of: 61, 6, 6))
    if ledger.booking(original) == nil {
      note(request.violation(61, "a transaction that was booked"))
    }
    var reply = reply(to: request, code: forced ?? "00")
    reply.draft.set(2, text: request[2])
    if forced == nil || forced == "00", !scriptResults.contains(original) {
      scriptResults.append(original)
    }
    return reply
  }
}
