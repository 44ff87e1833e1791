import BERTLV
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import Octets

/// What a transaction with a card came to, in the words of expectations.
package struct CardObservation {
  /// A text for people, and bytes in hexadecimal where there are some.
  package struct Value: Hashable {
    var text: String
    var bytes: String?
  }

  /// What was seen of the transaction; nil when the card was refused before it began.
  let record: ChipTransactionRecord?
  /// Why the card was refused.
  let refusal: CardReaderError?
  /// What the terminal sent to the card.
  let commands: [CommandAPDU]
  /// What the bank found wrong.
  let complaints: [String]

  /// The values of a line of an expectation.
  func values(_ subject: String) -> [Value] {
    switch subject {
    case "commands":
      return commands.map { Value(text: $0.title, bytes: Hexadecimal.text($0.bytes)) }
    case "cryptograms":
      return (record?.cryptograms ?? []).map {
        Value(text: Self.name(of: $0.information.rawValue), bytes: nil)
      }
    case "offers":
      return (record?.offers ?? []).map {
        Value(text: $0.map(\.displayName).joined(separator: " | "), bytes: nil)
      }
    case "complaints": return complaints.map { Value(text: $0, bytes: nil) }
    default: return text(subject).map { [Value(text: $0, bytes: nil)] } ?? []
    }
  }

  private func text(_ subject: String) -> String? {
    switch subject {
    case "outcome": return record?.outcome.map { Self.plain("\($0)") }
    case "failure":
      if let refusal { return Self.plain("\(refusal)") }
      // Each driver has codes of its own for a line that does not work.
      if case .cardLost(.communication) = record?.failure { return "cardLost(communication)" }
      return record?.failure.map { Self.plain("\($0)") }
    case "tvr": return record?.store.map { Hexadecimal.text($0.verificationResults.bytes) }
    case "tsi": return record?.store.map { Hexadecimal.text($0.statusInformation.bytes) }
    case "cvm": return record?.store?.verificationMethodResults?.description
    case "scripts": return record?.store.map { Hexadecimal.text($0.scriptResults) }
    case "application":
      return record?.application.map { Hexadecimal.text($0.candidate.name.bytes) }
    default:
      guard let bytes = try? Hexadecimal.bytes(subject),
        let tag = DataObjectTag(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
      else { return nil }
      return record?.store?.value(tag).map { Hexadecimal.text($0) }
    }
  }

  /// The name of a cryptogram's kind.
  private static func name(of information: UInt8) -> String {
    switch information & 0xC0 {
    case 0x00: "AAC"
    case 0x40: "TC"
    case 0x80: "ARQC"
    default: "RESERVED"
    }
  }

  /// A text of an enum without the names of modules and types: `refused(readRecord, 6985)`.
  private static func plain(_ text: String) -> String {
    var plain = ""
    var word = ""
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else if character == "." {
        word = ""
      } else {
        plain += word + String(character)
        word = ""
      }
    }
    return plain + word
  }
}
