/// One command on its way to the card and back, as the transport layer of a terminal has to do it.
///
/// T=0 can't carry data both ways in one command: Le stays behind, and the card says with 61xx how
/// much there is to fetch by GET RESPONSE. 6Cxx asks for the same command with another length. A
/// warning (62xx, 63xx) to a command that expects data means that the data have yet to be fetched;
/// the caller then gets the data and the warning. None of these words reaches the caller unless the
/// card repeats itself without end.
///
/// It does no I/O: send what `Step` says, and give back what comes.
/// Source: EMV 4.3 Book 1, 9.3.1 (T=0) and 9.3.2 (T=1); ISO/IEC 7816-3, 12.2; ISO/IEC 7816-4,
/// 5.3.4. T=1 has no 61xx and 6Cxx in EMV; cards that use them anyway (ISO/IEC 7816-4) are
/// followed.
package struct CommandExchange: Hashable, Sendable {
  /// What to do next.
  package enum Step: Hashable, Sendable {
    /// Send these bytes to the card, and resume with its answer.
    case transmit([UInt8])
    /// The answer for the caller: data and status word.
    case finished([UInt8])
    /// The exchange can't come to an end.
    case failed(CommandExchangeError)
  }

  /// Commands sent for one of the caller's, at most.
  package static let transmissionLimit = 32

  private let channelClass: UInt8
  private let isBlockProtocol: Bool
  private let expectsDataBothWays: Bool
  private var last: [UInt8]
  private var lengthPlace: Int?
  private var mayRepeat = true
  private var transmissionCount = 1
  private var collected: [UInt8] = []
  private var warning: [UInt8]?
  private var isFetching = false

  /// Takes a command; nil when it is none, or when T=0 can't carry it (extended lengths).
  package init?(_ command: [UInt8], over transmission: TransmissionProtocol) {
    guard command.count >= 4 else { return nil }
    channelClass = Self.channelClass(of: command[0])
    isBlockProtocol = transmission == .t1
    let short = CommandAPDU(command)
    expectsDataBothWays = short.map { !$0.data.isEmpty && $0.expectedByteCount != nil } ?? false
    let hasLength = short?.expectedByteCount != nil
    switch (transmission, short) {
    case (.t0, nil): return nil
    case (.t1, _):
      last = command
      lengthPlace = hasLength ? command.count - 1 : nil
    case (.t0, let short?):
      if short.data.isEmpty {
        // P3 is there even without anything to say (9.3.1.1.1).
        last = command.count == 4 ? command + [0] : command
        lengthPlace = 4
      } else {
        last = hasLength ? command.dropLast() : command
        lengthPlace = nil
      }
    }
  }

  /// The first step.
  package func begin() -> Step { .transmit(last) }

  /// Takes the card's answer to what was transmitted last.
  package mutating func resume(with answer: [UInt8]) -> Step {
    guard answer.count >= 2 else { return .failed(.noStatus) }
    let (sw1, sw2) = (answer[answer.count - 2], answer[answer.count - 1])
    switch sw1 {
    case 0x61:
      collected += answer.dropLast(2)
      return fetch(sw2)
    case 0x6C:
      guard mayRepeat, let lengthPlace else { return finish(answer) }
      mayRepeat = false
      last[lengthPlace] = sw2
      return transmit()
    case 0x62, 0x63:
      let isBeforeData = !isBlockProtocol && expectsDataBothWays && answer.count == 2
      guard isBeforeData, !isFetching else { return finish(answer) }
      warning = answer
      return fetch(0)
    default: return finish(answer)
    }
  }

  private mutating func fetch(_ count: UInt8) -> Step {
    isFetching = true
    mayRepeat = true
    last = [channelClass, 0xC0, 0x00, 0x00, count]
    lengthPlace = 4
    return transmit()
  }

  private mutating func transmit() -> Step {
    transmissionCount += 1
    guard transmissionCount <= Self.transmissionLimit else { return .failed(.endless) }
    return .transmit(last)
  }

  private func finish(_ answer: [UInt8]) -> Step {
    guard let warning else { return .finished(collected.isEmpty ? answer : collected + answer) }
    // Whatever GET RESPONSE says, the command itself ended with the warning.
    let isFetched = answer.suffix(2) == [0x90, 0x00]
    return .finished(collected + (isFetched ? answer.dropLast(2) : []) + warning)
  }

  /// The class of GET RESPONSE: the logical channel stays, secure messaging does not.
  ///
  /// Source: ISO/IEC 7816-4, 5.1.1.
  private static func channelClass(of classByte: UInt8) -> UInt8 {
    classByte & 0xC0 == 0x40 ? 0x40 | classByte & 0x0F : classByte & 0x03
  }
}

/// Why an exchange with a card came to no end.
package enum CommandExchangeError: Error, Hashable, Sendable {
  /// An answer without a status word.
  case noStatus
  /// The card never stops to promise more, or to ask for another length.
  case endless
}
