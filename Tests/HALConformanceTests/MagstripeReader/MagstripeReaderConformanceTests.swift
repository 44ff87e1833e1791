import EventLoop
import HALConformance
import MockedUSB
import Testing

/// Every swipe reader of the project, held to the same sentences.
@Suite struct MagstripeReaderConformanceTests {
  @Test(arguments: MagstripeReaderLevel.here, MagstripeReaderConformance.checks)
  func `a swipe reader does what the protocol says`(
    level: MagstripeReaderLevel, check: MagstripeReaderConformance.Check
  ) throws {
    try level.run(check)
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `the levels on USB and on evdev are run on mocked devices`() throws {
    try MockedUSBBus.runTests(matching: "MagstripeReaderConformanceTests")
  }
}
