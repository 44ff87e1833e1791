package import ISO7816
import Octets

extension CommandAPDU {
  /// The command in the words of the books, short enough for a list, without data of the card.
  ///
  /// Such as `SELECT 1PAY.SYS.DDF01`, `SELECT NEXT A000000333`, `READ RECORD 2.1` (file and
  /// record), `GET DATA 9F36`, `VERIFY PLAINTEXT`, `GENERATE AC TC CDA`; a command that is none of
  /// these is its first four bytes in hexadecimal. Source: EMV 4.3 Book 1, 11; Book 3, 6.5.
  package var title: String {
    switch (classByte, instruction) {
    case (0x00, 0xA4): (parameter2 & 0x02 == 0 ? "SELECT " : "SELECT NEXT ") + Self.name(data)
    case (0x00, 0xB2): "READ RECORD \(parameter2 >> 3).\(parameter1)"
    case (0x80, 0xA8): "GET PROCESSING OPTIONS"
    case (0x80, 0xCA): "GET DATA " + Hexadecimal.text([parameter1, parameter2])
    case (0x80, 0xAE): "GENERATE AC " + cryptogramTitle
    case (0x00, 0x20): "VERIFY " + (parameter2 == 0x88 ? "ENCIPHERED" : "PLAINTEXT")
    case (0x00, 0x84): "GET CHALLENGE"
    case (0x00, 0x88): "INTERNAL AUTHENTICATE"
    case (0x00, 0x82): "EXTERNAL AUTHENTICATE"
    case (0x00, 0xC0): "GET RESPONSE"
    case (0x84, 0x1E): "APPLICATION BLOCK"
    case (0x84, 0x18): "APPLICATION UNBLOCK"
    case (0x84, 0x16): "CARD BLOCK"
    case (0x84, 0x24): parameter2 == 0 ? "PIN UNBLOCK" : "PIN CHANGE"
    case (0x84, 0xDA): "PUT DATA " + Hexadecimal.text([parameter1, parameter2])
    case (0x84, 0xDC): "UPDATE RECORD \(parameter2 >> 3).\(parameter1)"
    default: Hexadecimal.text([classByte, instruction, parameter1, parameter2])
    }
  }

  private var cryptogramTitle: String {
    let kind =
      switch parameter1 & 0xC0 {
      case 0x00: "AAC"
      case 0x40: "TC"
      case 0x80: "ARQC"
      default: "RESERVED"
      }
    let signature = parameter1 & 0x10 != 0 ? " CDA" : parameter1 & 0x08 != 0 ? " XDA" : ""
    return kind + signature
  }

  /// A name that people can read as it is, any other in hexadecimal.
  private static func name(_ bytes: [UInt8]) -> String {
    let isText = bytes.allSatisfy { (0x20...0x7E).contains($0) }
    return isText ? String(decoding: bytes, as: UTF8.self) : Hexadecimal.text(bytes)
  }
}
