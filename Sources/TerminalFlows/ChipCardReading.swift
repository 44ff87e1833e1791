import EMVKernel
import HAL
import Ledger
import PaymentTypes

extension TerminalSession {
  /// Selects an application and reads its records.
  ///
  /// An application that does not want to start makes room for the next (EMV 4.3 Book 3, 10.1).
  func readCard(
    _ channel: CardChannel, _ parameters: TransactionParameters, amount: TransactionAmount
  ) async throws(TransactionEnd) -> DataObjectStore {
    show(.readingCard)
    let configuration = settings.kernel
    var selection = ApplicationSelection(configuration: configuration)
    var step = selection.begin()
    while true {
      switch step {
      case .transmit(let command): step = selection.resume(with: try await channel.send(command))
      case .choose(let candidates, _):
        let choice = try await chooseApplication(candidates)
        step = selection.resume(choosing: choice)
      case .confirm(let candidate):
        let choice = try await chooseApplication([candidate])
        step = selection.resume(choosing: choice)
      case .failed(let failure): throw .cardRefused(Screen.CardProblem(failure))
      case .selected(let application):
        let store = DataObjectStore(
          configuration: configuration, transaction: parameters, selected: application)
        var initiation = ApplicationInitiation(store)
        if let started = try await channel.run(&initiation) { return started }
        step = selection.resume(rejecting: application)
      }
    }
  }

  private func chooseApplication(
    _ candidates: [CandidateApplication]
  ) async throws(TransactionEnd) -> CandidateApplication {
    show(.chooseApplication(labels: candidates.map(\.displayName)))
    while let event = await events.next(timeout: settings.operatorTimeout) {
      switch event {
      case .keyPressed(.digit(let digit)):
        guard digit >= 1, Int(digit) <= candidates.count else { continue }
        show(.readingCard)
        return candidates[Int(digit) - 1]
      case .keyPressed(.enter):
        guard let first = candidates.first else { continue }
        show(.readingCard)
        return first
      case .keyPressed(.cancel): throw .notStarted(.cancelled)
      case .cardRemoved: throw .cardRefused(.removed)
      default: continue
      }
    }
    throw .notStarted(.timedOut)
  }

  /// What the kernel needs from outside for one transaction.
  func transactionParameters(
    _ kind: TransactionParameters.Kind, _ amount: TransactionAmount,
    trace: SystemTraceAuditNumber
  ) -> TransactionParameters {
    let random = devices.entropy.randomBytes(5)
    let number = random.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    return TransactionParameters(
      amount: amount, kind: kind, time: civilTime, unpredictableNumber: number,
      sequenceCounter: trace, randomPercentage: Int(random.last ?? 0) % 99 + 1)
  }

  /// What the terminal remembers of a card in this batch, for its risk management.
  func history(of pan: PrimaryAccountNumber?) -> TerminalRiskManagement.CardHistory {
    let last = ledger.state.transactions.last { storedPAN(of: $0.intent) == pan }
    return TerminalRiskManagement.CardHistory(lastAmount: last?.intent.amount.minorUnits ?? 0)
  }

  /// Walks through the cardholder verification methods, asking for a PIN where one is due.
  func verifyCardholder(
    _ store: DataObjectStore, pan: PrimaryAccountNumber, amount: TransactionAmount
  ) async throws(TransactionEnd) -> (store: DataObjectStore, pinBlock: [UInt8]?) {
    var pinBlock: [UInt8]?
    var verification = CardholderVerification(store)
    var step = verification.begin()
    while true {
      switch step {
      case .enterOnlinePIN:
        do throws(TransactionEnd) {
          pinBlock = try await onlinePIN(pan: pan, amount: amount)
        } catch {
          // Pulling the card ends the entry as if somebody had cancelled.
          throw devices.cardReader?.isCardPresent == false ? .cardRefused(.removed) : error
        }
        step = verification.resume(with: pinBlock == nil ? .bypassed : .entered)
        if devices.cardReader?.isCardPresent == false { throw .cardRefused(.removed) }
      case .finished(let store): return (store, pinBlock)
      }
    }
  }
}

extension CardholderVerificationMethod {
  /// What the kernel's result means for slip and message.
  init(_ results: CVMResults?, hasPIN: Bool) {
    let needsSignature = results?.requiresSignature == true
    self =
      switch (hasPIN, needsSignature) {
      case (true, true): .onlinePINAndSignature
      case (true, false): .onlinePIN
      case (false, true): .signature
      case (false, false): .none
      }
  }
}
