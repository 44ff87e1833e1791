import BERTLV
package import ISO7816

/// Walks through the card's methods of cardholder verification until one succeeds or forbids more.
///
/// Source: EMV 4.3 Book 3, 10.5; Book 4, 6.3.4.
///
/// ```swift
/// var verification = CardholderVerification(store)
/// var step = verification.begin(using: cryptography)
/// while true {
///   switch step {
///   case .transmit(let command):
///     step = verification.resume(with: try await card.send(command))
///   case .enterOnlinePIN:
///     step = verification.resume(with: try await enterPIN(), using: cryptography)
///   case .verifyOfflinePIN(let wish):
///     step = verification.resume(with: try await verifyPIN(wish), using: cryptography)
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct CardholderVerification: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Let the cardholder enter a PIN for the issuer; keep its block for the request.
    case enterOnlinePIN
    /// Let the cardholder enter a PIN and have the card verify it.
    case verifyOfflinePIN(OfflinePINVerification)
    /// Go on with this store; its `verificationMethodResults` tell whether a signature is due.
    case finished(DataObjectStore)
  }

  /// How the entry of a PIN for the issuer ended; a cancelled one ends the transaction.
  package enum PINEntry: Hashable, Sendable {
    /// A PIN was entered.
    case entered
    /// The cardholder went on without a PIN.
    case bypassed
    /// The PIN pad does not work.
    case padUnavailable
  }

  enum State: Hashable, Sendable {
    case idle
    case enteringPIN(ruleIndex: Int)
    case readingTryCounter(ruleIndex: Int, PINEnciphermentKey?)
    case verifyingPIN(ruleIndex: Int, OfflinePINVerification, attempt: Int)
    case finished
  }

  /// How many PINs a card may ask for, however many tries it says are left.
  static let attemptLimit = 15

  var store: DataObjectStore
  var state = State.idle
  let rules: [CardholderVerificationRule]
  private let conditions: VerificationConditions
  private var isBypassed = false

  /// Takes the store after the records have been read.
  package init(_ store: DataObjectStore) {
    self.store = store
    let list = store.value(0x8E).flatMap { CardholderVerificationMethodList($0) }
    rules = list?.rules ?? []
    conditions = VerificationConditions(store, amountX: list?.amountX, amountY: list?.amountY)
  }

  /// Starts with the first rule; without support or rules nothing is required (3F0000).
  package mutating func begin(using cryptography: any KernelCryptography) -> Step {
    guard store.interchangeProfile.contains(.cardholderVerification) else { return skip() }
    if store.value(0x8E) == nil {
      store.raise(.cardDataMissing, because: .methodListMissing)
      return skip()
    }
    if rules.isEmpty { return skip() }
    store.verificationMethodResults = .nonePerformed
    return walk(from: 0, cryptography)
  }

  /// Goes on after the PIN entry that a step asked for.
  package mutating func resume(
    with entry: PINEntry, using cryptography: any KernelCryptography
  ) -> Step {
    guard case .enteringPIN(let index) = state else { preconditionFailure("no PIN was asked for") }
    switch entry {
    case .entered:
      store.raise(.onlinePINEntered, because: .pinEntered(rule: index + 1))
      return succeed(index, .unknown)
    case .bypassed: bypass(index)
    case .padUnavailable: store.raise(.pinPadMissing, because: .pinPadBroken(rule: index + 1))
    }
    return fail(index, cryptography)
  }

  /// Notes that no PIN is to be had, so that no later rule asks for one (Book 4, 6.3.4.3).
  mutating func bypass(_ index: Int) {
    store.raise(.pinNotEntered, because: .pinBypassed(rule: index + 1))
    isBypassed = true
  }

  /// Performs the first rule from `start` on whose condition is met.
  private mutating func walk(
    from start: Int, _ cryptography: any KernelCryptography
  ) -> Step {
    guard let index = rules[start...].firstIndex(where: { conditions.areMet(for: $0) }) else {
      return end(because: .rulesExhausted)
    }
    let rule = rules[index]
    guard let method = rule.method else {
      store.raise(.methodUnrecognised, because: .methodUnknown(rule: index + 1))
      return fail(index, isPerformed: false, cryptography)
    }
    guard conditions.isSupported(method) else {
      if conditions.needsMissingPINPad(method) {
        store.raise(.pinPadMissing, because: .pinNotSupported(rule: index + 1))
      }
      return fail(index, isPerformed: false, cryptography)
    }
    if isBypassed, method.needsPIN { return fail(index, cryptography) }
    switch method {
    case .onlinePIN:
      state = .enteringPIN(ruleIndex: index)
      return .enterOnlinePIN
    case .plaintextPIN, .plaintextPINAndSignature: return readTryCounter(index, nil)
    case .encipheredPIN, .encipheredPINAndSignature: return recoverKey(index, cryptography)
    case .signature: return succeed(index, .unknown)
    case .none: return succeed(index, .successful)
    case .fail: return fail(index, cryptography)
    }
  }

  /// Goes on after a rule that did not succeed.
  ///
  /// What was neither known nor supported leaves no trace in the results (Book 4, 6.3.4.5).
  mutating func fail(
    _ index: Int, isPerformed: Bool = true, because reason: Finding.Reason? = nil,
    _ cryptography: any KernelCryptography
  ) -> Step {
    if isPerformed { record(index, .failed) }
    return rules[index].letsNextFollow
      ? walk(from: index + 1, cryptography)
      : end(because: reason ?? .ruleFailed(rule: index + 1))
  }

  mutating func succeed(_ index: Int, _ result: CVMResults.Result) -> Step {
    record(index, result)
    store.mark(.verificationPerformed)
    return finish()
  }

  private mutating func record(_ index: Int, _ result: CVMResults.Result) {
    store.verificationMethodResults = CVMResults(
      method: rules[index].methodByte, condition: rules[index].conditionByte, result: result)
  }

  private mutating func end(because reason: Finding.Reason) -> Step {
    store.raise(.verificationFailed, because: reason)
    store.mark(.verificationPerformed)
    return finish()
  }

  private mutating func skip() -> Step {
    store.verificationMethodResults = .notRequired
    return finish()
  }

  private mutating func finish() -> Step {
    state = .finished
    return .finished(store)
  }
}
