import CenterProtocol
import Connectivity
import HAL
import ISO8583
package import Ledger
package import PaymentTypes

/// What is asked of the center for one card.
package struct AuthorizationRequest: Sendable {
  /// What to do.
  package var type: TransactionType
  /// How much.
  package var amount: TransactionAmount
  /// The trace number of the request; a chip has signed it already.
  package var trace: SystemTraceAuditNumber
  /// Whose card.
  package var pan: PrimaryAccountNumber
  /// The card's expiry.
  package var expiry: ExpiryDate?
  /// Its track 2, or the equivalent from the chip.
  package var trackTwo: TrackTwo?
  /// How it was read.
  package var entry: CardEntry
  /// Which of several cards with one number; chip only.
  package var sequenceNumber: UInt8?
  /// The encrypted PIN.
  package var pinBlock: [UInt8]?
  /// How the cardholder was verified.
  package var verification: CardholderVerificationMethod
  /// For a void: what it undoes.
  package var original: LedgerTransaction?

  /// Puts a request together.
  package init(
    type: TransactionType, amount: TransactionAmount, trace: SystemTraceAuditNumber,
    pan: PrimaryAccountNumber, expiry: ExpiryDate?, trackTwo: TrackTwo?, entry: CardEntry,
    sequenceNumber: UInt8?,
    pinBlock: [UInt8]?, verification: CardholderVerificationMethod, original: LedgerTransaction?
  ) {
    self.type = type
    self.amount = amount
    self.trace = trace
    self.pan = pan
    self.expiry = expiry
    self.trackTwo = trackTwo
    self.entry = entry
    self.sequenceNumber = sequenceNumber
    self.pinBlock = pinBlock
    self.verification = verification
    self.original = original
  }
}

/// What chip and center have to say to each other in one authorisation.
package struct ChipAuthorizationData: Sendable {
  /// Element 55 of the request.
  package var request: [UInt8]
  /// Element 55 of the reversal.
  package var reversal: [UInt8]
  /// Data objects for the slip.
  package var slip: [UInt8]

  /// Puts the data together.
  package init(request: [UInt8], reversal: [UInt8], slip: [UInt8]) {
    self.request = request
    self.reversal = reversal
    self.slip = slip
  }
}

/// How far an authorisation came.
package enum AuthorizationResult: Sendable {
  /// The center approved; the transaction is still open in the ledger.
  case approved(TransactionIdentity, CenterAnswer, ResponseCode)
  /// The center declined; the transaction is still open in the ledger.
  case declined(TransactionIdentity, CenterAnswer, Decline)
  /// Nobody knows; the reversal is due in the ledger.
  case unknown(TransactionIdentity)
}

extension TerminalSession {
  /// Makes sure that a transaction could be authorised, before anybody is asked for a card.
  ///
  /// What is in doubt goes first, then a sign-in when one is due. Returns what is in the way.
  func prepareTransaction() async -> TroubleCause? {
    if let storageTrouble { return storageTrouble }
    if let missingDevice { return missingDevice }
    if ledger.state.settlement != nil { return .settlementInterrupted }
    if ledger.state.transactions.count >= settings.batchCapacity { return .batchFull }
    if (try? ledger.hasRoomForSale()) != true { return .storageFailing }
    if ledger.state.unresolved != nil {
      show(.waitingForCenter(.reversal))
      if case .owed(let cause) = await reverseUnresolved() {
        return cause.rung < .signedIn ? cause : .reversalPending
      }
    }
    if !devices.security.hasWorkingKeys || signInRequested {
      show(.waitingForCenter(.signIn))
      if let cause = await signIn() { return cause }
    }
    _ = await deliverScriptNotifications()
    return nil
  }

  /// Asks the center, with the intent and its reversal on the disk before the first byte leaves.
  ///
  /// Source: money rules 1, 2, 4 and 6.
  package func authorize(
    _ request: AuthorizationRequest, chip: ChipAuthorizationData?
  ) async throws(TransactionEnd) -> AuthorizationResult {
    show(.waitingForCenter(.authorization(request.amount)))
    guard let batch = ledger.state.batch, let draft = await draft(for: request, chip: chip) else {
      throw .notStarted(.blocked(.masterKeyWrong))
    }
    let identity = TransactionIdentity(batch: batch, trace: request.trace)
    guard let intent = intent(for: request, chip: chip, draft: draft, identity: identity) else {
      throw .notStarted(.blocked(.storageFailing))
    }
    let answer = try await ask(draft, after: intent)
    guard let answer else {
      try record(.outcome(identity, .reversalDue(.noAnswer)))
      return .unknown(identity)
    }
    return try judge(answer, identity)
  }

  /// Opens the way, makes the intent durable, and only then sends; nil when no answer came.
  private func ask(
    _ draft: MessageDraft, after intent: TransactionIntent
  ) async throws(TransactionEnd) -> CenterAnswer? {
    var end: TransactionEnd?
    do throws(CenterFailure) {
      return try await withCenter { (center) async throws(CenterFailure) in
        do throws(TransactionEnd) {
          try record(.intent(intent))
        } catch {
          end = error
          throw .notSent(.storageFailing)
        }
        return try await center.exchange(draft, isAuthenticated: true)
      }
    } catch {
      if let end { throw end }
      switch error {
      case .notConnected(let cause): throw .notStarted(.noConnection(cause))
      case .noAnswer, .notSent: return nil
      }
    }
  }

  private func judge(
    _ answer: CenterAnswer, _ identity: TransactionIdentity
  ) throws(TransactionEnd) -> AuthorizationResult {
    let verdict = AnswerRules.verdict(
      answer, endsOnUnprovenDecline: !settings.acquirer.reversesUnauthenticatedDecline)
    switch verdict {
    case .approved(let code): return .approved(identity, answer, code)
    case .declined(let decline):
      if ResponseMeaning(of: decline.responseCode).action == .signInAgain {
        signInRequested = true
      }
      return .declined(identity, answer, decline)
    case .unknown(let reason):
      try record(.outcome(identity, .reversalDue(reason)))
      return .unknown(identity)
    }
  }

  private func intent(
    for request: AuthorizationRequest, chip: ChipAuthorizationData?, draft: MessageDraft,
    identity: TransactionIdentity
  ) -> TransactionIntent? {
    let reversal = ReversalMessage.draft(
      for: draft, identity: identity, type: request.type, chipData: chip?.reversal)
    guard let stored = ReversalMessage.stored(reversal),
      let protectedReversal = try? devices.security.protect(stored),
      let protectedPAN = try? devices.security.protect(request.pan.digits)
    else { return nil }
    return TransactionIntent(
      identity: identity, type: request.type, amount: request.amount,
      maskedPAN: request.pan.masked, protectedPAN: protectedPAN, entry: request.entry,
      verification: request.verification, expiry: request.expiry,
      labelTime: civilTime.secondsSince1970, cashier: settings.cashier,
      protectedReversal: protectedReversal, original: request.original?.intent.identity,
      chipData: chip?.slip ?? [])
  }

  /// The record of an approval, from the center's answer.
  package func approval(
    _ answer: CenterAnswer, _ code: ResponseCode, chipData: [UInt8], scriptNotification: [UInt8]
  ) -> Approval? {
    let message = answer.message
    guard
      let reference = message.text(of: .retrievalReferenceNumber)
        .flatMap({ RetrievalReferenceNumber($0) })
    else { return nil }
    let remarks = AnswerRemarks(message.bytes(of: .operatorAndRemarks))
    return Approval(
      responseCode: code, retrievalReference: reference,
      authorizationCode: message.text(of: .authorizationCode).flatMap { AuthorizationCode($0) },
      date: message.text(of: .localDate) ?? civilTime.monthDay,
      time: message.text(of: .localTime) ?? civilTime.hourMinuteSecond,
      cardOrganisation: remarks.organization,
      institutions: message.text(of: .additionalResponseData) ?? "", remark: "",
      chipData: chipData, scriptNotification: scriptNotification,
      acquiringInstitution: message.text(of: .acquiringInstitution))
  }
}
