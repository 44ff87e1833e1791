import BenchSocket
import EventLoop
import HAL
import Testing

@Suite struct BenchDriverTests {
  private static let ic = DeviceName("card-reader")
  private static let screen = DisplayContent(
    identifier: "idle", status: .init(""), title: "联机", lines: [], hint: "")

  private func error(
    _ body: () async throws(CardReaderError) -> Void
  ) async -> CardReaderError? {
    do {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a card is powered up, asked and powered down`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      // The loop runs on this thread; so do all tasks of this test.
      nonisolated(unsafe) let reader = BenchCardReader(name: Self.ic, connection: connection)
      let log = EventLog(loop: loop)
      reader.attach(to: log)
      #expect(!reader.isAvailable)
      connection.start()
      #expect(reader.isAvailable)
      try await bench.accept()
      #expect(await log.next() == .deviceFound(Self.ic))
      try await bench.send(.cardInserted)
      #expect(await log.next() == .cardInserted(Self.ic))
      #expect(reader.isCardPresent)

      async let session = reader.powerUp(timeout: .seconds(5))
      guard case .powerUp(let first) = try await bench.receive() else { return }
      try await bench.send(.cardAnswered(request: first, .success([0x3B, 0x60, 0, 0])))
      nonisolated(unsafe) let card = try await session
      #expect(card.answerToReset == [0x3B, 0x60, 0, 0])

      async let answer = card.transmit([0x00, 0xA4], timeout: .seconds(5))
      guard case .command(let second, let command) = try await bench.receive() else { return }
      #expect(command == [0x00, 0xA4])
      // An answer to something else is nobody's.
      try await bench.send(.cardAnswered(request: second &+ 1, .success([0x6F, 0x00])))
      try await bench.send(.cardAnswered(request: second, .success([0x90, 0x00])))
      #expect(try await answer == [0x90, 0x00])

      await card.powerDown()
      #expect(try await bench.receive() == .powerDown)
      let late = await error { () throws(CardReaderError) in
        _ = try await card.transmit([0x00], timeout: .seconds(5))
      }
      #expect(late == .cardReset)
      try await bench.send(.cardRemoved)
      #expect(await log.next() == .cardRemoved(Self.ic))
      #expect(!reader.isCardPresent)
    }
  }

  @Test func `what goes wrong with a card is a typed error`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      // The loop runs on this thread; so do all tasks of this test.
      nonisolated(unsafe) let reader = BenchCardReader(name: Self.ic, connection: connection)
      let log = EventLog(loop: loop)
      let powerUp = { (timeout: Duration) async -> CardReaderError? in
        do throws(CardReaderError) {
          _ = try await reader.powerUp(timeout: timeout)
          return nil
        } catch {
          return error
        }
      }
      #expect(await powerUp(.seconds(1)) == .serviceUnavailable)
      connection.start()
      reader.attach(to: log)
      try await bench.accept()
      #expect(await powerUp(.seconds(1)) == .noCard)
      try await bench.send(.cardInserted)
      _ = await log.next()
      #expect(await powerUp(.milliseconds(5)) == .timedOut)
      _ = try await bench.receive()

      // The late answer of the first is not taken for that of the second.
      async let mute = powerUp(.seconds(5))
      guard case .powerUp(let number) = try await bench.receive() else { return }
      try await bench.send(.cardAnswered(request: number &- 1, .success([0x3B])))
      try await bench.send(.cardAnswered(request: number, .failure(.mute)))
      #expect(await mute == .mute)

      async let pulled = powerUp(.seconds(5))
      _ = try await bench.receive()
      #expect(await powerUp(.seconds(5)) == .shared)
      try await bench.send(.cardRemoved)
      #expect(await pulled == .cardRemoved)
      #expect(await log.next() == .cardRemoved(Self.ic))

      try await bench.send(.cardInserted)
      _ = await log.next()
      async let torn = powerUp(.seconds(5))
      _ = try await bench.receive()
      bench.hangUp()
      #expect(await torn == .readerGone)
      #expect(await log.next() == .deviceLost(Self.ic))
      #expect(!reader.isCardPresent)
    }
  }

  @Test func `a bench that comes later, goes and comes back is found each time`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      let connection = BenchConnection(path: bench.path, loop: loop)
      let display = BenchDisplay(name: DeviceName("display"), connection: connection)
      let keypad = BenchKeypad(name: DeviceName("keypad"), connection: connection)
      let log = EventLog(loop: loop)
      keypad.attach(to: log)
      connection.start()
      #expect(!connection.isConnected)
      display.show(Self.screen)
      try bench.listen()
      try await bench.accept()
      #expect(await log.next() == .deviceFound(keypad.name))
      #expect(try await bench.receive() == .show(Self.screen))
      bench.hangUp()
      #expect(await log.next() == .deviceLost(keypad.name))
      try await bench.accept()
      #expect(await log.next() == .deviceFound(keypad.name))
      #expect(try await bench.receive() == .show(Self.screen))
      connection.stop()
      #expect(await log.next() == .deviceLost(keypad.name))
      #expect(await bench.isClosedByPeer())
    }
  }

  @Test func `keys go to who holds the keypad, and swipes to the sink`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      let keypad = BenchKeypad(name: DeviceName("keypad"), connection: connection)
      let groove = BenchMagstripeReader(name: DeviceName("swipe-reader"), connection: connection)
      let log = EventLog(loop: loop)
      keypad.attach(to: log)
      connection.start()
      _ = await log.next()
      groove.attach(to: log)
      try await bench.accept()
      #expect(groove.isAvailable)

      let held = Mailbox<Key>(clock: loop)
      keypad.hold { held.post($0) }
      try await bench.send(.keyPressed(.digit(7)))
      #expect(await held.next(timeout: .seconds(5)) == .digit(7))
      keypad.release()
      try await bench.send(.keyPressed(.enter))
      #expect(await log.next() == .keyPressed(.enter))

      let swipe = Swipe(
        track1: .absent, track2: .characters(Array("6216261000000000018=30122".utf8)),
        track3: .unreadable(.parity))
      try await bench.send(.cardSwiped(swipe))
      #expect(await log.next() == .cardSwiped(swipe))
    }
  }

  @Test func `the network is what the bench says, and nothing without a bench`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      let network = BenchNetworkStatus(connection: connection)
      let keypad = BenchKeypad(name: DeviceName("keypad"), connection: connection)
      let log = EventLog(loop: loop)
      keypad.attach(to: log)
      connection.start()
      _ = await log.next()
      let nothing = InterfaceStatus.missing
      #expect(network.interfaceStatus() == nothing)
      try await bench.accept()
      let torn = InterfaceStatus(
        exists: true, hasCarrier: false, hasAddress: true, hasDefaultRoute: false)
      try await bench.send(.networkChanged(torn))
      try await bench.send(.keyPressed(.enter))
      _ = await log.next()
      #expect(network.interfaceStatus() == torn)
      bench.hangUp()
      _ = await log.next()
      #expect(network.interfaceStatus() == nothing)
    }
  }

  @Test func `a bench that talks nonsense is left and tried anew`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      let keypad = BenchKeypad(name: DeviceName("keypad"), connection: connection)
      let log = EventLog(loop: loop)
      keypad.attach(to: log)
      connection.start()
      try await bench.accept()
      _ = await log.next()
      try await bench.send(bytes: [0x00, 0x01, 0xEE])
      #expect(await log.next() == .deviceLost(keypad.name))
      try await bench.accept()
      #expect(await log.next() == .deviceFound(keypad.name))
    }
  }

  @Test func `a bench that reads nothing does not stop the terminal`() throws {
    try EventLoop.run { loop in
      let bench = FakeBench(loop: loop)
      try bench.listen()
      let connection = BenchConnection(path: bench.path, loop: loop)
      let display = BenchDisplay(name: DeviceName("display"), connection: connection)
      connection.start()
      try await bench.accept()
      let text = String(repeating: "x", count: 255)
      for number in 0..<20_000 where connection.isConnected {
        display.show(
          DisplayContent(
            identifier: "\(number)", status: .init(text), title: text, lines: [], hint: text))
      }
      #expect(!connection.isConnected)
      try await bench.accept()
      guard case .show(let content) = try await bench.receive() else { return }
      #expect(content.title == text)
    }
  }
}
