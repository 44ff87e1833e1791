import BERTLV
import PaymentTypes

/// What decides whether a rule of cardholder verification applies and can be performed.
///
/// Source: EMV 4.3 Book 3, 10.5 and table 40.
struct VerificationConditions: Hashable, Sendable {
  private let capabilities: TerminalCapabilities
  private let isCash: Bool
  private let isAttended: Bool
  private let hasCashback: Bool
  /// The amount in the application's currency, or nil when it is in another.
  private let amount: Int?
  private let amountX: Int
  private let amountY: Int

  init(_ store: DataObjectStore, amountX: Int?, amountY: Int?) {
    let transaction = store.transaction
    capabilities = store.configuration.capabilities
    isCash = transaction.kind == .cash
    isAttended = store.configuration.terminalType.isAttended
    hasCashback =
      transaction.kind == .purchaseWithCashback || transaction.cashbackAmount > .zero
    let isSameCurrency = store.value(0x9F42) == store.value(0x5F2A)
    amount = isSameCurrency ? transaction.amount.minorUnits : nil
    self.amountX = amountX ?? 0
    self.amountY = amountY ?? 0
  }

  /// Whether the rule applies; one with an unknown condition never does.
  func areMet(for rule: CardholderVerificationRule) -> Bool {
    switch rule.condition {
    case .always: true
    case .unattendedCash: isCash && !isAttended
    case .notCash: !isCash && !hasCashback
    case .methodSupported: rule.method.map(isSupported) ?? false
    case .manualCash: isCash && isAttended
    case .cashback: hasCashback
    case .belowX: amount.map { $0 < amountX } ?? false
    case .aboveX: amount.map { $0 > amountX } ?? false
    case .belowY: amount.map { $0 < amountY } ?? false
    case .aboveY: amount.map { $0 > amountY } ?? false
    case nil: false
    }
  }

  /// Whether the terminal can perform the method.
  func isSupported(_ method: CardholderVerificationRule.Method) -> Bool {
    switch method {
    case .fail: true
    case .plaintextPIN: capabilities.contains(.plaintextOfflinePIN)
    case .onlinePIN: capabilities.contains(.onlinePIN)
    case .plaintextPINAndSignature:
      capabilities.contains(.plaintextOfflinePIN) && capabilities.contains(.signature)
    case .encipheredPIN: capabilities.contains(.encipheredOfflinePIN)
    case .encipheredPINAndSignature:
      capabilities.contains(.encipheredOfflinePIN) && capabilities.contains(.signature)
    case .signature: capabilities.contains(.signature)
    case .none: capabilities.contains(.noVerification)
    }
  }

  /// Whether the method fails for want of any pad for such a PIN.
  ///
  /// Source: EMV 4.3 Book 3, 10.5: online PIN without support for it; any form of offline PIN
  /// without support for either form.
  func needsMissingPINPad(_ method: CardholderVerificationRule.Method) -> Bool {
    switch method {
    case .onlinePIN: !capabilities.contains(.onlinePIN)
    case .plaintextPIN, .plaintextPINAndSignature, .encipheredPIN, .encipheredPINAndSignature:
      !capabilities.contains(.plaintextOfflinePIN)
        && !capabilities.contains(.encipheredOfflinePIN)
    case .fail, .signature, .none: false
    }
  }
}
