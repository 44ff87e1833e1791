import HAL

/// What every keypad must do.
package enum KeypadConformance {
  /// One sentence about a keypad.
  package typealias Check = ConformanceCheck<any KeypadRig>

  private static let keys: [Key] =
    (0...9).map(Key.digit) + [.enter, .cancel, .clear, .menu, .up, .down, .feed]

  /// All sentences.
  package static let checks: [Check] = [
    Check("a keypad that is found says so, by its name") { rig in
      _ = try await attached(rig)
    },
    Check("each press is told once, in the order of the finger") { rig in
      let events = try await attached(rig)
      for key in keys { try await rig.press(key) }
      for key in keys { try await events.expect(.keyPressed(key)) }
      try await events.expectNone()
    },
    Check("a key that is kept down is pressed once") { rig in
      let events = try await attached(rig)
      try await rig.keepDown(.digit(5))
      try await rig.press(.enter)
      try await events.expect(.keyPressed(.digit(5)))
      try await events.expect(.keyPressed(.enter))
      try await events.expectNone()
    },
    Check("who holds the keypad gets every press, and nobody else any") { rig in
      let events = try await attached(rig)
      let held = Mailbox<Key>(clock: rig.clock)
      rig.keypad.hold { held.post($0) }
      for key in [Key.digit(1), .digit(2), .enter] { try await rig.press(key) }
      for key in [Key.digit(1), .digit(2), .enter] {
        try requireEqual(await held.next(timeout: .seconds(10)), key)
      }
      try await events.expectNone()
      rig.keypad.release()
      try await rig.press(.digit(3))
      try await events.expect(.keyPressed(.digit(3)))
      try require(held.isEmpty, "a press went to who had let go of the keypad")
    },
    Check("the last who takes hold has the keypad") { rig in
      _ = try await attached(rig)
      let (first, second) = (Mailbox<Key>(clock: rig.clock), Mailbox<Key>(clock: rig.clock))
      rig.keypad.hold { first.post($0) }
      rig.keypad.hold { second.post($0) }
      try await rig.press(.digit(9))
      try requireEqual(await second.next(timeout: .seconds(10)), .digit(9))
      try require(first.isEmpty, "the first holder still got a press")
    },
    Check("a keypad that is pulled is lost, and found when it is back") { rig in
      let events = try await attached(rig)
      for _ in 0..<3 {
        try await rig.unplug()
        try await events.expect(.deviceLost(rig.keypad.name))
        try require(!rig.keypad.isAvailable, "it is available without being there")
        try await rig.plug()
        try await events.expect(.deviceFound(rig.keypad.name))
        try require(rig.keypad.isAvailable, "it was found and is not available")
        try await rig.press(.digit(7))
        try await events.expect(.keyPressed(.digit(7)))
      }
      try await events.expectNone()
    },
    Check("who holds a keypad still holds it after it was pulled") { rig in
      let events = try await attached(rig)
      let held = Mailbox<Key>(clock: rig.clock)
      rig.keypad.hold { held.post($0) }
      try await rig.unplug()
      try await events.expect(.deviceLost(rig.keypad.name))
      try await rig.plug()
      try await events.expect(.deviceFound(rig.keypad.name))
      try await rig.press(.digit(4))
      try requireEqual(await held.next(timeout: .seconds(10)), .digit(4))
      try await events.expectNone()
    },
  ]

  private static func attached(_ rig: any KeypadRig) async throws -> EventRecorder {
    let events = EventRecorder(clock: rig.clock)
    rig.keypad.attach(to: events)
    try await rig.plug()
    try await events.expect(.deviceFound(rig.keypad.name))
    return events
  }
}
