/// A card whose commands exercise what lies between terminal and card, and nothing else.
///
/// `00 88` gives back its data, `00 84 00 00 n` gives n bytes, `00 20` verifies a PIN, `00 C2`
/// answers with the status word in P1 and P2, and with its data if there are any. Everything else
/// is 6D00.
package final class TransportTestCard: EmulatedChip {
  /// The most digits of a PIN.
  private static let pinDigitLimit = 12
  /// The answers to a cold and to a warm reset, over T=0, and over T=1 with their timing.
  package static let characterAnswer: [UInt8] = [0x3B, 0x65, 0, 0, 0x20, 0x63, 0xCB, 0x68, 0]
  package static let blockAnswer: [UInt8] = [
    0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0x7C, 0x41, 0x92,
  ]

  /// What it answers to a cold reset; nil for a mute card.
  package var coldAnswer: [UInt8]?
  /// What it answers to a warm reset.
  package var warmAnswer: [UInt8]?
  /// The PIN that it verifies.
  package var pin = "1234"
  /// Tries of the PIN that are left.
  package var triesLeft = 3
  /// Answers in the place of the card, T=0 included; nil lets the card answer.
  package var onCommand: (([UInt8]) -> [UInt8])?
  /// Every command that it got.
  package private(set) var commands: [[UInt8]] = []

  /// Makes a card with these answers to reset; without others T=0.
  package init(cold: [UInt8]? = TransportTestCard.characterAnswer, warm: [UInt8]? = nil) {
    coldAnswer = cold
    warmAnswer = warm ?? cold
  }

  package var answersTransport: Bool { onCommand != nil }

  package func reset(isWarm: Bool) -> [UInt8]? { isWarm ? warmAnswer : coldAnswer }

  package func process(_ command: [UInt8]) -> [UInt8] {
    commands.append(command)
    if let onCommand { return onCommand(command) }
    guard command.count >= 4 else { return [0x67, 0x00] }
    switch command[1] {
    case 0x88: return data(of: command) + [0x90, 0x00]
    case 0x84:
      let count = command.count == 5 ? (command[4] == 0 ? 256 : Int(command[4])) : 8
      let wanted = command[3] == 0 ? count : Int(command[3])
      return (0..<wanted).map { UInt8(truncatingIfNeeded: $0) } + [0x90, 0x00]
    case 0xC2: return data(of: command) + command[2...3]
    case 0x20: return verify(data(of: command))
    default: return [0x6D, 0x00]
    }
  }

  private func data(of command: [UInt8]) -> [UInt8] {
    guard command.count > 5 else { return [] }
    return Array(command.dropFirst(5).prefix(Int(command[4])))
  }

  private func verify(_ block: [UInt8]) -> [UInt8] {
    guard triesLeft > 0 else { return [0x69, 0x83] }
    guard let first = block.first, block.count == 8 else { return [0x67, 0x00] }
    let digits = block.dropFirst().flatMap { [$0 >> 4, $0 & 0x0F] }
      .prefix(min(Int(first & 0x0F), Self.pinDigitLimit))
    guard digits.elementsEqual(pin.utf8.map { $0 & 0x0F }) else {
      triesLeft -= 1
      return triesLeft > 0 ? [0x63, 0xC0 | UInt8(triesLeft)] : [0x63, 0xC0]
    }
    triesLeft = 3
    return [0x90, 0x00]
  }
}
