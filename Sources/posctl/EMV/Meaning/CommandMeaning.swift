import BERTLV
import EMVKernel
import ISO7816
import Octets

/// What a command asks of a card, in words.
///
/// Source: EMV 4.3 Book 3, 6.5; Book 1, 11.3; ISO/IEC 7816-4.
enum CommandMeaning {
  /// The command on one line.
  static func summary(_ command: CommandAPDU) -> String {
    let (first, second) = (command.parameter1, command.parameter2)
    switch command.instruction {
    case 0xA4: return select(command)
    case 0xB2: return "READ RECORD \(first) of file \(second >> 3)"
    case 0xA8: return "GET PROCESSING OPTIONS"
    case 0xAE: return generate(first)
    case 0x88: return "INTERNAL AUTHENTICATE"
    case 0x82: return "EXTERNAL AUTHENTICATE"
    case 0x84: return "GET CHALLENGE"
    case 0x20: return verify(second)
    case 0xCA: return "GET DATA \(data(first, second))"
    case 0xDA: return "PUT DATA \(data(first, second)) (issuer script)"
    case 0xDC: return "UPDATE RECORD \(first) of file \(second >> 3) (issuer script)"
    case 0xC0: return "GET RESPONSE"
    case 0x24: return "PIN CHANGE/UNBLOCK (issuer script)"
    case 0x16: return "CARD BLOCK (issuer script)"
    case 0x1E: return "APPLICATION BLOCK (issuer script)"
    case 0x18: return "APPLICATION UNBLOCK (issuer script)"
    case 0xB0: return "READ BINARY"
    case 0x2A: return "COMPUTE CRYPTOGRAPHIC CHECKSUM"
    case 0xEA: return "EXCHANGE RELAY RESISTANCE DATA"
    case 0xD0: return "RECOVER AC"
    case 0x70: return "MANAGE CHANNEL"
    default: return "unknown instruction \(CalculatorText.hexadecimal(command.instruction))"
    }
  }

  /// A command within an issuer's script (86).
  static func explanations(ofScriptCommand value: [UInt8]) -> [Explanation]? {
    CommandAPDU(value).map { [Explanation(summary($0))] }
  }

  private static func select(_ command: CommandAPDU) -> String {
    let next = command.parameter2 & 0x03 == 0x02 ? "the next " : ""
    guard command.parameter1 == 0x04 else { return "SELECT file \(Hexadecimal.text(command.data))" }
    if ValueMeaning.characters(command.data) != nil {
      return "SELECT \(next)\(String(decoding: command.data, as: UTF8.self))"
    }
    return "SELECT \(next)\(Hexadecimal.text(command.data))"
  }

  private static func generate(_ first: UInt8) -> String {
    let kind =
      CryptogramType(rawValue: first & 0xC0).map { CryptogramMeaning.kind($0) }
      ?? "a reserved cryptogram"
    let signature =
      first & 0x10 != 0 ? ", with CDA" : first & 0x08 != 0 ? ", with XDA" : ""
    return "GENERATE AC, asking for \(kind)\(signature)"
  }

  private static func verify(_ second: UInt8) -> String {
    switch second {
    case 0x80: "VERIFY a plaintext PIN"
    case 0x88: "VERIFY an enciphered PIN"
    default: "VERIFY (reference \(CalculatorText.hexadecimal(second)))"
    }
  }

  private static func data(_ first: UInt8, _ second: UInt8) -> String {
    let raw = first == 0 ? UInt32(second) : UInt32(first) << 8 | UInt32(second)
    guard let tag = DataObjectTag(rawValue: raw) else {
      return Hexadecimal.text([first, second])
    }
    return DataElement.named(tag).map { "\(tag) \($0.name)" } ?? tag.text
  }
}
