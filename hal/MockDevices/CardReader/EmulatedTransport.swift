/// How a card over T=0 gives out what a command has brought: by GET RESPONSE, and in its own
/// length.
///
/// The chip behind it knows whole commands and answers only. A command is given to it once, however
/// often the terminal has to ask for the length.
/// Source: ISO/IEC 7816-3, 12.2; EMV 4.3 Book 1, 9.3.1.
struct EmulatedTransport {
  /// What waits for GET RESPONSE.
  private var waiting: [UInt8] = []
  private var habits = TransportHabits()
  /// A command that was answered 6Cxx, without its length, and what it will be answered.
  private var delayed: (header: [UInt8], answer: [UInt8])?

  /// Whether the card has said more than the terminal has fetched.
  var isGivingOut: Bool { !waiting.isEmpty || delayed != nil }

  /// Answers one command with its five bytes of header.
  mutating func exchange(_ command: [UInt8], with chip: any EmulatedChip) -> [UInt8] {
    guard command.count >= 5 else { return [0x67, 0x00] }
    if command[1] != 0xC0 { waiting = [] }
    if command.count == 5 { return give(command, chip) }
    delayed = nil
    let answer = chip.process(command)
    guard answer.count > 2 else { return answer }
    waiting = Array(answer.dropLast(2))
    let status = Array(answer.suffix(2))
    guard status[0] == 0x90 else { return status }
    self.habits = chip.transport
    return [0x61, habits.promisedByteCount ?? offer]
  }

  private mutating func give(_ command: [UInt8], _ chip: any EmulatedChip) -> [UInt8] {
    let expected = command[4] == 0 ? 256 : Int(command[4])
    if command[1] == 0xC0, !waiting.isEmpty { return getResponse(expected) }
    let header = Array(command.prefix(4))
    let answer: [UInt8]
    if let delayed, delayed.header == header {
      answer = delayed.answer
    } else {
      answer = chip.process(command)
    }
    delayed = nil
    let count = answer.count - 2
    habits = chip.transport
    if count > habits.partByteCount {
      waiting = Array(answer.dropLast(2))
      return getResponse(habits.partByteCount)
    }
    guard count > 0, count != expected else { return answer }
    delayed = (header, answer)
    return [0x6C, UInt8(truncatingIfNeeded: count)]
  }

  private mutating func getResponse(_ expected: Int) -> [UInt8] {
    let available = min(waiting.count, habits.partByteCount)
    guard expected <= available else { return [0x6C, UInt8(truncatingIfNeeded: available)] }
    let part = waiting.prefix(expected)
    waiting.removeFirst(expected)
    return part + (waiting.isEmpty ? [0x90, 0x00] : [0x61, offer])
  }

  /// How much there is to fetch at once, as 61xx says it.
  private var offer: UInt8 { UInt8(truncatingIfNeeded: min(waiting.count, habits.partByteCount)) }
}
