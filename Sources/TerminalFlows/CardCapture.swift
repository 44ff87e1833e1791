import CenterProtocol
import Connectivity
package import HAL
package import Ledger
package import PaymentTypes

/// A card in the terminal's hands.
package enum CapturedCard {
  /// A powered chip.
  case chip(any CardSession)
  /// A readable stripe: of a card without a chip, or of one whose chip can't be read.
  case stripe(TrackTwo, CardEntry)
}

extension TerminalSession {
  /// Asks for a card until one can be used.
  ///
  /// A swiped card whose service code announces a chip is asked to be inserted, as long as there is
  /// a slot for it. Source: reference 2.1 and EMV, service code 2xx and 6xx.
  package func captureCard(
    amount: TransactionAmount, note: Screen.PresentCardNote? = nil
  ) async throws(TransactionEnd) -> CapturedCard {
    var note = note
    events.discardStale()
    if note == nil, devices.cardReader?.isCardPresent == true {
      if let session = await powerUp() { return .chip(session) }
      note = chipFailureNote
    }
    while true {
      show(.presentCard(amount, cardEntry, note))
      guard let event = await events.next(timeout: settings.operatorTimeout) else {
        throw .notStarted(.timedOut)
      }
      switch event {
      case .cardInserted:
        if let session = await powerUp() { return .chip(session) }
        note = chipFailureNote
      case .cardSwiped(let swipe):
        let verdict = StripeVerdict(
          swipe, takesChips: devices.cardReader?.isAvailable == true,
          allowsFallback: isFallbackOpen)
        switch verdict {
        case .accepted(let track, let isFallback):
          fallback.close()
          return .stripe(track, isFallback ? .fallbackSwipe : .swipe)
        case .refused(let reason): note = reason
        }
      case .keyPressed(.cancel): throw .notStarted(.cancelled)
      case .keyPressed, .cardRemoved, .deviceLost, .deviceFound, .modemChanged, .networkChanged,
        .serviceRequested:
        continue
      }
    }
  }

  private func powerUp() async -> (any CardSession)? {
    show(.readingCard)
    do throws(CardReaderError) {
      return try await devices.cardReader?.powerUp(timeout: .seconds(5))
    } catch {
      noteChipFailure(error)
      return nil
    }
  }

  /// Counts a failure if it is one of the chip, and not of the reader or of a hand.
  func noteChipFailure(_ error: CardReaderError) {
    guard error.isFailureOfChip else { return }
    fallback.noteFailure(at: now, under: settings.fallback)
  }

  /// What to say of a chip that can't be read.
  var chipFailureNote: Screen.PresentCardNote { isFallbackOpen ? .swipeInstead : .chipSilent }

  private var isFallbackOpen: Bool { fallback.isOpen(at: now, under: settings.fallback) }

  /// Waits until the slot is empty, reminding the cardholder.
  package func waitForCardRemoval() async {
    guard let reader = devices.cardReader else { return }
    while reader.isCardPresent, !devices.power.isFailing {
      if screen != .removeCard { show(.removeCard) }
      _ = await events.next(timeout: .seconds(5))
    }
  }

  /// How a PIN entry ended.
  package enum PINCapture: Hashable, Sendable {
    /// An encrypted block.
    case entered(block: [UInt8])
    /// The cardholder went on without a PIN.
    case bypassed
    /// No PIN will come: cancelled, timed out, the card left, or the module refused.
    case ended(Screen.NotStarted)
  }

  /// Lets the cardholder type a PIN for the card to verify; pulling the card cancels it.
  func captureOfflinePIN(
    _ request: OfflinePINRequest, _ card: any CardSession, _ note: Screen.PINNote?,
    amount: TransactionAmount
  ) async -> Result<OfflinePINResult, SecurityModuleError> {
    show(.enterPIN(amount, digitCount: 0, note))
    let security = devices.security
    return await events.interrupting { event in
      if case .cardRemoved = event { security.cancelPINEntry() }
      return false
    } _: {
      do throws(SecurityModuleError) {
        return .success(
          try await security.verifyOfflinePIN(request, with: card) { [weak self] digitCount in
            self?.show(.enterPIN(amount, digitCount: digitCount, note))
          })
      } catch {
        return .failure(error)
      }
    }
  }

  /// Lets the cardholder type a PIN; with a chip card, pulling the card cancels it.
  ///
  /// After a swipe the reader is none of it: a dead chip that was put aside may be missed only now.
  package func capturePIN(
    pan: PrimaryAccountNumber, amount: TransactionAmount, isChip: Bool
  ) async -> PINCapture {
    show(.enterPIN(amount, digitCount: 0))
    let request = PINEntryRequest(
      panDigits: settings.acquirer.pinFormat == .withPAN ? pan.digits : [],
      allowedLengths: Set([0] + Array(4...12)), timeout: settings.operatorTimeout)
    let security = devices.security
    return await events.interrupting { event in
      if isChip, case .cardRemoved = event { security.cancelPINEntry() }
      return false
    } _: {
      do throws(SecurityModuleError) {
        let result = try await security.enterPIN(request) { [weak self] digitCount in
          self?.show(.enterPIN(amount, digitCount: digitCount))
        }
        switch result {
        case .entered(let block): return .entered(block: block)
        case .bypassed: return .bypassed
        case .cancelled: return .ended(.cancelled)
        case .timedOut: return .ended(.timedOut)
        }
      } catch {
        return .ended(.blocked(.masterKeyWrong))
      }
    }
  }
}

extension CardReaderError {
  /// Whether the chip itself did not answer as chips do.
  var isFailureOfChip: Bool {
    switch self {
    case .mute, .unsupportedCard, .timedOut, .communication: true
    case .serviceUnavailable, .accessDenied, .readerGone, .noCard, .cardRemoved, .cardReset,
      .shared, .notSupported, .invalidCommand:
      false
    }
  }
}
