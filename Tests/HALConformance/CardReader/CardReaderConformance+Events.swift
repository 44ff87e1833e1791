import HAL

extension CardReaderConformance {
  static var eventChecks: [Check] {
    [
      Check("an empty slot is no error, and nothing happens at it") { rig in
        try requireEqual(rig.reader.state, .empty)
        try requireEqual(rig.reader.isAvailable, true)
        try await rig.events.expectNone()
      },
      Check("a card that is put in and pulled is reported, and the state says the same") { rig in
        for _ in 0..<5 {
          try await rig.insert(.overCharacters)
          try await rig.events.expect(.cardInserted(rig.reader.name))
          try requireEqual(rig.reader.state, .cardPresent)
          try await rig.remove()
          try await rig.events.expect(.cardRemoved(rig.reader.name))
          try requireEqual(rig.reader.state, .empty)
        }
      },
      Check("a card that is pulled and put back at once has been removed and inserted") { rig in
        try await rig.insert(.overCharacters)
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try await rig.remove()
        try await rig.insert(.overCharacters)
        try await rig.events.expect(.cardRemoved(rig.reader.name))
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try requireEqual(rig.reader.isCardPresent, true)
      },
      Check("a session does not outlive the card it was opened with") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.remove()
        try await rig.insert(.overCharacters)
        try await rig.events.expect(.cardRemoved(rig.reader.name))
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try await requireError(.cardRemoved) { () throws(CardReaderError) in
          _ = try await session.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
    ]
  }

  static var recoveryChecks: [Check] {
    [
      Check("a reader that is unplugged is lost, and found again with the card in it") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.unplug()
        try await rig.events.expect(.deviceLost(rig.reader.name))
        try requireEqual(rig.reader.state, .readerGone)
        try await requireError(.readerGone) { () throws(CardReaderError) in
          _ = try await session.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        try await requireError(.readerGone) { () throws(CardReaderError) in
          _ = try await rig.reader.powerUp(timeout: patience)
        }
        try await rig.plug()
        try await rig.events.expect(.deviceFound(rig.reader.name))
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
      Check("a service that is killed and started again is a loss and a find, not an end") { rig in
        let session = try await session(.overCharacters, on: rig)
        try await rig.killService()
        try await rig.events.expect(.deviceLost(rig.reader.name))
        try requireEqual(rig.reader.state, .serviceUnavailable)
        try await requireError(.serviceUnavailable) { () throws(CardReaderError) in
          _ = try await session.transmit([0x00, 0x88, 0x00, 0x00], timeout: patience)
        }
        try await requireError(.serviceUnavailable) { () throws(CardReaderError) in
          _ = try await rig.reader.powerUp(timeout: patience)
        }
        try await rig.startService()
        try await rig.events.expect(.deviceFound(rig.reader.name))
        try await rig.events.expect(.cardInserted(rig.reader.name))
        try await requireEcho(rig.reader.powerUp(timeout: patience))
      },
    ]
  }
}
