import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import Testing

/// The ways to have a card reader.
enum CardReaderLevel: Level {
  /// The mock.
  case mock
  /// The mock behind a trace and a plan without faults: wrappers change nothing.
  case wrappedMock
  /// The driver for pcscd, on a real pcscd with an emulated reader beneath.
  case daemon
  /// The same driver, on a real pcscd with the real libccid and libusb, and a mocked USB reader.
  case ccid

  var testDescription: String {
    switch self {
    case .mock: "mock"
    case .wrappedMock: "mock, traced, with a plan of no faults"
    case .daemon: "PCSCReader on pcscd with our IFD handler"
    case .ccid: "PCSCReader on pcscd with libccid on a mocked USB reader"
    }
  }

  var availability: LevelAvailability {
    switch self {
    case .mock, .wrappedMock: .available
    case .daemon: DaemonRig.availability
    case .ccid: CCIDRig.availability
    }
  }

  func makeRig(on loop: EventLoop) async throws -> any CardReaderRig {
    switch self {
    case .mock: MockCardReaderRig(loop: loop)
    case .wrappedMock:
      MockCardReaderRig(loop: loop) { mock in
        FaultyCardReader(
          TracingCardReader(mock, clock: loop) { _ in }, plan: .none)
      }
    case .daemon: try await DaemonRig(loop: loop)
    case .ccid: try await CCIDRig(loop: loop)
    }
  }
}

/// Whether a level that can't run is a failure.
let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"

@Suite struct CardReaderConformanceTests {
  @Test(arguments: CardReaderLevel.allCases, CardReaderConformance.checks)
  func `a card reader does what every card reader must`(
    level: CardReaderLevel, check: CardReaderConformance.Check
  ) throws {
    try level.run(check)
  }
}
