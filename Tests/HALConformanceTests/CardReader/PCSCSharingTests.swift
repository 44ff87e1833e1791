import CPCSC
import EventLoop
import HAL
import HALConformance
import MockDevices
import Testing

@testable import PCSCReader

/// A session has the card to itself from its first to its last command, and ends without power.
@Suite(.enabled(if: isReady(DaemonRig.availability), whyNot(DaemonRig.availability)))
struct PCSCSharingTests {
  private static let patience = Duration.seconds(10)
  /// Long enough for a call that nothing holds up, on a busy machine too.
  private static let moment = Duration.milliseconds(300)
  private static let echo: [UInt8] = [0x00, 0x88, 0x00, 0x00, 0x01, 0x55, 0x00]

  private static func requireEcho(_ session: any CardSession) async throws {
    #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
  }

  /// A rig with a card in its slot, of which other programs know already.
  private func withCard(
    _ body: @escaping @Sendable (DaemonRig, EventLoop) async throws -> Void
  ) throws {
    try EventLoop.run { loop in
      let rig = try await DaemonRig(loop: loop)
      rig.insert(.overCharacters)
      try await rig.events.expect(.cardInserted(rig.reader.name))
      try await body(rig, loop)
    }
  }

  private static func other(_ loop: EventLoop) async throws -> OtherProgram {
    let connecting = try BlockingCall(loop: loop) { OtherProgram(mode: SCARD_SHARE_SHARED) }
    let other = try #require(await connecting.value(timeout: patience))
    #expect(other.connected.rawValue == 0)
    return other
  }

  @Test func `nobody begins a transaction while the card is in our session`() throws {
    try withCard { rig, loop in
      let other = try await Self.other(loop)
      let session = try await rig.reader.powerUp(timeout: Self.patience)
      let beginning = try BlockingCall(loop: loop) { other.begin() }
      #expect(await beginning.value(timeout: Self.moment) == nil)
      try await Self.requireEcho(session)
      #expect(beginning.value == nil)
      await session.powerDown()
      // 80100068: the card is not what it was.
      let begun = await beginning.value(timeout: Self.patience)
      #expect(begun == .resetCard || begun?.rawValue == 0, "\(begun?.description ?? "no answer")")
      _ = try await BlockingCall(loop: loop) { other.end(SCARD_LEAVE_CARD) }
        .value(timeout: Self.patience)
    }
  }

  @Test func `nobody resets the card while it is in our session`() throws {
    try withCard { rig, loop in
      let other = try await Self.other(loop)
      let session = try await rig.reader.powerUp(timeout: Self.patience)
      let resets = rig.slot.powerCounts.warm + rig.slot.powerCounts.cold
      let reset = try BlockingCall(loop: loop) { other.reset() }
      // Refused (8010000B) or kept waiting, as the daemon likes.
      let refusal = await reset.value(timeout: Self.moment)
      #expect(refusal == nil || refusal == .sharingViolation, "\(refusal?.description ?? "")")
      try await Self.requireEcho(session)
      #expect(rig.slot.powerCounts.warm + rig.slot.powerCounts.cold == resets)
      await session.powerDown()
      #expect(await reset.value(timeout: Self.patience) != nil)
      _ = try await BlockingCall(loop: loop) { other.end(SCARD_LEAVE_CARD) }
        .value(timeout: Self.patience)
    }
  }

  @Test(arguments: [SCARD_SHARE_SHARED, SCARD_SHARE_EXCLUSIVE])
  func `nobody connects to the card while it is in our session`(mode: Int32) throws {
    try withCard { rig, loop in
      let session = try await rig.reader.powerUp(timeout: Self.patience)
      let connecting = try BlockingCall(loop: loop) { OtherProgram(mode: mode) }
      let early = await connecting.value(timeout: Self.moment)
      #expect(early == nil || early?.connected == .sharingViolation)
      try await Self.requireEcho(session)
      await session.powerDown()
      let other = try #require(await connecting.value(timeout: Self.patience))
      if early == nil { #expect(other.connected.rawValue == 0) }
      _ = try await BlockingCall(loop: loop) { other.end(SCARD_LEAVE_CARD) }
        .value(timeout: Self.patience)
    }
  }

  @Test func `a second driver of the same reader waits its turn, and gets it`() throws {
    try withCard { rig, loop in
      let second = rig.driver(accepting: .any)
      for _ in 0..<500 where !second.isCardPresent { await loop.sleep(for: .milliseconds(10)) }
      let session = try await rig.reader.powerUp(timeout: Self.patience)
      do throws(CardReaderError) {
        _ = try await second.powerUp(timeout: Self.moment)
        Issue.record("two sessions on one card")
      } catch {
        #expect(error == .shared)
      }
      try await Self.requireEcho(session)
      await session.powerDown()
      let next = try await second.powerUp(timeout: Self.patience)
      try await Self.requireEcho(next)
      await next.powerDown()
    }
  }

  /// The ways in which a session ends.
  enum End: CaseIterable {
    case powerDown
    case nobodyKeepsIt
    case failure
    case driverStops
  }

  @Test(arguments: End.allCases)
  func `the card is without power when its session has ended`(end: End) throws {
    try withCard { rig, loop in
      var session: (any CardSession)? = try await rig.reader.powerUp(timeout: Self.patience)
      if let session { try await Self.requireEcho(session) }
      let before = rig.slot.powerCounts.down
      switch end {
      case .powerDown: await session?.powerDown()
      case .nobodyKeepsIt: session = nil
      case .failure:
        rig.slot.faults = .scripted([.silence])
        #expect(await Self.fails(session))
      case .driverStops: await rig.stopDriver()
      }
      for _ in 0..<200 where rig.slot.powerCounts.down == before {
        await loop.sleep(for: .milliseconds(5))
      }
      // By the driver, not by the daemon, which waits five seconds before it does the same.
      #expect(rig.slot.powerCounts.down == before + 1)
      withExtendedLifetime(session) {}
    }
  }

  private static func fails(_ session: (any CardSession)?) async -> Bool {
    do throws(CardReaderError) {
      _ = try await session?.transmit(echo, timeout: patience)
      return false
    } catch {
      return true
    }
  }
}
