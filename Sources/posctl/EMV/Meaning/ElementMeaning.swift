import BERTLV
import EMVKernel

/// What the value of a data object means, bit by bit where it has bits.
enum ElementMeaning {
  /// The lines for a value; none where nothing is known beyond its name.
  static func explanations(_ tag: DataObjectTag, _ value: [UInt8]) -> [Explanation] {
    guard !value.isEmpty else { return [Explanation("empty")] }
    if let lines = bits(tag, value) ?? list(tag, value) ?? code(tag, value) { return lines }
    switch DataElement.named(tag)?.format {
    case .a, .an, .ans: return ValueMeaning.characters(value) ?? []
    case .b, .n, .cn, .mixed, .template, nil: return []
    }
  }

  private static func bits(_ tag: DataObjectTag, _ value: [UInt8]) -> [Explanation]? {
    switch tag {
    case 0x95, 0x9F0D, 0x9F0E, 0x9F0F:
      TerminalVerificationResults(bytes: value)?.explanations
    case 0x9B: TransactionStatusInformation(bytes: value)?.explanations
    case 0x82: ApplicationInterchangeProfile(bytes: value)?.explanations
    case 0x9F07: ApplicationUsageControl(bytes: value)?.explanations
    case 0x9F33: TerminalCapabilities(bytes: value)?.explanations
    case 0x9F40: AdditionalTerminalCapabilities(bytes: value)?.explanations
    case 0x9F66: QualifierBits.explanations(value, QualifierBits.terminal)
    case 0x9F6C: QualifierBits.explanations(value, QualifierBits.card)
    default: nil
    }
  }

  private static func list(_ tag: DataObjectTag, _ value: [UInt8]) -> [Explanation]? {
    switch tag {
    case 0x8C, 0x8D, 0x97, 0x9F38, 0x9F49, 0x9F4F, 0xDF4F: ListMeaning.dataObjectList(value)
    case 0x8E: VerificationMeaning.list(value)
    case 0x9F34: VerificationMeaning.results(value)
    case 0x94: ListMeaning.fileLocator(value)
    case 0x9F4A: ListMeaning.tagList(value)
    case 0x9F5B, 0xDF31: ListMeaning.scriptResults(value)
    case 0x9F4D, 0xDF4D: ListMeaning.logEntry(value)
    case 0x9F10: CryptogramMeaning.pbocApplicationData(value)
    case 0x9F27: CryptogramMeaning.information(value)
    case 0x86: CommandMeaning.explanations(ofScriptCommand: value)
    default: nil
    }
  }

  private static func code(_ tag: DataObjectTag, _ value: [UInt8]) -> [Explanation]? {
    switch tag {
    case 0x5F24, 0x5F25, 0x9A: ValueMeaning.date(value)
    case 0x9F21: ValueMeaning.time(value)
    case 0x9F02, 0x9F03, 0x9F5D, 0x9F6D, 0x9F77, 0x9F78, 0x9F79, 0x9F7B:
      ValueMeaning.amount(value)
    case 0x81, 0x9F04, 0x9F1B: ValueMeaning.binaryAmount(value)
    case 0x9F1A, 0x5F28: ValueMeaning.country(value)
    case 0x5F2A, 0x9F42: ValueMeaning.currency(value)
    case 0x5F30: ValueMeaning.serviceCode(value)
    case 0x9F36, 0x9F13, 0x9F14, 0x9F23, 0x9F17, 0x88: ValueMeaning.counter(value)
    case 0x87: ValueMeaning.priority(value)
    case 0x9C: ValueMeaning.transactionType(value)
    case 0x9F35: ValueMeaning.terminalType(value)
    case 0x9F39: ValueMeaning.entryMode(value)
    case 0x8A, 0x5F2D, 0x84: ValueMeaning.characters(value)
    default: nil
    }
  }
}
