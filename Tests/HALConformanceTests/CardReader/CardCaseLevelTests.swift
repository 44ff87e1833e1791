import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import TestCards
import Testing

/// The cases of `Tests/Cards` through a real pcscd, whose reader is played by this process: they
/// come to the same as by the kernel alone.
@Suite struct CardCaseLevelTests {
  @Test func `every card comes to what its file says, through pcscd`() throws {
    if case .missing(let why) = DaemonRig.availability {
      #expect(!isContinuousIntegration, "in CI every level must run: \(why)")
      try Test.cancel("SKIPPED: \(why)")
    }
    let files = try TestCards.profiles.map { try TestCards.folder.file($0) }
    let cases = try files.flatMap { try CardCaseReader($0).cases() }
    try EventLoop.run { loop in
      let rig = try await DaemonRig(loop: loop)
      let start = loop.uptime
      for trial in cases {
        let deviations = try await trial.deviations(in: rig.reader, at: rig.slot) {
          let isTaken = rig.slot.presence == .taken
          for _ in 0..<1000 where rig.reader.state.isCardPresent != isTaken {
            await loop.sleep(for: .milliseconds(2))
          }
        }
        #expect(deviations.isEmpty, "\(trial.failureText(deviations))")
      }
      print("card cases: \(cases.count) through pcscd in \(loop.uptime - start)")
    }
  }
}
