import CPCSC
import EventLoop
import HAL
import HALConformance
import MockDevices
import Testing

@testable import PCSCReader

/// What a USB reader's cable does to who holds its card: the rows of the error map that only the
/// real libccid gives, on a mocked USB bus.
@Suite(.enabled(if: isReady(CCIDRig.availability), whyNot(CCIDRig.availability)))
struct PCSCUnplugTests {
  private static let patience = Duration.seconds(10)
  private static let echo: [UInt8] = [0x00, 0x88, 0x00, 0x00, 0x01, 0x55, 0x00]

  /// A rig with a card in its slot.
  private func withCard(
    _ body: @escaping @Sendable (CCIDRig, EventLoop, _ reader: String) async throws -> Void
  ) throws {
    try EventLoop.run { loop in
      let rig = try await CCIDRig(loop: loop)
      await rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let name = try #require((rig.reader as? PCSCReader)?.readerName)
      try await body(rig, loop, name)
    }
  }

  private static func blocking<Value: Sendable>(
    _ loop: EventLoop, _ body: @escaping @Sendable () -> Value
  ) async throws -> Value {
    let value = try await BlockingCall(loop: loop, body).value(timeout: .seconds(20))
    return try #require(value)
  }

  private static func error(of session: any CardSession) async -> CardReaderError? {
    do throws(CardReaderError) {
      _ = try await session.transmit(echo, timeout: patience)
      return nil
    } catch {
      return error
    }
  }

  private static func unplug(_ rig: CCIDRig) async throws {
    rig.device.unplug()
    try await rig.events.expect(.deviceLost(rig.reader.name))
  }

  private static func requireRecovery(_ rig: CCIDRig) async throws {
    rig.device.plug()
    try await rig.events.expect(.deviceFound(rig.reader.name))
    try await rig.events.expect(.cardInserted(rig.reader.name))
    let session = try await rig.reader.powerUp(timeout: patience)
    #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
  }

  @Test func `a cable pulled from a slow command is a reader that is gone, until it is back`()
    throws
  {
    try withCard { rig, loop, _ in
      let session = try await rig.reader.powerUp(timeout: Self.patience)
      rig.slot.answerDelay = .seconds(5)
      loop.setTimer(after: .milliseconds(30)) { rig.device.unplug() }
      #expect(await Self.error(of: session) == .readerGone)
      rig.slot.answerDelay = .zero
      // The daemon may notice first that the card has gone, and then why.
      var event = await rig.events.next()
      if event == .cardRemoved(rig.reader.name) { event = await rig.events.next() }
      #expect(event == .deviceLost(rig.reader.name))
      #expect(rig.reader.state == .readerGone)
      try await Self.requireRecovery(rig)
    }
  }

  /// 80100011 or 80100017, by the daemon's version; disconnecting is no error.
  @Test func `the handle of a reader that was unplugged says that it is gone`() throws {
    try withCard { rig, loop, name in
      let program = try await Self.blocking(loop) {
        OtherProgram(mode: SCARD_SHARE_SHARED, reader: name)
      }
      #expect(program.connected.rawValue == 0)
      try await Self.unplug(rig)
      let codes = try await Self.blocking(loop) {
        [program.transmit(Self.echo), program.reconnect(), program.status()]
      }
      for code in codes {
        #expect([.invalidValue, .readerUnavailable].contains(code), "\(codes)")
        #expect(CardReaderError(code) == .readerGone)
      }
      let ended = try await Self.blocking(loop) { program.end(SCARD_LEAVE_CARD) }
      #expect(ended.rawValue == 0)
      try await Self.requireRecovery(rig)
    }
  }

  @Test func `the driver's own connection finds the same behind its open card`() throws {
    try withCard { rig, loop, name in
      loop.setTimer(after: .milliseconds(300)) { rig.device.unplug() }
      let error = try await Self.blocking(loop) { () -> CardReaderError? in
        do throws(CardReaderError) {
          var connection = CardConnection { _ in }
          _ = try connection.powerUp(reader: name, accepting: .payment)
          _ = try connection.transmit(Self.echo)
          Self.waitUntilNoReaderIsListed()
          _ = try connection.transmit(Self.echo)
          return nil
        } catch {
          return error
        }
      }
      #expect(error == .readerGone)
      try await rig.events.expect(.deviceLost(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }

  private static func waitUntilNoReaderIsListed() {
    guard let context = try? PCSCContext() else { return }
    for _ in 0..<500 where (try? context.readerNames())?.isEmpty == false {
      DriverThread.pause(milliseconds: 10)
    }
  }

  /// 80100009: the whole array fails when one of its names is no reader's.
  @Test func `a reader that left before the wait is told from a change`() throws {
    try withCard { rig, loop, name in
      let (before, after) = try await Self.blocking(loop) {
        () -> (ReaderWatch.End?, ReaderWatch.End?) in
        guard let context = try? PCSCContext() else { return (nil, nil) }
        var watch = ReaderWatch()
        watch.setReaders([name])
        let before = try? watch.wait(in: context.handle, milliseconds: 0)
        watch.setReaders([name, "a reader that has left"])
        return (before, try? watch.wait(in: context.handle, milliseconds: 0))
      }
      #expect(before == .changed)
      #expect(after == .readerLeft)
    }
  }

  /// 0000000E: UNKNOWN, UNAVAILABLE, CHANGED.
  @Test func `a reader that leaves during the wait is told by its bits`() throws {
    try withCard { rig, loop, name in
      loop.setTimer(after: .milliseconds(100)) { rig.device.unplug() }
      let states = try await Self.blocking(loop) { () -> [CardReaderState] in
        guard let context = try? PCSCContext() else { return [] }
        var states: [CardReaderState] = []
        var watch = ReaderWatch()
        watch.setReaders([name])
        while states.last?.isAvailable != false, states.count < 10 {
          // Others use the card meanwhile, so that some waits end with that.
          guard let end = try? watch.wait(in: context.handle, milliseconds: 5000),
            end == .changed, let status = watch.statuses.first
          else { break }
          states.append(status.state)
        }
        return states
      }
      #expect(states.last == .readerGone, "\(states)")
      try await rig.events.expect(.deviceLost(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }
}
