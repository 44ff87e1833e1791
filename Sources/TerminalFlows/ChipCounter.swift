import CenterProtocol
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import ISO8583
import Ledger
import PaymentTypes

/// What surrounds a chip card at this terminal: its slot, its keys and screen, its center.
///
/// One lives as long as one card's transaction and remembers what the kernel need not know: the PIN
/// block, what the center answered, and why people or books ended it.
final class ChipCounter: ChipSurroundings {
  /// How long a card may take for one answer.
  static let answerTimeout = Duration.seconds(10)

  let session: TerminalSession
  let card: any CardSession
  let amount: TransactionAmount
  private let trace: SystemTraceAuditNumber
  /// For a void: the transaction whose card this must be.
  private let original: LedgerTransaction?
  /// What the center answered; nil as long as it was not asked.
  private(set) var authorization: AuthorizationResult?
  /// Why the transaction was stopped.
  private(set) var end: TransactionEnd?
  private var pinBlock: [UInt8]?

  init(
    _ session: TerminalSession, _ card: any CardSession, _ amount: TransactionAmount,
    trace: SystemTraceAuditNumber, original: LedgerTransaction? = nil
  ) {
    self.session = session
    self.card = card
    self.amount = amount
    self.trace = trace
    self.original = original
  }

  var cryptography: any KernelCryptography { session.devices.cryptography }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    let bytes: [UInt8]
    do throws(CardReaderError) {
      bytes = try await card.transmit(command.bytes, timeout: Self.answerTimeout)
    } catch {
      throw .cardLost(error)
    }
    guard let response = ResponseAPDU(bytes) else { throw .cardLost(.communication(code: 0)) }
    // A chip that answers is a chip to be used: whatever it says, its stripe is no way round it.
    session.fallback.close()
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? {
    let labels = candidates.map(\.displayName)
    return try await unlessEnded { () async throws(TransactionEnd) in
      let index = try await session.chooseApplication(labels: labels)
      return candidates.indices.contains(index) ? candidates[index] : nil
    }
  }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool {
    try await chooseApplication(among: [candidate], isRetry: false) != nil
  }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {
    guard let original else { return }
    try await unlessEnded { () async throws(TransactionEnd) in
      guard let pan = store.primaryAccountNumber else { throw .cardRefused(.faulty) }
      try session.checkCard(pan, isThatOf: original)
    }
  }

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry {
    defer { session.show(.readingCard) }
    return try await unlessEnded { () async throws(TransactionEnd) in
      guard let pan = store.primaryAccountNumber else { throw .cardRefused(.faulty) }
      do throws(TransactionEnd) {
        pinBlock = try await session.onlinePIN(pan: pan, amount: amount, isChip: true)
      } catch {
        // Pulling the card ends the entry as if somebody had cancelled.
        throw isCardPresent ? error : .cardRefused(.removed)
      }
      guard isCardPresent else { throw .cardRefused(.removed) }
      return pinBlock == nil ? .bypassed : .entered
    }
  }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory {
    session.history(of: store.primaryAccountNumber)
  }

  /// Asks the center, with the intent durable before the first byte leaves (money rule 1).
  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    let result = try await unlessEnded { () async throws(TransactionEnd) in
      guard let request = request(store), let chip = ChipAuthorizationData(store) else {
        throw .cardRefused(.faulty)
      }
      return try await session.authorize(request, chip: chip)
    }
    authorization = result
    switch result {
    case .approved(let identity, let answer, let code):
      guard let response = issuerResponse(answer, code) else {
        // What the card would need to agree can't be read: the booking is taken back.
        try await unlessEnded { () async throws(TransactionEnd) in
          try session.record(.outcome(identity, .reversalDue(.couldNotFinish)))
        }
        authorization = .unknown(identity)
        return .outcomeUnknown
      }
      return .answered(response)
    case .declined(_, let answer, let decline):
      return .answered(
        issuerResponse(answer, decline.responseCode)
          ?? IssuerResponse(responseCode: decline.responseCode))
    case .unknown: return .outcomeUnknown
    }
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool { false }

  private func issuerResponse(_ answer: CenterAnswer, _ code: ResponseCode) -> IssuerResponse? {
    try? IssuerResponse(
      responseCode: code,
      integratedCircuitCardData: answer.message.bytes(of: .chipData) ?? [])
  }

  private func request(_ store: DataObjectStore) -> AuthorizationRequest? {
    guard let pan = store.primaryAccountNumber else { return nil }
    return AuthorizationRequest(
      type: .sale, amount: amount, trace: trace, pan: pan, expiry: store.expiryDate,
      trackTwo: store.trackTwo, entry: .chip,
      sequenceNumber: store.panSequenceNumber.flatMap { UInt8(exactly: $0) },
      pinBlock: pinBlock,
      verification: CardholderVerificationMethod(
        store.verificationMethodResults, hasPIN: pinBlock != nil),
      original: nil)
  }

  var isCardPresent: Bool { session.devices.cardReader?.isCardPresent != false }

  /// Notes why the transaction ends.
  func stop(_ end: TransactionEnd) -> ChipInterruption {
    self.end = end
    return .stopped
  }

  /// Runs what people or books may end, and keeps the reason.
  private func unlessEnded<Value>(
    _ body: () async throws(TransactionEnd) -> Value
  ) async throws(ChipInterruption) -> Value {
    do throws(TransactionEnd) {
      return try await body()
    } catch {
      throw stop(error)
    }
  }
}

extension ChipAuthorizationData {
  /// What a card that asks to go online has to say; nil when it left something out.
  fileprivate init?(_ store: DataObjectStore) {
    guard let request = try? IntegratedCircuitCardData.request.bytes(from: store),
      let reversal = try? IntegratedCircuitCardData.reversal.bytes(from: store)
    else { return nil }
    self.init(request: request, reversal: reversal, slip: StoredChipData(store).bytes)
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
