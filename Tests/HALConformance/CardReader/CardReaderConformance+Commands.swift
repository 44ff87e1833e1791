import HAL

extension CardReaderConformance {
  static var commandChecks: [Check] {
    [
      Check("a session gives the answer to reset, and the card's answers") { rig in
        let session = try await session(.overCharacters, on: rig)
        try requireEqual(session.answerToReset.first, 0x3B)
        try await requireEcho(session)
        let unknown = try await session.transmit([0x00, 0x01, 0x00, 0x00], timeout: patience)
        try requireEqual(unknown, [0x6D, 0x00])
        await session.powerDown()
      },
      transport("data go both ways in one command", .overCharacters),
      transport("data go both ways in one command, over T=1", .overBlocks),
      Check("256 bytes come whole, and so do as many as the card has") { rig in
        let session = try await session(.overCharacters, on: rig)
        for count in [1, 8, 255] {
          let command: [UInt8] = [0x00, 0x84, 0x00, UInt8(count), 0x00]
          let answer = try await session.transmit(command, timeout: patience)
          try requireEqual(answer, (0..<count).map { UInt8($0) } + [0x90, 0x00])
        }
        let whole = try await session.transmit([0x00, 0x84, 0x00, 0x00, 0x00], timeout: patience)
        try requireEqual(whole, (0..<256).map { UInt8($0) } + [0x90, 0x00])
      },
      Check("a warning comes with its data") { rig in
        let session = try await session(.overCharacters, on: rig)
        let answer = try await session.transmit(
          [0x00, 0xC2, 0x62, 0x83, 0x02, 0xAA, 0xBB, 0x00], timeout: patience)
        try requireEqual(answer, [0xAA, 0xBB, 0x62, 0x83])
      },
      Check("a warning without data is just that") { rig in
        let session = try await session(.overCharacters, on: rig)
        let answer = try await session.transmit([0x00, 0xC2, 0x63, 0xC1], timeout: patience)
        try requireEqual(answer, [0x63, 0xC1])
      },
    ]
  }

  static var sessionChecks: [Check] {
    [
      Check("what is no command is not sent, and the session goes on") { rig in
        let session = try await session(.overCharacters, on: rig)
        for command: [UInt8] in [[], [0x00, 0x88, 0x00], [0x00, 0x88, 0x00, 0x00, 0x02, 0x01]] {
          try await requireError(.invalidCommand) { () throws(CardReaderError) in
            _ = try await session.transmit(command, timeout: patience)
          }
        }
        try await requireEcho(session)
      },
      Check("a card that is powered down is powered up again") { rig in
        let first = try await session(.overCharacters, on: rig)
        await first.powerDown()
        await first.powerDown()
        try await requireError(.cardReset) { () throws(CardReaderError) in
          _ = try await first.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
      Check("a second session ends the first") { rig in
        let first = try await session(.overCharacters, on: rig)
        let second = try await rig.reader.powerUp(timeout: patience)
        try await requireError(.cardReset) { () throws(CardReaderError) in
          _ = try await first.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        await first.powerDown()
        try await requireEcho(second)
      },
      Check("a card whose first answer is unusable gets a warm reset") { rig in
        try await requireEcho(session(.betterWhenWarm, on: rig))
      },
    ]
  }

  private static func transport(_ sentence: String, _ card: ConformanceCard) -> Check {
    Check(sentence) { rig in
      let session = try await session(card, on: rig)
      for count in [1, 2, 100, 254, 255] {
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let answer = try await session.transmit(
          [0x00, 0x88, 0x00, 0x00, UInt8(count)] + data + [0x00], timeout: patience)
        try requireEqual(answer, data + [0x90, 0x00])
      }
    }
  }
}
