import BoardProfile
import BoardSecurity
import EventLoop
import Foundation
import SoftwareSecurityModule
import Testing

@Suite struct BoardSecurityTests {
  private static let bench = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles/bench.yaml").path()

  @Test func `a profile's keys protect records that its module can read`() throws {
    let settings = try BoardProfile.read(path: Self.bench).security
    let module = try SoftwareSecurityModule(
      settings, keypad: SilentKeypad(), clock: EventLoop(), entropy: SystemEntropy())
    let records = try SoftwareRecordProtection(settings, entropy: SystemEntropy())
    #expect(module.hasMasterKey(slot: 0))
    #expect(try module.seal([1, 2, 3]) == records.seal([1, 2, 3]))
    #expect(try module.seal([1, 2, 3]) != records.seal([1, 2, 4]))
    #expect(try module.reveal(records.protect([7, 8])) == [7, 8])
  }

  @Test func `keys that are not marked as test keys need the profile's permission`() throws {
    var settings = try BoardProfile.read(path: Self.bench).security
    settings.keys.areTestKeys = false
    #expect(throws: KeySetError.notATestKey(slot: 0)) {
      _ = try SoftwareSecurityModule(
        settings, keypad: SilentKeypad(), clock: EventLoop(), entropy: SystemEntropy())
    }
    settings.realKeys = .accepted
    _ = try SoftwareSecurityModule(
      settings, keypad: SilentKeypad(), clock: EventLoop(), entropy: SystemEntropy())
  }
}
