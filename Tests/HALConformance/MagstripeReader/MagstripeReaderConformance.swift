import HAL

/// What every swipe reader must do.
package enum MagstripeReaderConformance {
  /// A check of a swipe reader.
  package typealias Check = ConformanceCheck<any MagstripeReaderRig>

  /// All of them.
  package static let checks: [Check] = [
    Check("a reader that is there says so") { rig in
      let events = try await ready(rig)
      try require(rig.reader.isAvailable, "not available")
      try await events.expectNone()
    },
    Check("a drawn card is one swipe, with the tracks that it has") { rig in
      let events = try await ready(rig)
      try rig.draw(.bankCard)
      try expect(try await swipe(events), of: .bankCard, encrypted: rig.encrypts)
      try await events.expectNone()
    },
    Check("a stripe with track 2 alone has no other") { rig in
      let events = try await ready(rig)
      let stripe = ConformanceStripe(track2: "6221558812340000=30121010000")
      try rig.draw(stripe)
      try expect(try await swipe(events), of: stripe, encrypted: rig.encrypts)
    },
    Check("cards drawn one after the other are swipes in their order") { rig in
      let events = try await ready(rig)
      for number in 0..<20 {
        let stripe = ConformanceStripe(track2: "47617390010100\(10 + number)=2212201\(number)")
        try rig.draw(stripe)
        try expect(try await swipe(events), of: stripe, encrypted: rig.encrypts)
      }
    },
    Check("a scratched card is a swipe that says why, and the next one is read") { rig in
      let events = try await ready(rig)
      try rig.draw(ConformanceStripe(track2: "4761739001010010=2212201", isScratched: true))
      let scratched = try await swipe(events)
      guard case .unreadable = scratched.track2 else {
        throw ConformanceFailure("track 2 \(scratched.track2)")
      }
      try rig.draw(.bankCard)
      try expect(try await swipe(events), of: .bankCard, encrypted: rig.encrypts)
    },
    Check("each swipe of a reader that encrypts has a key of its own") { rig in
      guard rig.encrypts else { return }
      let events = try await ready(rig)
      var serialNumbers: Set<[UInt8]> = []
      for _ in 0..<5 {
        try rig.draw(.bankCard)
        let encryption = try await swipe(events).encryption
        guard let encryption else { throw ConformanceFailure("nothing is encrypted") }
        try requireEqual(encryption.keySerialNumber.count, 10)
        serialNumbers.insert(encryption.keySerialNumber)
        for block in encryption.blocks {
          let size = encryption.algorithm.blockByteCount
          try require(!block.ciphertext.isEmpty, "no ciphertext")
          try requireEqual(block.ciphertext.count % size, 0)
        }
      }
      try requireEqual(serialNumbers.count, 5)
    },
    Check("no text of a swipe shows what is on the card") { rig in
      let events = try await ready(rig)
      try rig.draw(.bankCard)
      let swipe = try await swipe(events)
      for text in [
        "\(swipe)", String(reflecting: swipe), "\(DeviceEvent.cardSwiped(swipe))",
        "\(swipe.track1) \(swipe.track2)", String(reflecting: swipe.track2),
      ] {
        try require(!text.contains("1739001"), "a text that shows the card")
        try require(!text.contains("49, 55, 51, 57"), "bytes that show the card")
      }
    },
    Check("a pulled cable is told once, and so is its return; then cards are read") { rig in
      let events = try await ready(rig)
      for _ in 0..<3 {
        try rig.unplug()
        try await events.expect(.deviceLost(rig.reader.name))
        try require(!rig.reader.isAvailable, "available without a cable")
        try rig.plug()
        try await events.expect(.deviceFound(rig.reader.name))
        try require(rig.reader.isAvailable, "not available, though it said so")
        try rig.draw(.bankCard)
        try expect(try await swipe(events), of: .bankCard, encrypted: rig.encrypts)
      }
    },
  ]

  /// Waits until the reader can be used, and gives its events from then on.
  private static func ready(_ rig: any MagstripeReaderRig) async throws -> EventRecorder {
    let events = EventRecorder(clock: rig.clock)
    rig.reader.attach(to: events)
    if !rig.reader.isAvailable { try await events.expect(.deviceFound(rig.reader.name)) }
    return events
  }

  private static func swipe(_ events: EventRecorder) async throws -> Swipe {
    let event = await events.next()
    guard case .cardSwiped(let swipe) = event else {
      throw ConformanceFailure("\(event.map { "\($0)" } ?? "no event"), not a swipe")
    }
    return swipe
  }

  private static func expect(
    _ swipe: Swipe, of stripe: ConformanceStripe, encrypted: Bool
  ) throws {
    for (reading, text) in [(swipe.track1, stripe.track1), (swipe.track2, stripe.track2)] {
      switch (reading, text) {
      case (.absent, nil): break
      case (.characters(let characters), let text?) where !encrypted:
        try require(characters == Array(text.utf8), "other characters than those of the card")
      case (.encrypted(let masked), let text?) where encrypted:
        try require(masked != Array(text.utf8), "clear characters in the place of masked ones")
      default: throw ConformanceFailure("\(reading)")
      }
    }
    try requireEqual(swipe.track3, .absent)
    try requireEqual(swipe.encryption != nil, encrypted)
  }
}
