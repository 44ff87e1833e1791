import ISO8583
import PaymentCryptography
import PaymentTypes

/// Which card a request was made with.
struct PresentedCard {
  let pan: PrimaryAccountNumber
  let expiry: ExpiryDate?
}

extension TestCenter {
  /// The card of field 2, field 35, or of the transaction that is referred to.
  func card(
    of request: CenterRequest, _ keys: WorkingKeys, original: Booking?
  ) throws(Refusal) -> PresentedCard {
    let typed = request.message.bytes(of: 2).flatMap { PrimaryAccountNumber(digits: $0) }
    if request.has(2), typed == nil {
      note(request.violation(2, "a card number"))
      throw Refusal(code: "14")
    }
    let track = try track(of: request, keys)
    if let typed, let track, typed != track.pan {
      note(request.violation(2, "the card number of the track"))
      throw Refusal(code: "14")
    }
    let expiry = ExpiryDate(digits: request[14].utf8)
    if let expiry, let onTrack = track?.expiry, expiry != onTrack {
      note(request.violation(14, "the expiry of the track"))
    }
    guard let pan = typed ?? track?.pan ?? original?.pan else { throw Refusal(code: "14") }
    if let original, original.pan != pan { throw Refusal(code: "22") }
    return PresentedCard(pan: pan, expiry: expiry ?? track?.expiry)
  }

  private func track(
    of request: CenterRequest, _ keys: WorkingKeys
  ) throws(Refusal) -> TrackTwo? {
    guard var characters = request.message.bytes(of: 35) else { return nil }
    if request.digits(of: 53, 2, 1) == "1" {
      guard let key = keys.track,
        let clear = try? TrackEncryption.decrypt(characters, key: key)
      else {
        note(request.violation(53, "no encrypted track without a track key"))
        throw Refusal(code: "14")
      }
      characters = clear
    } else if configuration.expectsEncryptedTrack, keys.track != nil {
      note(request.violation(35, "the track encrypted"))
    }
    guard let track = TrackTwo(characters: characters) else {
      note(request.violation(35, "a track, once decrypted"))
      throw Refusal(code: "14")
    }
    judgeFallback(of: request, track)
    return track
  }

  /// The stripe of a chip card is for a terminal that can't read chips, or could not this time.
  private func judgeFallback(of request: CenterRequest, _ track: TrackTwo) {
    guard request.cardEntry == "02" else { return }
    let readsChips = ["5", "6"].contains(request.digits(of: 60, 11, 1))
    let isFallback = request.digits(of: 60, 12, 1) == "2"
    let hasChip = track.serviceCode?.announcesChip == true
    if isFallback != (readsChips && hasChip) {
      note(
        request.violation(60, "2 in 60.5 for the stripe of a chip card, and for nothing else"))
    }
  }

  func checkExpiry(
    _ card: PresentedCard, _ account: CenterAccount, now: CivilTime
  ) throws(Refusal) {
    if let expiry = card.expiry, expiry != account.expiry { throw Refusal(code: "54") }
    let thisMonth = (now.year % 100) * 12 + now.month
    guard account.expiry.year * 12 + account.expiry.month >= thisMonth else {
      throw Refusal(code: "54")
    }
  }

  /// A wrong PIN is 55, the third and all after it 75, until the account is opened again.
  func checkPIN(
    _ request: CenterRequest, _ card: PresentedCard, _ account: inout CenterAccount,
    _ keys: WorkingKeys
  ) throws(Refusal) {
    guard let block = request.message.bytes(of: 52) else { return }
    guard account.wrongPINCount < CenterAccount.wrongPINLimit else { throw Refusal(code: "75") }
    let isBound = request.digits(of: 53, 0, 1) == "2"
    guard let clear = try? TripleDES.decryptECB(block, key: keys.pin),
      let digits = PINBlock.pinDigits(clear: clear, panDigits: isBound ? card.pan.digits : nil)
    else {
      note(request.violation(52, "a PIN block of the format that field 53 names"))
      throw Refusal(code: "99")
    }
    guard digits == account.pinDigits else {
      account.wrongPINCount += 1
      accountTable[account.pan] = account
      let isLast = account.wrongPINCount >= CenterAccount.wrongPINLimit
      throw Refusal(code: isLast ? "75" : "55")
    }
    account.wrongPINCount = 0
  }

  /// Verifies the cryptogram of a chip that asks the issuer; nil when there is none to answer.
  func checkChip(
    _ request: CenterRequest, _ service: CenterService, _ account: CenterAccount
  ) throws(Refusal) -> ChipProof? {
    guard request.isChip, let bytes = request.message.bytes(of: 55) else { return nil }
    guard let chip = ChipRequest(bytes) else {
      note(request.violation(55, "well-formed data objects"))
      throw Refusal(code: "30")
    }
    for expectation in chip.shortcomings(amount: request[4]) {
      note(request.violation(55, expectation))
    }
    guard let issuerKey = account.issuerMasterKey else { throw Refusal(code: "59") }
    let sequence = account.sequenceNumber
    let digits = FixedDigits.text(Int(sequence >> 4) * 10 + Int(sequence & 0x0F), 3)
    if sequence != 0, request[23] != digits {
      note(request.violation(23, "the sequence number of the card"))
    }
    guard
      let proof = chip.verified(
        issuerMasterKey: issuerKey, panDigits: account.pan.digits, sequenceNumber: sequence)
    else { throw Refusal(code: "59") }
    return proof
  }
}
