import CenterProtocol
import HAL
import ISO8583
import Ledger
import PaymentTypes

extension TerminalSession {
  /// The message that asks for a transaction (0200), without its MAC.
  ///
  /// Nil when the track can't be encrypted. Source: reference 2.1 and 2.2.
  func draft(
    for request: AuthorizationRequest, chip: ChipAuthorizationData?
  ) async -> MessageDraft? {
    let definition = request.type.kind.definition
    var draft = self.draft(definition.request, trace: request.trace)
    draft.set(.processingCode, text: definition.processingCode)
    draft.set(.transactionAmount, text: request.amount.wireText)
    let mode = EntryMode(
      card: request.entry == .chip ? .chip : .magneticStripe,
      pin: request.pinBlock == nil ? .absent : .entered)
    draft.set(.entryMode, text: mode.text)
    draft.set(.conditionCode, text: definition.conditionCode)
    draft.set(.currencyCode, text: settings.acquirer.currencyCode)
    draft.set(.transactionDescriptor, text: descriptor(definition, request.entry))
    if request.entry == .chip {
      // A swiped card sends no element 2: the center takes the number from the track.
      draft.set(.primaryAccountNumber, bytes: request.pan.digits)
      draft.set(.expiryDate, text: request.expiry?.text)
      draft.set(
        .cardSequenceNumber, text: request.sequenceNumber.map { FixedDigits.text(Int($0), 3) })
    }
    if let chip { draft.set(.chipData, bytes: chip.request) }
    guard await addSecrets(of: request, to: &draft) else { return nil }
    addOriginal(of: request, to: &draft)
    return draft
  }

  /// Element 60; a terminal without a slot that works says that it reads stripes alone.
  private func descriptor(_ definition: TransactionDefinition, _ entry: CardEntry) -> String {
    let takesChips = entry != .swipe || devices.cardReader?.isAvailable == true
    return TransactionDescriptor(
      typeCode: definition.typeCode, batch: ledger.state.batch,
      condition: .init(
        readingCapability: takesChips ? settings.acquirer.readingCapability : .magneticStripe,
        chipCondition: entry == .fallbackSwipe ? .fallback : .none)
    ).text
  }

  /// Elements 26, 35, 52 and 53.
  private func addSecrets(
    of request: AuthorizationRequest, to draft: inout MessageDraft
  ) async -> Bool {
    if let pinBlock = request.pinBlock {
      draft.set(.pinCaptureCode, text: settings.acquirer.pinCaptureCode)
      draft.set(.pinBlock, bytes: pinBlock)
    }
    if let track = request.trackTwo {
      guard let characters = await protect(track) else { return false }
      draft.set(.trackTwo, bytes: characters)
    }
    guard request.pinBlock != nil || request.trackTwo != nil else { return true }
    let control = SecurityControl(
      pinFormat: request.pinBlock == nil ? .absent : settings.acquirer.pinFormat,
      algorithm: settings.acquirer.encryptionAlgorithm,
      encryptsTrack: request.trackTwo != nil && settings.acquirer.encryptsTrack)
    draft.set(.securityControl, text: control.text)
    return true
  }

  private func protect(_ track: TrackTwo) async -> [UInt8]? {
    guard settings.acquirer.encryptsTrack else { return track.characters }
    guard let clear = TrackBlock.bytes(of: track.characters),
      let block = try? await devices.security.encryptTrackBlock(clear)
    else { return nil }
    return TrackBlock.replacing(track.characters, with: block)
  }

  /// Elements 37, 38 and 61 of a void.
  private func addOriginal(of request: AuthorizationRequest, to draft: inout MessageDraft) {
    guard let original = request.original, case .approved(let approval) = original.status else {
      return
    }
    draft.set(.retrievalReferenceNumber, text: approval.retrievalReference.text)
    draft.set(.authorizationCode, text: approval.authorizationCode?.text)
    let identity = original.intent.identity
    let reference = OriginalTransaction(batch: identity.batch, traceNumber: identity.trace)
    draft.set(.originalTransaction, text: reference.text)
  }
}

extension TransactionType {
  /// The row of the transaction table.
  var kind: TransactionKind {
    switch self {
    case .sale: .sale
    case .saleVoid: .saleVoid
    }
  }
}
