import CenterProtocol
import HAL
import ISO8583
import Ledger
import PaymentTypes

/// Elements that all requests have in common.
extension TerminalSession {
  /// A request with trace number, terminal and merchant.
  func draft(_ type: MessageType, trace: SystemTraceAuditNumber?) -> MessageDraft {
    var draft = MessageDraft(type: type)
    if let trace { draft.set(.systemTraceAuditNumber, text: trace.text) }
    draft.set(.terminalIdentifier, text: settings.terminal.text)
    draft.set(.merchantIdentifier, text: settings.merchant.text)
    return draft
  }

  /// Element 60 of a management message: `00`, batch and management code.
  func managementDescriptor(_ code: NetworkManagementCode) -> String {
    TransactionDescriptor(batch: ledger.state.batch, managementCode: code).text
  }

  /// Element 63 of a request: the operator's code, filled to three characters.
  var operatorCode: String {
    settings.cashier.padded(toCharacterCount: 3)
  }
}

extension String {
  /// The text with spaces at the right, or cut, to an exact number of ASCII characters.
  func padded(toCharacterCount count: Int) -> String {
    String(prefix(count)) + String(repeating: " ", count: max(0, count - self.count))
  }
}
