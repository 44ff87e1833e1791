import Connectivity
import HAL
import MockDevices
import Simulation
import Synchronization
import TerminalFlows
import TestCards
import Testing

/// What the firmware does for a modem by itself, in virtual time.
@Suite struct ModemDutyTests {
  /// The modem of a simulated day, which is over when it is looked at.
  private final class Day: Sendable {
    let troubles = Mutex<[TroubleCause]>([])
    let devices = Mutex<[DeviceRoll.Entry]>([])
    // The simulation runs on one thread, and the test looks at it afterwards on the same one.
    nonisolated(unsafe) var modem: MockModem?
  }

  private func day(
    isNetworkCellular: Bool = true, required: Set<BoardDevice> = [],
    _ prepare: @escaping @Sendable (MockModem, any DeviceClock) -> Void
  ) throws -> (Day, Int) {
    let day = Day()
    var simulation = Simulation(seed: 3, saleCount: 5, cards: TestCards.bench, kernel: .simulated)
    simulation.withFaults = false
    simulation.isNetworkCellular = isNetworkCellular
    simulation.required.formUnion(required)
    simulation.modem = { clock in
      let modem = MockModem(clock: clock)
      prepare(modem, clock)
      day.modem = modem
      return modem
    }
    simulation.onTrace = { _, event in
      switch event {
      case .ladder(_, let trouble?): day.troubles.withLock { $0.append(trouble) }
      case .device(let entry): day.devices.withLock { $0.append(entry) }
      default: break
      }
    }
    let outcome = try simulation.run()
    #expect(outcome.check.findings.isEmpty)
    return (day, outcome.check.approvedCount)
  }

  @Test func `a modem that is well costs nothing`() throws {
    let (day, approved) = try day { _, _ in }
    #expect(approved >= 3)
    #expect(day.modem?.calls.allSatisfy { $0 == "status" } == true)
  }

  @Test func `a modem that hangs at power-on is restarted, once`() throws {
    let (day, approved) = try day { modem, _ in modem.isSilent = true }
    #expect(approved >= 3)
    #expect(day.modem?.calls.prefix(2) == ["status", "restart"])
    #expect(day.modem?.calls.count { $0 == "restart" } == 1)
  }

  @Test func `a modem that is missing stops nothing where the network comes by cable`() throws {
    let (day, approved) = try day(isNetworkCellular: false) { modem, _ in
      modem.setPlugged(false)
    }
    #expect(approved >= 3)
    #expect(day.troubles.withLock { !$0.contains(.modemSilent) })
    #expect(day.devices.withLock { $0.map(\.device) } == [.modem])
    #expect(day.devices.withLock { $0.map(\.finding) } == [.missing])
  }

  @Test func `a required modem that is missing stops trading until it is there`() throws {
    let (day, approved) = try day(isNetworkCellular: false, required: [.modem]) { modem, clock in
      modem.setPlugged(false)
      // Half a minute later somebody plugs it in.
      clock.setTimer(after: .seconds(30)) { modem.setPlugged(true) }
    }
    #expect(approved >= 3)
    #expect(day.troubles.withLock { $0.contains(.modemSilent) })
    #expect(day.devices.withLock { $0.map(\.finding) } == [.missing, .present])
    #expect(day.devices.withLock { $0.allSatisfy(\.isRequired) })
  }

  @Test func `a SIM that is locked stops nothing where the network comes by cable`() throws {
    let (day, approved) = try day(isNetworkCellular: false) { modem, _ in
      modem.truth.sim = .pinRequired(triesLeft: 1)
    }
    #expect(approved >= 3)
    #expect(day.troubles.withLock { $0.allSatisfy { $0.rung > .networkConnected } })
    #expect(day.devices.withLock { $0.isEmpty })
  }

  @Test func `a radio that is off is switched on`() throws {
    let (day, approved) = try day { modem, _ in modem.truth.isRadioOn = false }
    #expect(approved >= 3)
    #expect(day.modem?.calls.contains("set radio on") == true)
    #expect(!day.troubles.withLock { $0.contains(.radioOff) })
  }

  @Test func `another SIM stops trading, by name`() throws {
    let day = Day()
    var simulation = Simulation(seed: 3, saleCount: 1, cards: TestCards.bench, kernel: .simulated)
    simulation.withFaults = false
    simulation.settlesAtEnd = false
    simulation.modem = { clock in
      let modem = MockModem(clock: clock)
      modem.truth.isBoundSIM = false
      // Half a minute later somebody puts the right one back.
      clock.setTimer(after: .seconds(30)) { modem.truth.isBoundSIM = true }
      return modem
    }
    simulation.onTrace = { _, event in
      guard case .ladder(_, let trouble) = event, let trouble else { return }
      day.troubles.withLock { $0.append(trouble) }
    }
    let outcome = try simulation.run()
    #expect(outcome.check.findings.isEmpty)
    #expect(day.troubles.withLock { $0.first } == .simChanged)
  }
}
