import HAL

extension CardReaderConformance {
  /// A call that waits longer than its time-out and this has no time-out.
  private static let tolerance = Duration.seconds(2)

  static var troubleChecks: [Check] {
    [
      Check("an empty slot can't be powered up") { rig in
        try await requireError(.noCard) { () throws(CardReaderError) in
          _ = try await rig.reader.powerUp(timeout: patience)
        }
      },
      Check("a mute card is in the slot and does not answer; the next card does") { rig in
        try await rig.insert(.mute)
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try requireEqual(rig.reader.isCardPresent, true)
        try await requireError(.mute) { () throws(CardReaderError) in
          _ = try await rig.reader.powerUp(timeout: patience)
        }
        try await rig.remove()
        try await rig.events.expect(.cardRemoved(rig.reader.name))
        try await requireEcho(session(.overCharacters, on: rig))
      },
      Check("a card that no payment card may be is refused; the next card is not") { rig in
        try await rig.insert(.notForPayment)
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try await requireError(.unsupportedCard) { () throws(CardReaderError) in
          _ = try await rig.reader.powerUp(timeout: patience)
        }
        try await rig.remove()
        try await rig.events.expect(.cardRemoved(rig.reader.name))
        try await requireEcho(session(.overCharacters, on: rig))
      },
    ]
  }

  static var silenceChecks: [Check] {
    [
      Check("a card that is pulled in the middle of a command is removed") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await requireEcho(session)
        try await rig.removeDuringNextCommand()
        try await requireError(.cardRemoved) { () throws(CardReaderError) in
          _ = try await session.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        try await rig.events.expect(.cardRemoved(rig.reader.name))
        try await requireEcho(Self.session(.overCharacters, on: rig))
      },
      Check("a card that falls silent is an error, and answers after another power-up") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.silenceCard()
        // The session is over with the first error, and every later call says the same.
        for _ in 0..<2 {
          let error = await failure { () throws(CardReaderError) in
            _ = try await session.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
          }
          guard case .communication = error else {
            throw ConformanceFailure(
              description: "\(error.map { "\($0)" } ?? "an answer"), not a failed communication")
          }
        }
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
      Check("a call ends with its time-out, and the next power-up waits for the card") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.setAnswerDelay(.milliseconds(600))
        let start = rig.clock.uptime
        try await requireError(.timedOut) { () throws(CardReaderError) in
          _ = try await session.transmit(
            [0x00, 0x88, 0x00, 0x00], timeout: .milliseconds(100))
        }
        try require(rig.clock.uptime - start < tolerance, "\(rig.clock.uptime - start)")
        try await rig.setAnswerDelay(.zero)
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
      Check("a slow card is waited for") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.setAnswerDelay(.milliseconds(400))
        try await requireEcho(session)
      },
    ]
  }
}
