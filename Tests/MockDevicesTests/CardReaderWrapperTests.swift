import EventLoop
import HAL
import MockDevices
import Testing

/// What `FaultyCardReader` and `TracingCardReader` add to a reader.
@Suite struct CardReaderWrapperTests {
  private static let echo: [UInt8] = [0x00, 0x88, 0x00, 0x00, 0x02, 0xAB, 0xCD, 0x00]
  private static let patience = Duration.seconds(5)

  private static func reader(_ loop: EventLoop) -> MockCardReader {
    let mock = MockCardReader(name: DeviceName("ic"), clock: loop)
    mock.slot.pinPad = EmulatedPINPad()
    mock.slot.insert(TransportTestCard())
    return mock
  }

  private static func error(
    _ call: () async throws(CardReaderError) -> Void
  ) async -> CardReaderError? {
    do throws(CardReaderError) {
      try await call()
      return nil
    } catch {
      return error
    }
  }

  @Test func `faults hit the calls that the plan names, and end the session`() throws {
    try EventLoop.run { loop in
      let faulty = FaultyCardReader(
        Self.reader(loop),
        plan: .scripted([
          .refused(.shared), nil, nil, .refused(.communication(code: 7)), nil, .answerGarbled,
          .answerLost(.timedOut), .answerLost(.mute),
        ]))
      let powerUp = { () async throws(CardReaderError) in
        _ = try await faulty.powerUp(timeout: Self.patience)
      }
      #expect(await Self.error(powerUp) == .shared)
      let first = try await faulty.powerUp(timeout: Self.patience)
      #expect(
        try await first.transmit(Self.echo, timeout: Self.patience) == [0xAB, 0xCD, 0x90, 0])
      for _ in 0..<2 {
        let error = await Self.error { () throws(CardReaderError) in
          _ = try await first.transmit(Self.echo, timeout: Self.patience)
        }
        #expect(error == .communication(code: 7))
      }
      let second = try await faulty.powerUp(timeout: Self.patience)
      let garbled = try await second.transmit(Self.echo, timeout: Self.patience)
      #expect(garbled == [0xAB, 0xCD, 0x94, 0x00])
      let lost = await Self.error { () throws(CardReaderError) in
        _ = try await second.verifyPIN(CardPINRequest(), timeout: Self.patience)
      }
      #expect(lost == .timedOut)
      #expect(await Self.error(powerUp) == .mute)
      #expect(await Self.error(powerUp) == nil)
    }
  }

  @Test func `a trace shows headers, status words and counts, never data`() throws {
    let entries = try EventLoop.run { loop in
      var entries: [DeviceTraceEntry] = []
      let traced = TracingCardReader(Self.reader(loop), clock: loop) { entries.append($0) }
      let session = try await traced.powerUp(timeout: Self.patience)
      _ = try await session.transmit(Self.echo, timeout: Self.patience)
      _ = try await session.verifyPIN(CardPINRequest(), timeout: Self.patience)
      await session.powerDown()
      _ = try? await session.transmit(Self.echo, timeout: Self.patience)
      _ = try? await traced.escape([1, 2, 3], timeout: Self.patience)
      return entries
    }
    #expect(
      entries.map { "\($0.call): \($0.outcome)" } == [
        "power up: answer to reset, 9 bytes", "transmit 00 88 00 00, 8 bytes: 90 00, 4 bytes",
        "verify PIN: verified", "power down: done",
        "transmit 00 88 00 00, 8 bytes: cardReset", "escape, 3 bytes: notSupported",
      ])
    #expect(!entries.contains { "\($0)".contains("AB") || "\($0)".contains("CD") })
    #expect(entries.allSatisfy { $0.device == DeviceName("ic") && $0.duration >= .zero })
  }
}
