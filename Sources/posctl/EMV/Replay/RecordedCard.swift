import ISO7816

/// Plays a recording as the card.
///
/// A command that was recorded gets its recorded answer. Where one differs, the most similar one
/// that is left is taken: the same command with other data; for GENERATE AC also one that asked for
/// another cryptogram. What was never recorded is answered as a card does that knows no such thing.
/// After its last answer the card is gone.
struct RecordedCard {
  /// Where a command differed from the recording.
  struct Difference: Hashable, Sendable {
    /// The exchange in the file, from 0.
    let index: Int
    /// What was recorded there; nil at the end.
    let expected: [UInt8]?
    /// What was sent; nil for an exchange that was passed over.
    let sent: [UInt8]?
    /// What the replay made of it.
    let note: String
  }

  private let exchanges: [RecordedSession.Exchange]
  private let transport: RecordedSession.Transport
  private(set) var position = 0
  private(set) var differences: [Difference] = []

  init(_ session: RecordedSession) {
    exchanges = session.exchanges
    transport = session.transport
  }

  /// Answers a whole command; nil when the card is gone.
  mutating func transmit(_ command: [UInt8]) -> [UInt8]? {
    let transmission: TransmissionProtocol = transport == .tpdu ? .t0 : .t1
    guard var exchange = CommandExchange(command, over: transmission) else { return nil }
    var step = exchange.begin()
    while true {
      switch step {
      case .transmit(let bytes):
        guard let answer = answer(bytes) else { return nil }
        step = exchange.resume(with: answer)
      case .finished(let answer): return answer
      case .failed: return nil
      }
    }
  }

  /// The name that the next SELECT in the recording has; nil when there is none.
  var nextName: [UInt8]? {
    exchanges[position...].first { $0.command[1] == 0xA4 }
      .map { Array($0.command.dropFirst(5).prefix(Int($0.command.count > 4 ? $0.command[4] : 0))) }
  }

  /// What the card answered to its next VERIFY, whatever the PIN, and to GET CHALLENGE before it.
  ///
  /// Nil when none is recorded; the PIN itself never is.
  mutating func verify(isEnciphered: Bool) -> (challenge: StatusWord?, verdict: StatusWord?)? {
    let verdict = exchanges[position...].firstIndex { $0.command[1] == 0x20 }
    let challenge = exchanges[position...].firstIndex { $0.command[1] == 0x84 }
    var refused: StatusWord?
    if isEnciphered {
      guard let challenge else { return nil }
      let status = exchanges[challenge].response.flatMap { ResponseAPDU($0)?.status }
      guard status == .success else {
        position = challenge + 1
        return (status, nil)
      }
      refused = status
    }
    guard let verdict else {
      guard let refused, let challenge else { return nil }
      // A challenge of another length than 8 bytes: no PIN was sent.
      position = challenge + 1
      return (refused, nil)
    }
    position = verdict + 1
    return (refused, exchanges[verdict].response.flatMap { ResponseAPDU($0)?.status })
  }

  /// What was left over when the transaction ended.
  mutating func finish() {
    guard position < exchanges.count else { return }
    for index in position..<exchanges.count {
      differences.append(
        Difference(
          index: index, expected: exchanges[index].command, sent: nil,
          note: "the kernel had ended before"))
    }
    position = exchanges.count
  }

  private mutating func answer(_ command: [UInt8]) -> [UInt8]? {
    guard position < exchanges.count else {
      differences.append(
        Difference(
          index: position, expected: nil, sent: command,
          note: "the recording ends here: the card counts as removed"))
      return nil
    }
    let rest = position..<exchanges.count
    if let index = rest.first(where: { isSame(exchanges[$0].command, command) }) {
      return play(index, command, note: nil)
    }
    // Only from here on: what was asked before is not to be asked again.
    if let index = rest.first(where: { isSimilar(exchanges[$0].command, command) }) {
      return play(index, command, note: "its recorded answer was given all the same")
    }
    if let index = rest.first(where: { isRelated(exchanges[$0].command, command) }) {
      return play(index, command, note: "the answer to the recorded request was given")
    }
    let status = Self.unknown(command)
    differences.append(
      Difference(
        index: position, expected: exchanges[position].command, sent: command,
        note: "it is not in the recording, and was answered \(status)"))
    return [status.sw1, status.sw2]
  }

  private mutating func play(_ index: Int, _ command: [UInt8], note: String?) -> [UInt8]? {
    for passed in position..<index {
      differences.append(
        Difference(
          index: passed, expected: exchanges[passed].command, sent: nil,
          note: "the kernel did not send it"))
    }
    if let note {
      differences.append(
        Difference(
          index: index, expected: exchanges[index].command, sent: command, note: note))
    }
    position = index + 1
    return exchanges[index].response
  }

  /// The same bytes; with or without Le where whole commands are recorded.
  private func isSame(_ recorded: [UInt8], _ sent: [UInt8]) -> Bool {
    if recorded == sent { return true }
    guard transport == .apdu, let left = CommandAPDU(recorded), let right = CommandAPDU(sent)
    else { return false }
    return left.header == right.header && left.data == right.data
  }

  /// The same command with other data; a name that is selected is no such data.
  private func isSimilar(_ recorded: [UInt8], _ sent: [UInt8]) -> Bool {
    recorded.prefix(4) == sent.prefix(4) && sent[1] != 0xA4
  }

  /// GENERATE AC that asks for another cryptogram.
  private func isRelated(_ recorded: [UInt8], _ sent: [UInt8]) -> Bool {
    recorded.prefix(2) == sent.prefix(2) && sent[1] == 0xAE
  }

  /// What a card says that has no such thing.
  private static func unknown(_ command: [UInt8]) -> StatusWord {
    switch command[1] {
    case 0xA4: .fileNotFound
    case 0xB2: .recordNotFound
    case 0xCA: .referencedDataNotFound
    default: .instructionNotSupported
    }
  }
}

extension CommandAPDU {
  fileprivate var header: [UInt8] { [classByte, instruction, parameter1, parameter2] }
}
