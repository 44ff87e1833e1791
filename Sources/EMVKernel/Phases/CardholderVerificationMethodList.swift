/// How a card wants its holder to be verified, in order of preference (tag 8E).
///
/// On the wire: two amounts X and Y of four bytes, then rules of two bytes.
/// Source: EMV 4.3 Book 3, 10.5 and Annex C3.
package struct CardholderVerificationMethodList: Hashable, Sendable {
  /// The first amount that conditions refer to, in minor units of the application's currency.
  package let amountX: Int
  /// The second amount.
  package let amountY: Int
  /// The rules in their order.
  package let rules: [CardholderVerificationRule]

  /// Nil when the bytes are no two amounts and whole rules.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
    amountX = bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }
    amountY = bytes[4..<8].reduce(0) { $0 << 8 | Int($1) }
    rules = stride(from: 8, to: bytes.count, by: 2).map {
      CardholderVerificationRule(methodByte: bytes[$0], conditionByte: bytes[$0 + 1])
    }
  }
}

/// One method of cardholder verification and when to use it.
package struct CardholderVerificationRule: Hashable, Sendable {
  /// What is to be done.
  ///
  /// Source: EMV 4.3 Book 3, table 39.
  package enum Method: UInt8, Hashable, Sendable {
    /// Verification fails.
    case fail = 0x00
    /// The chip verifies a PIN that it gets in clear.
    case plaintextPIN = 0x01
    /// The issuer verifies a PIN.
    case onlinePIN = 0x02
    /// A PIN in clear for the chip, and a signature.
    case plaintextPINAndSignature = 0x03
    /// The chip verifies a PIN that it gets enciphered.
    case encipheredPIN = 0x04
    /// An enciphered PIN for the chip, and a signature.
    case encipheredPINAndSignature = 0x05
    /// The cardholder signs on paper.
    case signature = 0x1E
    /// Nothing is required.
    case none = 0x1F

    /// Whether the cardholder types a PIN.
    package var needsPIN: Bool {
      switch self {
      case .plaintextPIN, .onlinePIN, .plaintextPINAndSignature, .encipheredPIN,
        .encipheredPINAndSignature:
        true
      case .fail, .signature, .none: false
      }
    }

    /// Whether the cardholder signs.
    package var needsSignature: Bool {
      switch self {
      case .plaintextPINAndSignature, .encipheredPINAndSignature, .signature: true
      case .fail, .plaintextPIN, .onlinePIN, .encipheredPIN, .none: false
      }
    }
  }

  /// When the rule applies.
  ///
  /// Source: EMV 4.3 Book 3, table 40.
  package enum Condition: UInt8, Hashable, Sendable {
    /// Always.
    case always = 0x00
    /// Cash at an unattended terminal.
    case unattendedCash = 0x01
    /// Neither cash nor cash back.
    case notCash = 0x02
    /// When the terminal supports the method.
    case methodSupported = 0x03
    /// Cash from an attendant.
    case manualCash = 0x04
    /// A purchase with cash back.
    case cashback = 0x05
    /// The amount is in the application's currency and below X.
    case belowX = 0x06
    /// The amount is in the application's currency and above X.
    case aboveX = 0x07
    /// The amount is in the application's currency and below Y.
    case belowY = 0x08
    /// The amount is in the application's currency and above Y.
    case aboveY = 0x09
  }

  /// The first byte as the card wrote it.
  package let methodByte: UInt8
  /// The second byte as the card wrote it.
  package let conditionByte: UInt8

  /// The method, or nil when it is unknown.
  package var method: Method? { Method(rawValue: methodByte & 0x3F) }
  /// The condition, or nil when it is unknown.
  package var condition: Condition? { Condition(rawValue: conditionByte) }
  /// Whether the next rule is tried when this one fails.
  package var letsNextFollow: Bool { methodByte & 0x40 != 0 }
}
