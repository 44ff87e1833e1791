import EventLoop
import HAL
import HALConformance
import Testing

/// The ways to have a card reader.
enum CardReaderLevel: Level {
  /// The driver for pcscd, on a real pcscd with an emulated reader beneath.
  case daemon

  var testDescription: String {
    switch self {
    case .daemon: "PCSCReader on pcscd with our IFD handler"
    }
  }

  var availability: LevelAvailability {
    switch self {
    case .daemon: DaemonRig.availability
    }
  }

  func makeRig(on loop: EventLoop) async throws -> any CardReaderRig {
    switch self {
    case .daemon: try await DaemonRig(loop: loop)
    }
  }
}

@Suite struct CardReaderConformanceTests {
  @Test(arguments: CardReaderLevel.allCases, CardReaderConformance.checks)
  func `a card reader does what every card reader must`(
    level: CardReaderLevel, check: CardReaderConformance.Check
  ) throws {
    try level.run(check)
  }
}
