import BERTLV
package import ISO7816

/// PINs that the card verifies (EMV 4.3 Book 3, 10.5.1; Book 4, 6.3.4.1).
extension CardholderVerification {
  /// Goes on with the card's count of tries.
  ///
  /// A card that does not tell it is not asked again: its answer to VERIFY will.
  package mutating func resume(
    with response: ResponseAPDU, using cryptography: any KernelCryptography
  ) -> Step {
    guard case .readingTryCounter(let index, let key) = state else {
      preconditionFailure("no command is under way")
    }
    var triesLeft: Int?
    if response.status == .success,
      let value = try? TLVReader(response.data).first(0x9F17), value.count == 1
    {
      triesLeft = value.first.map(Int.init)
    }
    guard triesLeft != 0 else {
      store.raise(.pinTryLimitExceeded, because: .tryCounterIsZero(rule: index + 1))
      return fail(index, cryptography)
    }
    return ask(
      index, OfflinePINVerification(key: key, triesLeft: triesLeft, isRetry: false), attempt: 1)
  }

  /// Goes on with the card's verdict on a PIN, or without one.
  package mutating func resume(
    with outcome: OfflinePINOutcome, using cryptography: any KernelCryptography
  ) -> Step {
    guard case .verifyingPIN(let index, let wish, let attempt) = state else {
      preconditionFailure("no PIN was asked for")
    }
    switch outcome {
    case .answered(.success):
      return succeed(index, rules[index].method?.needsSignature == true ? .unknown : .successful)
    case .answered(let status):
      if let triesLeft = status.triesLeft, triesLeft > 0, attempt < Self.attemptLimit {
        return ask(
          index, OfflinePINVerification(key: wish.key, triesLeft: triesLeft, isRetry: true),
          attempt: attempt + 1)
      }
      return refuse(index, status, cryptography)
    case .challengeRefused(let status):
      return fail(index, because: .challengeRefused(status, rule: index + 1), cryptography)
    case .bypassed: bypass(index)
    case .padUnavailable: store.raise(.pinPadMissing, because: .pinPadBroken(rule: index + 1))
    }
    return fail(index, cryptography)
  }

  /// Recovers the card's key for PINs; without one the method fails.
  mutating func recoverKey(_ index: Int, _ cryptography: any KernelCryptography) -> Step {
    do throws(AuthenticationFlaw) {
      let key = try store.pinEnciphermentKey(using: cryptography)
      guard case .rsa = key else {
        // Key agreement on curves is claimed by no terminal of ours (9F33 byte 2 bit 1).
        return fail(index, isPerformed: false, cryptography)
      }
      return readTryCounter(index, key)
    } catch {
      return fail(index, because: .pinKeyUnusable(error, rule: index + 1), cryptography)
    }
  }

  mutating func readTryCounter(_ index: Int, _ key: PINEnciphermentKey?) -> Step {
    state = .readingTryCounter(ruleIndex: index, key)
    return .transmit(.getData(0x9F17))
  }

  private mutating func ask(
    _ index: Int, _ wish: OfflinePINVerification, attempt: Int
  ) -> Step {
    state = .verifyingPIN(ruleIndex: index, wish, attempt: attempt)
    return .verifyOfflinePIN(wish)
  }

  /// The card takes no further PIN: no tries are left, it is blocked, or VERIFY can't be done.
  private mutating func refuse(
    _ index: Int, _ status: StatusWord, _ cryptography: any KernelCryptography
  ) -> Step {
    let isBlocked =
      status.triesLeft == 0 || status == .authenticationMethodBlocked
      || status == .referenceDataUnusable
    if isBlocked {
      store.raise(.pinTryLimitExceeded, because: .pinBlocked(status, rule: index + 1))
    }
    return fail(index, because: .pinRefused(status, rule: index + 1), cryptography)
  }
}
