/// The keys of an emulated card reader, and the cardholder at them.
///
/// It speaks PC/SC part 10: the list of features, their properties, and VERIFY_PIN_DIRECT.
package struct EmulatedPINPad: Hashable, Sendable {
  /// What the cardholder does when asked for a PIN.
  package enum Typing: Hashable, Sendable {
    /// Types these digits and OK.
    case digits(String)
    /// Presses cancel.
    case cancel
    /// Does nothing until the reader gives up.
    case nothing
  }

  /// The control code of the reader's own language (SCARD_CTL_CODE(1)).
  static let escapeCode: UInt32 = 0x4200_0001
  private static let featureRequest: UInt32 = 0x4200_0D48
  private static let verifyCode: UInt32 = 0x4233_0006
  private static let pinPropertiesCode: UInt32 = 0x4233_000A
  private static let tlvPropertiesCode: UInt32 = 0x4233_0012
  /// VERIFY with an empty plaintext block.
  private static let template: [UInt8] =
    [0x00, 0x20, 0x00, 0x80, 0x08, 0x20] + [UInt8](repeating: 0xFF, count: 7)
  /// The fixed part of PIN_VERIFY_STRUCTURE.
  private static let structureByteCount = 19

  /// What the cardholder will do.
  package var typing: Typing
  /// How often a PIN was asked for.
  package private(set) var entryCount = 0
  /// The last structure that the reader got, without the command.
  package private(set) var lastStructure: [UInt8] = []

  /// Puts keys on a reader.
  package init(typing: Typing = .digits("1234")) { self.typing = typing }

  /// Answers a control code; `card` takes the command with the digits in it.
  mutating func control(
    _ code: UInt32, _ bytes: [UInt8], card: ([UInt8]) -> [UInt8]
  ) -> EmulatedSlot.Outcome {
    switch code {
    case Self.featureRequest:
      return .done(
        Self.feature(0x06, Self.verifyCode) + Self.feature(0x0A, Self.pinPropertiesCode)
          + Self.feature(0x12, Self.tlvPropertiesCode))
    case Self.pinPropertiesCode: return .done([0x10, 0x02, 0x02, 0x00])
    case Self.tlvPropertiesCode:
      // Two lines of 16, OK ends an entry, 4 to 12 digits, short commands, a vendor of its own.
      return .done([
        0x01, 2, 0x10, 0x02, 0x02, 1, 2, 0x06, 1, 4, 0x07, 1, 12, 0x0A, 4, 0, 0, 0, 0,
        0x0B, 2, 0x14, 0x0F, 0x0C, 2, 0x3B, 0x00,
      ])
    case Self.verifyCode: return .done(verify(bytes, card))
    default: return .notSupported
    }
  }

  /// Asks for a PIN without the structure around the question.
  mutating func verify(digitCount: ClosedRange<Int>, card: ([UInt8]) -> [UInt8]) -> [UInt8] {
    entryCount += 1
    return enter(digitCount: digitCount, into: Self.template, card)
  }

  private mutating func verify(_ bytes: [UInt8], _ card: ([UInt8]) -> [UInt8]) -> [UInt8] {
    entryCount += 1
    lastStructure = Array(bytes.prefix(Self.structureByteCount))
    let command = Array(bytes.dropFirst(Self.structureByteCount))
    guard command.count == 13, bytes[2] == 0x89, bytes[3] == 0x47, bytes[4] == 0x04,
      Int(bytes[15]) == command.count
    else { return [0x6B, 0x80] }
    let counts = min(bytes[6], bytes[5])...bytes[5]
    return enter(digitCount: Int(counts.lowerBound)...Int(counts.upperBound), into: command, card)
  }

  /// Lets the cardholder type, and gives the card the command with the digits in it.
  private func enter(
    digitCount: ClosedRange<Int>, into template: [UInt8], _ card: ([UInt8]) -> [UInt8]
  ) -> [UInt8] {
    var command = template
    switch typing {
    case .cancel: return [0x64, 0x01]
    case .nothing: return [0x64, 0x00]
    case .digits(let text):
      let digits = text.utf8.map { $0 & 0x0F }
      guard digitCount.contains(digits.count) else { return [0x64, 0x03] }
      command[5] = 0x20 | UInt8(digits.count)
      for (place, digit) in digits.enumerated() {
        let byte = 6 + place / 2
        command[byte] =
          place % 2 == 0 ? digit << 4 | 0x0F : command[byte] & 0xF0 | digit
      }
      let answer = card(command)
      return answer.isEmpty ? [0x64, 0x00] : answer
    }
  }

  private static func feature(_ tag: UInt8, _ code: UInt32) -> [UInt8] {
    [tag, 4] + (0..<4).map { UInt8(truncatingIfNeeded: code >> (24 - 8 * $0)) }
  }
}
