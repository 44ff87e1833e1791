import ATCommands
import BoardProfile
import EventLoop
import HALConformance
import MockDevices
import Testing

/// The ways to have a modem.
enum ModemLevel: String, Level {
  /// The mock of the protocol.
  case mock = "the mock"
  /// The mock behind a wrapper that has nothing to spoil.
  case faulty = "the mock in a faulty wrapper"
  /// The mock behind a wrapper that reports.
  case tracing = "the mock in a tracing wrapper"
  /// The driver on a pseudo terminal, with a modem that keeps to the standard.
  case generic
  /// The same, with the makers' own.
  case simcom2G = "simcom-2g"
  case simcom4G = "simcom-4g"
  case quectel2G = "quectel-2g"
  case quectel4G = "quectel-4g"
  case neoway
  /// The driver on a TCP port, as ser2net makes it.
  case network = "a TCP port"

  var testDescription: String { rawValue }
  var availability: LevelAvailability { .available }

  func makeRig(on loop: EventLoop) throws -> any ModemRig {
    switch self {
    case .mock: MockModemRig(loop: loop)
    case .faulty: MockModemRig(loop: loop) { FaultyModem($0, plan: .none, clock: loop) }
    case .tracing: MockModemRig(loop: loop) { TracingModem($0, clock: loop) { _ in } }
    case .network: try EmulatedModemRig(Self.family("generic"), isNetwork: true, loop: loop)
    case .generic, .simcom2G, .simcom4G, .quectel2G, .quectel4G, .neoway:
      try EmulatedModemRig(Self.family(rawValue), loop: loop)
    }
  }

  private static func family(_ name: String) throws -> ModemFamily {
    let folder = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    return try ModemFamilyFile.read(path: "\(folder)/board-profiles/modems/\(name).yaml")
  }
}

@Suite struct ModemConformanceTests {
  @Test(arguments: ModemLevel.allCases, ModemConformance.checks)
  func `a modem does what every modem must`(
    level: ModemLevel, check: ModemConformance.Check
  ) throws {
    try level.run(check)
  }
}
