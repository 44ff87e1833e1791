import ChipTransaction
import EMVKernel
import HAL
import ISO7816

/// PINs that the card verifies: keypad and VERIFY are the security module's.
extension ChipCounter {
  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    let protection: OfflinePINRequest.Protection
    switch wish.key {
    case nil: protection = .plaintext
    case .rsa(let key): protection = .rsa(modulus: key.modulus, exponent: key.exponent)
    // The kernel asks for it only where 9F33 claims it, which no terminal of ours does.
    case .curve: return .padUnavailable
    }
    let request = OfflinePINRequest(
      protection: protection, allowedLengths: Set([0] + Array(4...12)),
      entryTimeout: session.settings.operatorTimeout, answerTimeout: Self.answerTimeout)
    defer { session.show(.readingCard) }
    switch await session.captureOfflinePIN(
      request, card, Screen.PINNote(wish), amount: amount)
    {
    case .failure: return .padUnavailable
    case .success(let result): return try await outcome(of: result)
    }
  }

  private func outcome(
    of result: OfflinePINResult
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    switch result {
    case .answered(let word):
      let status = StatusWord(word)
      if status.triesLeft == 0 || status == .authenticationMethodBlocked {
        await session.showResult(.notice(.pinBlocked), for: .seconds(2))
      }
      return .answered(status)
    case .challengeRefused(let word): return .challengeRefused(StatusWord(word))
    case .cardFailed(let error): throw .cardLost(error)
    case .bypassed: return .bypassed
    // Pulling the card ends the entry as if somebody had cancelled.
    case .cancelled: throw stop(isCardPresent ? .notStarted(.cancelled) : .cardRefused(.removed))
    case .timedOut: throw stop(.notStarted(.timedOut))
    }
  }
}

extension Screen.PINNote {
  /// What the cardholder should know before typing; nil when all is as usual.
  fileprivate init?(_ wish: OfflinePINVerification) {
    if wish.isLastTry {
      self = .lastTry(isRetry: wish.isRetry)
    } else if wish.isRetry {
      self = .wrong(triesLeft: wish.triesLeft)
    } else {
      return nil
    }
  }
}
