import BERTLV

/// Walks through the card's methods of cardholder verification until one succeeds or forbids more.
///
/// A PIN for the issuer, a signature and no verification at all are performed; a PIN for the chip
/// counts as not supported, which is what `capabilities` tells the card.
/// Source: EMV 4.3 Book 3, 10.5.
///
/// ```swift
/// var verification = CardholderVerification(store)
/// var step = verification.begin()
/// while true {
///   switch step {
///   case .enterOnlinePIN: step = verification.resume(with: try await enterPIN())
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct CardholderVerification: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Let the cardholder enter a PIN for the issuer; keep its block for the request.
    case enterOnlinePIN
    /// Go on with this store; its `verificationMethodResults` tell whether a signature is due.
    case finished(DataObjectStore)
  }

  /// How a PIN entry ended; a cancelled one ends the transaction and does not come here.
  package enum PINEntry: Hashable, Sendable {
    /// A PIN was entered.
    case entered
    /// The cardholder went on without a PIN.
    case bypassed
    /// The PIN pad does not work.
    case padUnavailable
  }

  private enum State: Hashable, Sendable {
    case idle
    case enteringPIN(ruleIndex: Int)
    case finished
  }

  private var store: DataObjectStore
  private var state = State.idle
  private let rules: [CardholderVerificationRule]
  private let conditions: VerificationConditions

  /// Takes the store after the records have been read.
  package init(_ store: DataObjectStore) {
    self.store = store
    let list = store.value(0x8E).flatMap { CardholderVerificationMethodList($0) }
    rules = list?.rules ?? []
    conditions = VerificationConditions(store, amountX: list?.amountX, amountY: list?.amountY)
  }

  /// Starts with the first rule; without support or rules nothing is required (3F0000).
  package mutating func begin() -> Step {
    guard store.interchangeProfile.contains(.cardholderVerification) else { return skip() }
    if store.value(0x8E) == nil {
      store.raise(.cardDataMissing, because: .methodListMissing)
      return skip()
    }
    if rules.isEmpty { return skip() }
    store.verificationMethodResults = .nonePerformed
    return walk(from: 0)
  }

  /// Goes on after the PIN entry that a step asked for.
  package mutating func resume(with entry: PINEntry) -> Step {
    guard case .enteringPIN(let index) = state else { preconditionFailure("no PIN was asked for") }
    switch entry {
    case .entered:
      store.raise(.onlinePINEntered, because: .pinEntered(rule: index + 1))
      return succeed(index, .unknown)
    case .bypassed:
      store.raise(.pinNotEntered, because: .pinBypassed(rule: index + 1))
    case .padUnavailable:
      store.raise(.pinPadMissing, because: .pinPadBroken(rule: index + 1))
    }
    return fail(index, isPerformed: true)
  }

  /// Performs the first rule from `start` on whose condition is met.
  private mutating func walk(from start: Int) -> Step {
    guard let index = rules[start...].firstIndex(where: { conditions.areMet(for: $0) }) else {
      return end(because: .rulesExhausted)
    }
    let rule = rules[index]
    guard let method = rule.method else {
      store.raise(.methodUnrecognised, because: .methodUnknown(rule: index + 1))
      return fail(index, isPerformed: false)
    }
    guard conditions.isSupported(method) else {
      if conditions.needsMissingPINPad(method) {
        store.raise(.pinPadMissing, because: .pinNotSupported(rule: index + 1))
      }
      return fail(index, isPerformed: false)
    }
    switch method {
    case .onlinePIN:
      state = .enteringPIN(ruleIndex: index)
      return .enterOnlinePIN
    case .signature: return succeed(index, .unknown)
    case .none: return succeed(index, .successful)
    case .fail: return fail(index, isPerformed: true)
    case .plaintextPIN, .plaintextPINAndSignature, .encipheredPIN, .encipheredPINAndSignature:
      // `isSupported` is false for these as long as no terminal may claim them.
      return fail(index, isPerformed: false)
    }
  }

  /// Book 3, 10.5: what was neither known nor supported leaves no trace in the results.
  private mutating func fail(_ index: Int, isPerformed: Bool) -> Step {
    if isPerformed {
      store.verificationMethodResults = CVMResults(
        method: rules[index].methodByte, condition: rules[index].conditionByte, result: .failed)
    }
    return rules[index].letsNextFollow
      ? walk(from: index + 1) : end(because: .ruleFailed(rule: index + 1))
  }

  private mutating func succeed(_ index: Int, _ result: CVMResults.Result) -> Step {
    store.verificationMethodResults = CVMResults(
      method: rules[index].methodByte, condition: rules[index].conditionByte, result: result)
    store.mark(.verificationPerformed)
    return finish()
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
