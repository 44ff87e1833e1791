package import PaymentTypes
import YAMLDocument

/// Who the terminal is to the acquirer, and who stands behind it.
package struct TerminalSettings: Hashable, Sendable {
  /// Field 41.
  package var identifier: TerminalIdentifier
  /// Field 42.
  package var merchant: MerchantIdentifier
  /// The name on slips, at most 20 characters (40 bytes in GB18030).
  package var merchantName: String
  /// The operator at the till, two or three digits; field 63 of a sign-in.
  package var operatorCode: String

  init(_ node: YAMLNode) throws(YAMLError) {
    let terminal = try node.mapping(allowing: [
      "identifier", "merchant", "merchant-name", "operator",
    ])
    let identifierNode = try terminal.required("identifier")
    guard let identifier = TerminalIdentifier(try identifierNode.text()) else {
      throw identifierNode.error(expected: "8 ASCII characters")
    }
    let merchantNode = try terminal.required("merchant")
    guard let merchant = MerchantIdentifier(try merchantNode.text()) else {
      throw merchantNode.error(expected: "15 ASCII characters")
    }
    let nameNode = try terminal.required("merchant-name")
    merchantName = try nameNode.text()
    guard merchantName.count <= 20 else {
      throw nameNode.error(expected: "at most 20 characters")
    }
    self.identifier = identifier
    self.merchant = merchant
    operatorCode = try terminal.required("operator").digits(2...3)
  }
}
