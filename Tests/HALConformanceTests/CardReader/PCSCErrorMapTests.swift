import CPCSC
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import Testing

@testable import PCSCReader

/// Each row of the error map, provoked through the real library: the code that it gives, and how
/// the driver gets over it.
@Suite(.enabled(if: isReady(DaemonRig.availability), whyNot(DaemonRig.availability)))
struct PCSCErrorMapTests {
  private static let patience = Duration.seconds(10)
  private static let echo: [UInt8] = [0x00, 0x88, 0x00, 0x00, 0x01, 0x55, 0x00]

  private func withRig(
    _ body: @escaping @Sendable (DaemonRig, EventLoop) async throws -> Void
  ) throws {
    try EventLoop.run { loop in try await body(DaemonRig(loop: loop), loop) }
  }

  private static func session(_ rig: DaemonRig) async throws -> any CardSession {
    rig.insert(.overCharacters)
    try await rig.events.expect(.cardInserted(rig.reader.name))
    return try await rig.reader.powerUp(timeout: patience)
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

  private static func transmitError(_ session: any CardSession) async -> CardReaderError? {
    await error { () throws(CardReaderError) in
      _ = try await session.transmit(echo, timeout: patience)
    }
  }

  private static func powerUpError(
    _ rig: DaemonRig, timeout: Duration = patience
  ) async -> CardReaderError? {
    await error { () throws(CardReaderError) in _ = try await rig.reader.powerUp(timeout: timeout) }
  }

  private static func requireRecovery(_ rig: DaemonRig) async throws {
    let session = try await rig.reader.powerUp(timeout: patience)
    #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
  }

  /// Runs calls of the library that block, on a thread of their own.
  private static func blocking<Value: Sendable>(
    _ loop: EventLoop, _ body: @escaping @Sendable () -> Value
  ) async throws -> Value {
    try #require(try await BlockingCall(loop: loop, body).value(timeout: .seconds(20)))
  }

  /// 80100069 soon after a removal, 8010000C and 80100016 at once: all are the same.
  @Test func `a card pulled from a slow command is removed at once`() throws {
    try withRig { rig, loop in
      let session = try await Self.session(rig)
      rig.slot.answerDelay = .seconds(5)
      loop.setTimer(after: .milliseconds(30)) { rig.remove() }
      let start = loop.uptime
      #expect(await Self.transmitError(session) == .cardRemoved)
      #expect(loop.uptime - start < .seconds(3))
      rig.slot.answerDelay = .zero
      try await rig.events.expect(.cardRemoved(rig.reader.name))
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }

  /// IFD_NO_SUCH_DEVICE: 80100017, and the bit UNAVAILABLE.
  @Test func `a reader unplugged in the middle of a command is gone, and back with its plug`()
    throws
  {
    try withRig { rig, loop in
      let session = try await Self.session(rig)
      rig.slot.faults = .scripted([.unplugging])
      #expect(await Self.transmitError(session) == .readerGone)
      try await rig.events.expect(.deviceLost(rig.reader.name))
      #expect(rig.reader.state == .readerGone)
      rig.slot.plug()
      try await rig.events.expect(.deviceFound(rig.reader.name))
      try await rig.events.expect(.cardInserted(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }

  /// 8010001D and 80100013 on the old connection.
  @Test func `a command that meets the daemon's death is an error, not the end`() throws {
    try withRig { rig, loop in
      let session = try await Self.session(rig)
      rig.slot.answerDelay = .seconds(5)
      loop.setTimer(after: .milliseconds(30)) { rig.killService() }
      #expect(await Self.transmitError(session) == .serviceUnavailable)
      rig.slot.answerDelay = .zero
      try await rig.events.expect(.deviceLost(rig.reader.name))
      try await rig.startService()
      try await rig.events.expect(.deviceFound(rig.reader.name))
      try await rig.events.expect(.cardInserted(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }

  @Test func `a daemon that stops in good order is as one that dies`() throws {
    try withRig { rig, _ in
      _ = try await Self.session(rig)
      rig.stopService()
      try await rig.events.expect(.deviceLost(rig.reader.name))
      #expect(rig.reader.state == .serviceUnavailable)
      try await rig.startService()
      try await rig.events.expect(.deviceFound(rig.reader.name))
      try await rig.events.expect(.cardInserted(rig.reader.name))
      try await Self.requireRecovery(rig)
    }
  }

  /// 80100013 in the wait that the daemon's death ends, 8010001D in every call after that.
  @Test func `the library's own codes for a dead daemon mean that it is gone`() throws {
    try withRig { rig, loop in
      loop.setTimer(after: .milliseconds(50)) { rig.killService() }
      let codes = try await Self.blocking(loop) { () -> [PCSCCode] in
        var codes: [PCSCCode] = []
        do throws(PCSCCode) {
          let context = try PCSCContext()
          var watch = ReaderWatch()
          for _ in 0..<3 {
            do throws(PCSCCode) {
              watch.setReaders(try context.readerNames())
              _ = try watch.wait(in: context.handle, milliseconds: 0)
              _ = try watch.wait(in: context.handle, milliseconds: 3000)
            } catch {
              codes.append(error)
            }
          }
          _ = try PCSCContext()
        } catch {
          codes.append(error)
        }
        return codes
      }
      #expect(!codes.isEmpty)
      #expect(codes.filter { !$0.meansServiceGone } == [], "\(codes)")
      #expect(codes.last == .noService)
    }
  }

  /// 80100009.
  @Test func `a name that is no reader's is a reader that is gone`() throws {
    try withRig { _, loop in
      let error = try await Self.blocking(loop) { () -> CardReaderError? in
        var connection = CardConnection { _ in }
        do throws(CardReaderError) {
          _ = try connection.powerUp(reader: "no such reader", accepting: .any)
          return nil
        } catch {
          return error
        }
      }
      #expect(error == .readerGone)
    }
  }

  /// 80100003.
  @Test func `a handle that is not one is dead`() throws {
    try withRig { _, loop in
      let code = try await Self.blocking(loop) {
        PCSCCode(result: SCardStatus(12345, nil, nil, nil, nil, nil, nil))
      }
      #expect(code == .invalidHandle)
      #expect(CardReaderError(code) == .serviceUnavailable)
    }
  }

  /// 8010002E.
  @Test func `a daemon without readers has none`() throws {
    try EventLoop.run { loop in
      let rig = try await DaemonRig(loop: loop, hasReader: false)
      let names = try await Self.blocking(loop) { () -> [String]? in
        do throws(PCSCCode) { return try PCSCContext().readerNames() } catch { return nil }
      }
      #expect(names == [])
      #expect(await Self.powerUpError(rig) == .readerGone)
    }
  }

  /// 8010000B.
  @Test func `a card that another program has for itself is shared, until it lets go`() throws {
    try withRig { rig, loop in
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let other = try await Self.blocking(loop) { OtherProgram(mode: SCARD_SHARE_EXCLUSIVE) }
      #expect(await Self.powerUpError(rig) == .shared)
      _ = try await Self.blocking(loop) { other.end(SCARD_LEAVE_CARD) }
      try await Self.requireRecovery(rig)
    }
  }

  @Test func `a card in another program's transaction is shared, until it ends`() throws {
    try withRig { rig, loop in
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let other = try await Self.blocking(loop) { OtherProgram(mode: SCARD_SHARE_SHARED) }
      _ = try await Self.blocking(loop) { other.begin() }
      let error = await Self.powerUpError(rig, timeout: .milliseconds(300))
      #expect(error == .shared, "\(error.map { "\($0)" } ?? "no error")")
      _ = try await Self.blocking(loop) { other.end(SCARD_LEAVE_CARD) }
      try await Self.requireRecovery(rig)
    }
  }

  /// 80100068 when the turn comes: the card is taken up as it is, fresh.
  @Test func `a card that was reset while we waited for our turn is simply fresh`() throws {
    try withRig { rig, loop in
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let other = try await Self.blocking(loop) { OtherProgram(mode: SCARD_SHARE_SHARED) }
      _ = try await Self.blocking(loop) { other.begin() }
      let ending = try BlockingCall(loop: loop) {
        usleep(300_000)
        other.end(SCARD_RESET_CARD)
      }
      try await Self.requireRecovery(rig)
      _ = await ending.value(timeout: .seconds(5))
      #expect(rig.slot.powerCounts.warm > 0)
    }
  }

  /// 80100068: the handle of who was not asked.
  @Test func `a reset by somebody else is named as such`() throws {
    try withRig { rig, loop in
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let code = try await Self.blocking(loop) { () -> PCSCCode in
        let victim = OtherProgram(mode: SCARD_SHARE_SHARED)
        let other = OtherProgram(mode: SCARD_SHARE_SHARED)
        other.end(SCARD_RESET_CARD)
        let code = victim.status()
        victim.end(SCARD_LEAVE_CARD)
        return code
      }
      #expect(code == .resetCard)
      #expect(CardReaderError(code) == .cardReset)
    }
  }

  /// IFD_PROTOCOL_NOT_SUPPORTED: 80100066, the other code for a card that can't be spoken to.
  @Test func `a card whose protocol the reader does not speak is as good as mute`() throws {
    try withRig { rig, _ in
      rig.insert(.overBlocks)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      rig.slot.refusesProtocols = true
      #expect(await Self.powerUpError(rig) == .mute)
      rig.slot.refusesProtocols = false
      try await Self.requireRecovery(rig)
    }
  }

  /// 80100016.
  @Test(arguments: [EmulatedSlot.Fault.silence, .garbledBytes])
  func `bytes that are lost are an error of communication`(fault: EmulatedSlot.Fault) throws {
    try withRig { rig, _ in
      let session = try await Self.session(rig)
      rig.slot.faults = .scripted([fault])
      #expect(await Self.transmitError(session) == .communication(code: 0x8010_0016))
      try await Self.requireRecovery(rig)
    }
  }

  /// 8010006A: who is not let in finds the connection closed.
  @Test func `a daemon that lets nobody in is said so, and asked again`() throws {
    try EventLoop.run { loop in
      let rig = try await DaemonRig(loop: loop, isRefused: true)
      for _ in 0..<200 where rig.reader.state != .accessDenied {
        await loop.sleep(for: .milliseconds(20))
      }
      #expect(rig.reader.state == .accessDenied)
      #expect(await Self.powerUpError(rig) == .accessDenied)
      try await rig.letIn()
      try await rig.events.expect(.deviceFound(rig.reader.name))
      #expect(rig.reader.state == .empty)
    }
  }

  @Test func `the reader's own language goes through, and its refusal is no harm`() throws {
    try withRig { rig, _ in
      let refused = await Self.error { () throws(CardReaderError) in
        _ = try await rig.reader.escape([1, 2], timeout: Self.patience)
      }
      #expect(refused != nil && refused != .readerGone)
      rig.slot.onEscape = { $0.reversed() }
      #expect(try await rig.reader.escape([1, 2], timeout: Self.patience) == [2, 1])
      _ = try await Self.session(rig)
      #expect(try await rig.reader.escape([3, 4], timeout: Self.patience) == [4, 3])
    }
  }

  @Test func `contactless cards tell number and historical bytes, contact cards none`() throws {
    try withRig { rig, _ in
      let plain = try await Self.session(rig)
      #expect(try await plain.uniqueIdentifier(timeout: Self.patience) == nil)
      rig.remove()
      try await rig.events.expect(.cardRemoved(rig.reader.name))
      rig.slot.contactless = ContactlessIdentity(
        uniqueIdentifier: [4, 1, 2, 3, 4, 5, 6], historicalBytes: [0x11, 0x22])
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      let field = rig.driver(accepting: .any)
      for _ in 0..<100 where !field.isCardPresent {
        await rig.clock.sleep(for: .milliseconds(10))
      }
      let session = try await field.powerUp(timeout: Self.patience)
      #expect(
        try await session.uniqueIdentifier(timeout: Self.patience) == [4, 1, 2, 3, 4, 5, 6])
      #expect(try await session.historicalBytes(timeout: Self.patience) == [0x11, 0x22])
      await session.powerDown()
    }
  }
}
