import ISO7816

extension StatusWord {
  /// What the word says, in words.
  ///
  /// Source: ISO/IEC 7816-4, table 5; EMV 4.3 Book 3, 6.3.5.
  var meaning: String {
    if let triesLeft { return "verification failed, \(triesLeft) tries left" }
    if let known = Self.meanings[rawValue] { return known }
    return switch sw1 {
    case 0x61: "\(sw2 == 0 ? 256 : Int(sw2)) bytes are to be fetched by GET RESPONSE"
    case 0x6C: "wrong length: repeat with Le \(sw2)"
    case 0x62: "done with a warning, nothing was changed"
    case 0x63: "done with a warning, something was changed"
    case 0x64, 0x65: "an error in the card's execution"
    case 0x68: "the class is not supported"
    case 0x69: "the command is not allowed"
    case 0x6A: "P1 or P2 is wrong"
    case 0x6F: "the card found no precise diagnosis"
    case 0x9F: "\(sw2) bytes are there (GSM)"
    default: "unknown"
    }
  }

  private static let meanings: [UInt16: String] = [
    0x9000: "done", 0x6200: "done with a warning", 0x6281: "a part of the data may be corrupted",
    0x6282: "the end of the file was reached", 0x6283: "the file or application is blocked",
    0x6284: "the control information has another format", 0x6300: "authentication failed",
    0x6581: "the memory failed", 0x6700: "the length is wrong",
    0x6881: "logical channels are not supported", 0x6882: "secure messaging is not supported",
    0x6981: "the command does not fit the file", 0x6982: "the security status is not satisfied",
    0x6983: "the authentication method is blocked", 0x6984: "the reference data can't be used",
    0x6985: "the conditions of use are not satisfied", 0x6986: "the command is not allowed",
    0x6987: "the secure message lacks an object",
    0x6988: "an object of the secure message is wrong",
    0x6A80: "the data are wrong", 0x6A81: "the function is not supported, or the card is blocked",
    0x6A82: "there is no such file or application", 0x6A83: "there is no such record",
    0x6A84: "there is no room in the file", 0x6A86: "P1 or P2 is wrong",
    0x6A88: "there are no such data", 0x6B00: "P1 or P2 is wrong",
    0x6D00: "the instruction is not known", 0x6E00: "the class is not known",
    0x6F00: "the card found no precise diagnosis",
  ]
}
