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
    isNetworkCellular: Bool = true, _ prepare: @escaping @Sendable (MockModem) -> Void
  ) throws -> (Day, Int) {
    let day = Day()
    var simulation = Simulation(seed: 3, saleCount: 5, cards: TestCards.bench, kernel: .simulated)
    simulation.withFaults = false
    simulation.isNetworkCellular = isNetworkCellular
    simulation.modem = { clock in
      let modem = MockModem(clock: clock)
      prepare(modem)
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
    let (day, approved) = try day { _ in }
    #expect(approved >= 3)
    #expect(day.modem?.calls.allSatisfy { $0 == "status" } == true)
  }

  @Test func `a modem that hangs at power-on is restarted, once`() throws {
    let (day, approved) = try day { $0.isSilent = true }
    #expect(approved >= 3)
    #expect(day.modem?.calls.prefix(2) == ["status", "restart"])
    #expect(day.modem?.calls.count { $0 == "restart" } == 1)
  }

  @Test func `a modem that is missing stops nothing where the network comes by cable`() throws {
    let (day, approved) = try day(isNetworkCellular: false) { $0.setPlugged(false) }
    #expect(approved >= 3)
    #expect(day.troubles.withLock { !$0.contains(.modemSilent) })
    #expect(day.devices.withLock { $0.map(\.device) } == [.modem])
    #expect(day.devices.withLock { $0.map(\.finding) } == [.missing])
  }

  @Test func `a SIM that is locked stops nothing where the network comes by cable`() throws {
    let (day, approved) = try day(isNetworkCellular: false) {
      $0.truth.sim = .pinRequired(triesLeft: 1)
    }
    #expect(approved >= 3)
    #expect(day.troubles.withLock { $0.allSatisfy { $0.rung > .networkConnected } })
    #expect(day.devices.withLock { $0.isEmpty })
  }

  @Test func `a radio that is off is switched on`() throws {
    let (day, approved) = try day { $0.truth.isRadioOn = false }
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
