import Connectivity
import HAL
import Ledger
import PaymentTypes
import Receipts

extension TerminalSession {
  /// How long a slip may take.
  private static let printTimeout = Duration.seconds(30)

  /// Prints the merchant's copy, and the cardholder's after it was torn off.
  ///
  /// A slip is a picture of the books: whatever happens to it, the transaction stands.
  func printSlips(of identity: TransactionIdentity) async {
    guard devices.printer != nil, let report = await printCopy(.merchant, of: identity)
    else { return }
    guard await confirm(.tearOff(isPaperLow: report.isPaperLow)) else { return }
    _ = await printCopy(.cardholder, of: identity)
  }

  /// Prints the last approved transaction again, marked as a duplicate; false when there is none.
  package func reprintLast() async -> Bool {
    guard let identity = lastApproved?.intent.identity else { return false }
    _ = await printCopy(.merchant, of: identity, isDuplicate: true)
    return true
  }

  /// Prints a slip that a power cut kept from coming out.
  ///
  /// It may have come out in part, so it is marked as a duplicate. Source: HAL reference 4.6.
  package func printUnfinishedSlip() async {
    guard let last = ledger.state.transactions.last, case .approved = last.status,
      !last.isPrinted(.merchant)
    else { return }
    _ = await printCopy(
      .merchant, of: last.intent.identity, isDuplicate: true, mayFollowPiece: true)
  }

  /// Prints the slip of the last settlement, as often as it takes.
  ///
  /// After a power cut it may have come out in part, and is marked as a duplicate.
  package func printSettlementSlip(afterPowerCut: Bool = false) async {
    guard let closed = ledger.state.closedBatch else { return }
    let receipt = settlementReceipt(of: closed)
    let report = await printPatiently(
      PrintJobIdentifier("\(closed.batch.text)-settlement"), .printing(.merchant),
      isDuplicate: receipt.isDuplicate || afterPowerCut, mayFollowPiece: afterPowerCut
    ) { isDuplicate in
      var receipt = receipt
      receipt.isDuplicate = isDuplicate
      return receipt.document(language: settings.language)
    }
    if report != nil, !closed.isSlipPrinted { try? commit(.settlementSlipPrinted) }
  }

  private var lastApproved: LedgerTransaction? {
    ledger.state.transactions.last { if case .approved = $0.status { true } else { false } }
  }

  private func printCopy(
    _ copy: SlipCopy, of identity: TransactionIdentity, isDuplicate: Bool = false,
    mayFollowPiece: Bool = false
  ) async -> PrintReport? {
    guard let transaction = ledger.state[identity],
      case .approved(let approval) = transaction.status,
      let receipt = receipt(of: transaction, approval)
    else { return nil }
    let report = await printPatiently(
      PrintJobIdentifier(identity, copy), .printing(copy), isDuplicate: isDuplicate,
      mayFollowPiece: mayFollowPiece
    ) { isDuplicate in
      var receipt = receipt
      receipt.isDuplicate = isDuplicate
      return receipt.document(
        copy == .merchant ? .merchant : .cardholder, language: settings.language)
    }
    trace(.slip(identity, copy: copy, proof: report?.proof))
    if report != nil, !transaction.isPrinted(copy) {
      try? commit(.slipPrinted(identity, copy: copy))
    }
    return report
  }

  /// Prints a slip from its top until it is out or somebody gives up.
  ///
  /// Once a part of it may be on paper, it comes again marked as a duplicate; a slip that could not
  /// be begun does not.
  private func printPatiently(
    _ identifier: PrintJobIdentifier, _ screen: Screen, isDuplicate: Bool, mayFollowPiece: Bool,
    document: (_ isDuplicate: Bool) -> PrintDocument
  ) async -> PrintReport? {
    guard let printer = devices.printer else { return nil }
    var isDuplicate = isDuplicate
    isPrinting = true
    defer { isPrinting = false }
    while !devices.power.isFailing {
      show(screen)
      do throws(PrintFailure) {
        let job = PrintJob(identifier, document(isDuplicate), mayFollowPiece: mayFollowPiece)
        let report = try await printer.print(job, timeout: Self.printTimeout)
        note(.printer, isPresent: true)
        return report
      } catch {
        isDuplicate = isDuplicate || error.isBegun
        notePrinter(error.reason)
        trace(.printFailed(identifier, error))
        guard await confirm(.printerTrouble(TroubleCause(error.reason))) else { return nil }
      }
    }
    return nil
  }
}

extension TerminalSession {
  private var terminalDetails: TerminalDetails {
    TerminalDetails(
      merchantName: settings.merchantName, merchant: settings.merchant,
      terminal: settings.terminal, operatorNumber: settings.cashier,
      isTest: devices.security.isTestModule)
  }

  private func receipt(
    of transaction: LedgerTransaction, _ approval: Approval
  ) -> SaleReceipt? {
    let intent = transaction.intent
    guard let pan = storedPAN(of: intent) else { return nil }
    var receipt = SaleReceipt(
      details: terminalDetails, kind: intent.type == .sale ? .sale : .saleVoid, pan: pan,
      entry: intent.entry == .chip ? .inserted : .swiped, batch: intent.identity.batch,
      voucher: intent.identity.trace, time: time(of: approval, intent), amount: intent.amount,
      verification: SaleReceipt.Verification(intent.verification))
    receipt.expiry = intent.expiry
    let institutions = approval.institutions.padded(toCharacterCount: 22)
    receipt.issuer = institutions.prefix(11).trimmed
    receipt.acquirer = institutions.suffix(11).trimmed
    receipt.scheme = approval.isDomestic ? nil : approval.cardOrganisation
    receipt.authorizationCode = approval.authorizationCode
    receipt.reference = approval.retrievalReference
    receipt.chip = approval.chipData.isEmpty ? nil : StoredChipData(approval.chipData).details
    if let original = intent.original { receipt.original = .init(voucher: original.trace) }
    if !approval.remark.isEmpty { receipt.remarks = [approval.remark] }
    return receipt
  }

  /// The center's date and time, in the year of the terminal's label.
  private func time(of approval: Approval, _ intent: TransactionIntent) -> CivilTime {
    let label = CivilTime(secondsSince1970: intent.labelTime)
    return label.adopting(monthDay: approval.date, hourMinuteSecond: approval.time) ?? label
  }

  private func settlementReceipt(of closed: LedgerState.ClosedBatch) -> SettlementReceipt {
    let settlement = closed.settlement
    var receipt = SettlementReceipt(
      details: terminalDetails, batch: closed.batch, time: civilTime,
      domestic: .init(settlement.totals.domestic, settlement.domestic),
      foreign: .init(settlement.totals.foreign, settlement.foreign))
    receipt.handedOverReversals = closed.handedOver.compactMap { transaction in
      storedPAN(of: transaction.intent).map {
        SettlementReceipt.OpenItem(
          voucher: transaction.intent.identity.trace, amount: transaction.intent.amount, pan: $0)
      }
    }
    receipt.isDuplicate = closed.isSlipPrinted
    return receipt
  }
}

extension PrintJobIdentifier {
  /// The slip of a transaction.
  fileprivate init(_ identity: TransactionIdentity, _ copy: SlipCopy) {
    let word = copy == .merchant ? "merchant" : "cardholder"
    self.init("\(identity.batch.text)-\(identity.trace.text)-\(word)")
  }
}

extension SettlementReceipt.Group {
  fileprivate init(_ side: BatchTotals.Side, _ verdict: SettlementVerdict?) {
    func total(_ kind: SettlementReceipt.Kind, _ sum: BatchTotals.Sum) -> SettlementReceipt.Total {
      .init(
        kind: kind, count: sum.count, sum: TransactionAmount(minorUnits: sum.minorUnits) ?? .zero)
    }
    let balance: SettlementReceipt.Balance =
      switch verdict {
      case .balanced: .balanced
      case .unbalanced: .unbalanced
      case .failed, nil: .failed
      }
    self.init(
      balance: balance, totals: [total(.sale, side.debit), total(.saleVoid, side.credit)])
  }
}

extension SaleReceipt.Verification {
  fileprivate init(_ method: CardholderVerificationMethod) {
    self =
      switch method {
      case .none: .notRequired
      case .onlinePIN: .pin
      case .signature: .signature
      case .onlinePINAndSignature: .pinAndSignature
      }
  }
}

extension StringProtocol {
  /// The text without blanks at its end; nil when nothing is left.
  fileprivate var trimmed: String? {
    let text = String(self.reversed().drop { $0 == " " }.reversed())
    return text.isEmpty ? nil : text
  }
}

extension TroubleCause {
  /// The cause behind a slip that did not come out.
  init(_ error: PrinterError) {
    self =
      switch error {
      case .paperOut: .printerPaperOut
      case .coverOpen: .printerCoverOpen
      case .overheated: .printerOverheated
      case .cutterStuck, .mechanical: .printerJammed
      case .unrecoverable: .printerBroken
      case .offline: .printerOffline
      case .portUnavailable, .timedOut: .printerSilent
      }
  }
}
