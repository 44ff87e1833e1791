import CenterProtocol
import EMVKernel
import HAL
import ISO8583
import Ledger
import PaymentTypes

extension TerminalSession {
  /// A sale with a chip card: EMV from selection to the second cryptogram.
  func chipSale(
    _ card: any CardSession, _ amount: TransactionAmount
  ) async throws(TransactionEnd) {
    let result: ChipResult
    do throws(TransactionEnd) {
      result = try await runChipSale(CardChannel(session: card), amount)
    } catch {
      await card.powerDown()
      throw error
    }
    await card.powerDown()
    // The card may go before the result is durable; what the screen says of it waits for the disk.
    if devices.cardReader?.isCardPresent == true { show(.removeCard) }
    try await conclude(result, amount)
  }

  /// How a chip sale came out of the kernel; not yet in the ledger, except for what is in doubt.
  private enum ChipResult {
    case approved(TransactionIdentity, Approval)
    case declined(TransactionIdentity, Decline)
    case refusedByCard(TransactionIdentity)
    case unknown
  }

  private func conclude(
    _ result: ChipResult, _ amount: TransactionAmount
  ) async throws(TransactionEnd) {
    switch result {
    case .approved(let identity, let approval):
      try record(.outcome(identity, .approved(approval)))
      await concludeApproved(identity, approval)
    case .declined(let identity, let decline):
      try record(.outcome(identity, .declined(decline)))
      await showResult(.declined(decline.responseCode))
    case .refusedByCard(let identity):
      try record(.outcome(identity, .reversalDue(.other)))
      await resolveUnknown(amount)
    case .unknown: await resolveUnknown(amount)
    }
  }

  private func runChipSale(
    _ channel: CardChannel, _ amount: TransactionAmount
  ) async throws(TransactionEnd) -> ChipResult {
    let trace = try takeTrace()
    let parameters = transactionParameters(.purchase, amount, trace: trace)
    var store = try await readCard(channel, parameters, amount: amount)
    guard let pan = store.primaryAccountNumber else { throw .cardRefused(.faulty) }
    OfflineDataAuthentication.apply(to: &store)
    ProcessingRestrictions.apply(to: &store)
    let verified = try await verifyCardholder(store, pan: pan, amount: amount)
    show(.readingCard)
    store = try await channel.run(
      TerminalRiskManagement(verified.store, history: history(of: pan)))
    let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
    let first: CryptogramInformationData
    (store, first) = try await channel.run(
      CryptogramGeneration(.first, request: analysis.request, store))
    // This terminal only sells online: a card that decides alone has ended the transaction.
    guard ChipOutcome(first: first) == nil else { throw .cardRefused(.declinedOffline) }
    let request = AuthorizationRequest(
      type: .sale, amount: amount, trace: trace, pan: pan, expiry: store.expiryDate,
      trackTwo: store.trackTwo, entry: .chip,
      sequenceNumber: store.panSequenceNumber.flatMap { UInt8(exactly: $0) },
      pinBlock: verified.pinBlock,
      verification: CardholderVerificationMethod(
        store.verificationMethodResults, hasPIN: verified.pinBlock != nil),
      original: nil)
    return try await authorize(request, store, channel)
  }

  private func authorize(
    _ request: AuthorizationRequest, _ store: DataObjectStore, _ channel: CardChannel
  ) async throws(TransactionEnd) -> ChipResult {
    guard let chip = ChipAuthorizationData(store) else { throw .cardRefused(.faulty) }
    let result: AuthorizationResult
    do throws(TransactionEnd) {
      result = try await authorize(request, chip: chip)
    } catch {
      await declineOffline(store, channel)
      throw error
    }
    switch result {
    case .approved(let identity, let answer, let code):
      let final = try? await complete(answer, code, store, channel)
      guard let final, final.outcome == .approvedOnline,
        let approval = approval(
          answer, code, chipData: StoredChipData(final.store).bytes,
          scriptNotification: final.scriptNotification)
      else { return .refusedByCard(identity) }
      return .approved(identity, approval)
    case .declined(let identity, let answer, let decline):
      _ = try? await complete(answer, decline.responseCode, store, channel)
      return .declined(identity, decline)
    case .unknown:
      await declineOffline(store, channel)
      return .unknown
    }
  }

  /// What the card said in the end.
  private struct ChipCompletion {
    let outcome: ChipOutcome
    let store: DataObjectStore
    let scriptNotification: [UInt8]
  }

  /// Issuer authentication, scripts and the second cryptogram.
  private func complete(
    _ answer: CenterAnswer, _ code: ResponseCode, _ store: DataObjectStore,
    _ channel: CardChannel
  ) async throws(TransactionEnd) -> ChipCompletion {
    let data = answer.message.bytes(of: .chipData) ?? []
    guard let response = try? IssuerResponse(responseCode: code, integratedCircuitCardData: data)
    else { throw .cardRefused(.faulty) }
    var store = try await channel.run(IssuerAuthentication(response, store))
    store = try await channel.run(
      ScriptProcessing(response.scriptsBeforeFinalCryptogram, .beforeFinal, store))
    let request = OnlineResult.answered(response).finalRequest(&store)
    let final: CryptogramInformationData
    (store, final) = try await channel.run(CryptogramGeneration(.second, request: request, store))
    store = try await channel.run(
      ScriptProcessing(response.scriptsAfterFinalCryptogram, .afterFinal, store))
    let notification =
      store.scriptResults.isEmpty
      ? [] : (try? IntegratedCircuitCardData.scriptResult.bytes(from: store)) ?? []
    return ChipCompletion(
      outcome: ChipOutcome(
        .answered(response), final: final, configuration: store.configuration),
      store: store, scriptNotification: notification)
  }

  /// Tells the card that the transaction is over, when nobody knows what the center thinks.
  ///
  /// Always asks for a decline: an offline approval beside a reversal would be money twice. The
  /// card may be gone by now, which changes nothing.
  private func declineOffline(_ store: DataObjectStore, _ channel: CardChannel) async {
    var store = store
    _ = OnlineResult.unableToGoOnline.finalRequest(&store)
    _ = try? await channel.run(CryptogramGeneration(.second, request: .declined, store))
  }

  /// The void of a chip sale: the card only says who it is, it signs nothing.
  func chipVoid(
    _ card: any CardSession, _ original: LedgerTransaction
  ) async throws(TransactionEnd) {
    let amount = original.intent.amount
    let trace = try takeTrace()
    let read: (pan: PrimaryAccountNumber, store: DataObjectStore)
    do throws(TransactionEnd) {
      let store = try await readCard(
        CardChannel(session: card), transactionParameters(.refund, amount, trace: trace),
        amount: amount)
      guard let pan = store.primaryAccountNumber else { throw .cardRefused(.faulty) }
      try checkCard(pan, isThatOf: original)
      read = (pan, store)
    } catch {
      await card.powerDown()
      throw error
    }
    await card.powerDown()
    let pinBlock = try await onlinePIN(pan: read.pan, amount: amount)
    let request = AuthorizationRequest(
      type: .saleVoid, amount: amount, trace: trace, pan: read.pan,
      expiry: read.store.expiryDate, trackTwo: read.store.trackTwo, entry: .chip,
      sequenceNumber: read.store.panSequenceNumber.flatMap { UInt8(exactly: $0) },
      pinBlock: pinBlock, verification: pinBlock == nil ? .signature : .onlinePIN,
      original: original)
    try await concludeOnline(request)
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
