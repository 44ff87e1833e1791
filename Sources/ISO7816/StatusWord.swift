import Octets

/// The two bytes that end every answer of a card, SW1 and SW2.
///
/// Source: ISO/IEC 7816-4, 5.6; EMV 4.3 Book 3, 6.3.5.
package struct StatusWord: Hashable, Sendable {
  /// SW1 in the high byte, SW2 in the low byte.
  package let rawValue: UInt16

  /// Takes the word as a number.
  package init(_ rawValue: UInt16) { self.rawValue = rawValue }

  /// Takes both bytes.
  package init(sw1: UInt8, sw2: UInt8) { rawValue = UInt16(sw1) << 8 | UInt16(sw2) }

  /// The first byte.
  package var sw1: UInt8 { UInt8(rawValue >> 8) }
  /// The second byte.
  package var sw2: UInt8 { UInt8(rawValue & 0xFF) }

  /// Whether the command was done, but the card warns (62xx, 63xx).
  package var isWarning: Bool { sw1 == 0x62 || sw1 == 0x63 }

  /// The tries left that 63Cx tells, or nil for any other word.
  package var triesLeft: Int? { rawValue & 0xFFF0 == 0x63C0 ? Int(rawValue & 0x0F) : nil }
}

extension StatusWord {
  /// Done.
  package static let success = StatusWord(0x9000)
  /// The file or application is blocked.
  package static let blocked = StatusWord(0x6283)
  /// Verification or authentication failed, without a count of tries.
  package static let authenticationFailed = StatusWord(0x6300)
  /// The length of the command is wrong.
  package static let wrongLength = StatusWord(0x6700)
  /// The method of authentication is blocked: no tries are left.
  package static let authenticationMethodBlocked = StatusWord(0x6983)
  /// The reference data can't be used.
  package static let referenceDataUnusable = StatusWord(0x6984)
  /// The command does not fit the state of the card.
  package static let conditionsNotSatisfied = StatusWord(0x6985)
  /// The code of a command under secure messaging is missing or wrong.
  package static let secureMessagingWrong = StatusWord(0x6988)
  /// The data of the command are wrong.
  package static let wrongData = StatusWord(0x6A80)
  /// The function is not supported; as an answer to SELECT: the card is blocked.
  package static let functionNotSupported = StatusWord(0x6A81)
  /// There is no such file or application.
  package static let fileNotFound = StatusWord(0x6A82)
  /// There is no such record.
  package static let recordNotFound = StatusWord(0x6A83)
  /// P1 or P2 is wrong.
  package static let wrongParameters = StatusWord(0x6A86)
  /// There is no such data object.
  package static let referencedDataNotFound = StatusWord(0x6A88)
  /// The instruction is not known.
  package static let instructionNotSupported = StatusWord(0x6D00)
  /// The class is not known.
  package static let classNotSupported = StatusWord(0x6E00)
}

extension StatusWord: CustomStringConvertible {
  /// Four hexadecimal digits, as people write it: `6A82`.
  package var description: String { Hexadecimal.text([sw1, sw2]) }
}
