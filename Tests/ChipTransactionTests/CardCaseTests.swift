import EventLoop
import HAL
import MockDevices
import TestCards
import Testing
import YAMLDocument

/// Every case of every card in `Tests/Cards`, by the kernel alone: the reader is in this process.
@Suite struct CardCaseTests {
  @Test(arguments: TestCards.profiles)
  func `a card comes to what its file says`(profile: String) throws {
    let file = try TestCards.folder.file(profile)
    let swipe = try SwipeCase(file)
    if let swipe { #expect(swipe.deviations.isEmpty, "\(profile).yaml: \(swipe.deviations)") }
    let cases = try CardCaseReader(file).cases()
    #expect(!cases.isEmpty || swipe != nil)
    try EventLoop.run { loop in
      for trial in cases {
        let reader = MockCardReader(name: DeviceName("ic"), clock: loop)
        let deviations = try await trial.deviations(in: reader, at: reader.slot)
        #expect(deviations.isEmpty, "\(trial.failureText(deviations))")
      }
    }
  }
}
