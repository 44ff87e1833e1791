package import PaymentTypes

/// Who takes the money: the lines that head each slip.
package struct TerminalDetails: Hashable, Sendable {
  /// The merchant's name.
  package var merchantName: String
  /// The merchant's number.
  package var merchant: MerchantIdentifier
  /// The terminal's number.
  package var terminal: TerminalIdentifier
  /// The operator's number, two or three digits.
  package var operatorNumber: String
  /// Whether nothing on the slip is real: the keys or the center are for tests.
  package var isTest: Bool

  /// Puts the details together.
  package init(
    merchantName: String, merchant: MerchantIdentifier, terminal: TerminalIdentifier,
    operatorNumber: String, isTest: Bool
  ) {
    self.merchantName = merchantName
    self.merchant = merchant
    self.terminal = terminal
    self.operatorNumber = operatorNumber
    self.isTest = isTest
  }
}
