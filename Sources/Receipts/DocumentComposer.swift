import HAL
import PaymentTypes

/// Puts a slip together in one language, line by line.
struct DocumentComposer {
  let language: OperatorLanguage
  private(set) var document = PrintDocument()

  init(_ language: OperatorLanguage) { self.language = language }

  func word(_ label: ReceiptLabel) -> String { label.text(language) }

  mutating func text(
    _ text: String, alignment: PrintDocument.Alignment = .left,
    size: PrintDocument.Size = .normal, isBold: Bool = false
  ) {
    document.elements.append(.text(text, alignment: alignment, size: size, isBold: isBold))
  }

  mutating func logo() { document.elements.append(.logo) }
  mutating func heading(_ text: String) {
    self.text(text, alignment: .center, size: .double, isBold: true)
  }

  mutating func pair(_ label: ReceiptLabel, _ value: String) {
    document.elements.append(.pair(word(label), value))
  }

  /// A line only where there is something to say.
  mutating func pair(_ label: ReceiptLabel, _ value: String?) {
    if let value, !value.isEmpty { pair(label, value) }
  }

  mutating func pair(_ label: String, _ value: String) {
    document.elements.append(.pair(label, value))
  }

  mutating func rule() { document.elements.append(.rule) }
  mutating func feed(_ lines: Int) { document.elements.append(.feed(lines: lines)) }
  mutating func code(_ text: String) { document.elements.append(.qrCode(text)) }

  mutating func details(_ details: TerminalDetails) {
    pair(.merchantName, details.merchantName)
    pair(.merchantNumber, details.merchant.text)
    pair(.terminalNumber, details.terminal.text)
    pair(.operatorNumber, details.operatorNumber)
  }

  /// The marks that a slip must not be without, and the end of the slip.
  mutating func end(isDuplicate: Bool, isTest: Bool) {
    if isDuplicate { text(word(.duplicate), alignment: .center, isBold: true) }
    if isTest { text(word(.test), alignment: .center, isBold: true) }
    feed(1)
    document.elements.append(.cut)
  }

  static func money(_ amount: TransactionAmount) -> String { "RMB \(amount.text)" }
}
