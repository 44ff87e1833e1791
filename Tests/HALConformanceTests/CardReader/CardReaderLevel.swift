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

  var testDescription: String {
    switch self {
    case .mock: "mock"
    case .wrappedMock: "mock, traced, with a plan of no faults"
    case .daemon: "PCSCReader on pcscd with our IFD handler"
    }
  }

  var availability: LevelAvailability {
    switch self {
    case .mock, .wrappedMock: .available
    case .daemon: DaemonRig.availability
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
