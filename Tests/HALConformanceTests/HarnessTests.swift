import EventLoop
import HAL
import HALConformance
import Testing

/// The suite's own tools: a check that fails must be seen to fail.
@Suite struct HarnessTests {
  @Test func `a failed requirement says what was seen and where`() {
    #expect(throws: ConformanceFailure.self) { try requireEqual(1, 2) }
    do {
      try requireEqual("no event", "a card")
    } catch {
      #expect(error.description.hasPrefix("no event, not a card (HALConformanceTests/"))
    }
    #expect(throws: Never.self) { try requireEqual(1, 1) }
  }

  @Test func `a recorder tells an event from another one and from none`() throws {
    try EventLoop.run { loop in
      let events = EventRecorder(clock: loop)
      let reader = DeviceName("ic")
      events.post(.cardInserted(reader))
      try await events.expect(.cardInserted(reader))
      try await events.expectNone(for: .milliseconds(1))
      events.post(.cardRemoved(reader))
      await #expect(throws: ConformanceFailure.self) {
        try await events.expect(.cardInserted(reader))
      }
      await #expect(throws: ConformanceFailure.self) {
        try await events.expect(.cardInserted(reader), within: .milliseconds(1))
      }
      events.post(.deviceLost(reader))
      await #expect(throws: ConformanceFailure.self) {
        try await events.expectNone(for: .milliseconds(1))
      }
    }
  }
}
