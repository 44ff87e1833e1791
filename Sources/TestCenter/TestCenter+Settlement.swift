package import CenterProtocol
import ISO8583
package import PaymentTypes

extension TestCenter {
  /// What the center has booked in a batch of a terminal.
  ///
  /// A voided transaction is counted with its void; a reversed one is not counted.
  /// Source: UnionPay POS, settlement totals.
  package func totals(terminal: TerminalIdentifier, batch: BatchNumber) -> SettlementTotals {
    var totals = SettlementTotals()
    for booking in ledger.bookings(terminal: terminal.text, batch: batch.text)
    where booking.state != .reversed {
      let side = booking.isForeign ? \SettlementTotals.foreign : \SettlementTotals.domestic
      if booking.service.isDebit { totals[keyPath: side].addDebit(minorUnits: booking.minorUnits) }
      if booking.service.isCredit {
        totals[keyPath: side].addCredit(minorUnits: booking.minorUnits)
      }
    }
    return totals
  }

  /// 0500: compares the terminal's totals with the books; 0510 has no response code.
  ///
  /// A code that a fault demands shows as result 3: the totals could not be compared.
  func settle(
    _ request: CenterRequest, _ terminal: CenterTerminal, forced: String?
  ) -> CenterReply {
    var answer = reply(to: request, code: nil)
    answer.draft.set(15, text: request.now.monthDay)
    answer.draft.set(63, text: "CUP")
    let isComparable = request.batch == terminal.batch.text && terminal.phase != .closed
    guard isComparable, forced == nil || forced == "00" else {
      answer.draft.set(48, text: marked(request[48], domestic: 3, foreign: 3))
      return answer
    }
    let totals = totals(terminal: terminal.identifier, batch: terminal.batch)
    let own = digits(totals.domestic) + digits(totals.foreign)
    let claimed = request[48]
    let isDomesticBalanced = claimed.prefix(30) == own.prefix(30)
    let isForeignBalanced = claimed.dropFirst(31).prefix(30) == own.dropFirst(31).prefix(30)
    let isBalanced = isDomesticBalanced && isForeignBalanced
    var terminal = terminal
    terminal.phase = .settling
    terminal.hasBalanced = isBalanced
    terminalTable[request.terminal] = terminal
    let answered = configuration.answersOwnTotals && !isBalanced ? own : claimed
    answer.draft.set(
      48,
      text: marked(
        answered, domestic: isDomesticBalanced ? 1 : 2, foreign: isForeignBalanced ? 1 : 2))
    return answer
  }

  /// Debit amount and count, credit amount and count, result: 31 digits, written here anew.
  private func digits(_ side: SettlementTotals.Side) -> String {
    [
      FixedDigits.text(side.debitMinorUnits, 12), FixedDigits.text(side.debitCount, 3),
      FixedDigits.text(side.creditMinorUnits, 12), FixedDigits.text(side.creditCount, 3), "0",
    ].joined()
  }

  /// Totals with the result digits at places 31 and 62.
  private func marked(_ totals: String, domestic: Int, foreign: Int) -> String {
    "\(totals.prefix(30))\(domestic)\(totals.dropFirst(31).prefix(30))\(foreign)"
  }

  /// 0320 with 201: up to eight swiped transactions, each compared with the books.
  func takeBatchList(_ request: CenterRequest, forced: String?) -> CenterReply {
    if let forced, forced != "00" { return reply(to: request, code: forced) }
    let digits = request[48]
    let count = Int(request.digits(of: 48, 0, 2)) ?? 0
    guard (1...8).contains(count), digits.utf8.count == 2 + 40 * count else {
      note(request.violation(48, "a count of 1 to 8 and 40 digits for each transaction"))
      return reply(to: request, code: "30")
    }
    for start in stride(from: 2, to: digits.utf8.count, by: 40) {
      let key = BookingKey(
        terminal: request.terminal, batch: request.batch,
        traceNumber: request.digits(of: 48, start + 2, 6))
      let pan = request.digits(of: 48, start + 8, 20).drop { $0 == "0" }
      let amount = Int(request.digits(of: 48, start + 28, 12))
      let side = request.digits(of: 48, start, 2)
      let isBooked = ledger.booking(key).map {
        $0.pan == PrimaryAccountNumber(pan) && $0.minorUnits == amount
          && side == ($0.isForeign ? "01" : "00") && $0.state != .reversed
      }
      if isBooked != true { uploadErrors.append(key) }
    }
    return taken(request, itemCount: count)
  }

  /// 0320 with 203 to 206: what a chip transaction came to.
  func takeChipDetail(_ request: CenterRequest, forced: String?) -> CenterReply {
    if let forced, forced != "00" { return reply(to: request, code: forced) }
    let isSuccess = ["203", "205"].contains(request.managementCode)
    let detail = request.message.bytes(of: 62).flatMap { String(validating: $0, as: UTF8.self) }
    let characters = Array(detail ?? "")
    let length = isSuccess ? 21 : 23
    let usage = isSuccess ? "61" : "71"
    if characters.count != length || String(characters.prefix(2)) != usage {
      note(request.violation(62, "\(length) characters that begin with \(usage)"))
    } else if String(characters[6..<18]) != request[4] {
      note(request.violation(62, "the amount of field 4"))
    }
    let expectsBalanced = ["203", "204"].contains(request.managementCode)
    if let terminal = terminalTable[request.terminal], terminal.hasBalanced != expectsBalanced {
      note(request.violation(60, "a code that fits the comparison of the totals"))
    }
    let isBooked = ledger.booking(request.key).map {
      $0.minorUnits == request.minorUnits && $0.pan == PrimaryAccountNumber(request[2])
    }
    if isBooked != true { uploadErrors.append(request.key) }
    return taken(request, itemCount: 1)
  }

  private func taken(_ request: CenterRequest, itemCount: Int) -> CenterReply {
    if terminalTable[request.terminal]?.closedBatch == request.batch {
      note(request.violation(nil, "nothing of a batch that is over"))
      return reply(to: request, code: "00")
    }
    if terminalTable[request.terminal]?.phase == .open {
      note(request.violation(nil, "the totals before the batch"))
    }
    let memory = memories[request.batchKey]?.uploads ?? []
    if !memory.contains(request.traceNumber) {
      memories[request.batchKey, default: BatchMemory()].uploads.insert(request.traceNumber)
      terminalTable[request.terminal]?.uploadedItemCount += itemCount
    }
    return reply(to: request, code: "00")
  }

  /// 0320 with 207 or 202: the batch is over.
  func endBatch(_ request: CenterRequest, forced: String?) -> CenterReply {
    if let forced, forced != "00" { return reply(to: request, code: forced) }
    guard var terminal = terminalTable[request.terminal] else {
      return reply(to: request, code: "97")
    }
    // The answer to an end that has been taken may have been lost.
    if terminal.closedBatch == request.batch { return reply(to: request, code: "00") }
    if terminal.phase == .open { note(request.violation(nil, "the totals before the end")) }
    if (request.managementCode == "207") != terminal.hasBalanced {
      note(request.violation(60, "207 when both kinds of card balance, 202 otherwise"))
    }
    if Int(request[48]) != terminal.uploadedItemCount {
      note(request.violation(48, "the number of items that were uploaded"))
    }
    terminal.phase = .closed
    terminal.closedBatch = request.batch
    terminalTable[request.terminal] = terminal
    return reply(to: request, code: "00")
  }
}
