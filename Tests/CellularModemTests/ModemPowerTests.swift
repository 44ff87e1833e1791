import ATCommands
import CellularModem
import EventLoop
import HAL
import MockDevices
import SystemPackage
import Testing

/// Switching on, off and on again, by key, line and command.
@Suite struct ModemPowerTests {
  /// A wire to a modem: what pressing it does, and how it was pressed.
  private final class Wire: OutputLine {
    var edges: [Bool] = []
    var failure: Errno?
    var onRelease: () -> Void = {}

    func set(isActive: Bool) throws(Errno) {
      if let failure { throw failure }
      edges.append(isActive)
      if !isActive { onRelease() }
    }
  }

  private static func quick(_ options: inout ModemOptions) {
    options.family.power.onPulse = .milliseconds(20)
    options.family.power.resetPulse = .milliseconds(20)
    options.family.power.startTime = .milliseconds(700)
    options.family.power.stopTime = .seconds(2)
  }

  private static func failure(
    of driver: SerialModem, within timeout: Duration
  ) async -> ModemError? {
    do throws(ModemError) {
      try await driver.restart(timeout: timeout)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a modem that is off is switched on by its key`() throws {
    let (edges, sim) = try EventLoop.run { loop in
      let key = Wire()
      let counter = try ModemCounter(loop) {
        Self.quick(&$0)
        $0.powerKey = key
      }
      key.onRelease = { counter.modem.pressPowerKey() }
      counter.modem.dropPower()
      try await counter.driver.restart(timeout: .seconds(10))
      return (key.edges, try await counter.status().get().sim)
    }
    #expect(edges == [true, false])
    #expect(sim == .ready)
  }

  @Test func `one that is on leaves the network first`() throws {
    let family = try FamilyFiles.read("simcom-2g")
    let (edges, commands, sim) = try EventLoop.run { loop in
      let key = Wire()
      let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
        $0.family = family
        Self.quick(&$0)
        $0.powerKey = key
      }
      key.onRelease = { counter.modem.pressPowerKey() }
      try await counter.driver.restart(timeout: .seconds(20))
      return (key.edges, counter.modem.commands, try await counter.status().get().sim)
    }
    #expect(edges == [true, false])
    #expect(commands.contains("AT+CPOWD=1"))
    #expect(sim == .ready)
  }

  @Test func `one that hangs is switched off by the first press and on by the second`() throws {
    let (edges, sim) = try EventLoop.run { loop in
      let key = Wire()
      let counter = try ModemCounter(loop) {
        Self.quick(&$0)
        $0.powerKey = key
      }
      key.onRelease = { counter.modem.pressPowerKey() }
      counter.modem.isDead = true
      try await counter.driver.restart(timeout: .seconds(20))
      return (key.edges, try await counter.status().get().sim)
    }
    #expect(edges == [true, false, true, false])
    #expect(sim == .ready)
  }

  @Test func `a reset line helps one that hangs at once`() throws {
    let (edges, sim) = try EventLoop.run { loop in
      let line = Wire()
      let counter = try ModemCounter(loop) {
        Self.quick(&$0)
        $0.resetLine = line
      }
      line.onRelease = {
        counter.modem.isDead = false
        counter.modem.restart()
      }
      counter.modem.isDead = true
      try await counter.driver.restart(timeout: .seconds(10))
      return (line.edges, try await counter.status().get().sim)
    }
    #expect(edges == [true, false])
    #expect(sim == .ready)
  }

  @Test func `without wires a command restarts it, and settings are made anew`() throws {
    let commands = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      _ = try await counter.status().get()
      try await counter.driver.restart(timeout: .seconds(10))
      _ = try await counter.status().get()
      return counter.modem.commands
    }
    #expect(commands.contains("AT+CFUN=1,1"))
    #expect(commands.count { $0 == "ATE0" } == 2)
  }

  @Test func `a dead modem without wires stays dead, in time`() throws {
    let (error, hasControl) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      counter.modem.isDead = true
      let error = await Self.failure(of: counter.driver, within: .milliseconds(300))
      return (error, counter.driver.hasPowerControl)
    }
    #expect(error == .timedOut)
    #expect(!hasControl)
  }

  @Test func `a wire that fails is told, and a key is not touched without time to let it go`()
    throws
  {
    let (errors, edges) = try EventLoop.run { loop in
      let key = Wire()
      let counter = try ModemCounter(loop) {
        Self.quick(&$0)
        $0.powerKey = key
      }
      counter.modem.isDead = true
      var errors = [await Self.failure(of: counter.driver, within: .milliseconds(10))]
      let edges = key.edges
      key.failure = .permissionDenied
      errors.append(await Self.failure(of: counter.driver, within: .seconds(5)))
      return (errors, edges)
    }
    #expect(
      errors == [.timedOut, .portUnavailable(code: Errno.permissionDenied.rawValue)])
    #expect(edges.isEmpty)
  }

  @Test func `a GPIO chip that is none is told by its error number`() {
    let missing = GPIOLine(chip: "/dev/no-such-chip", line: 3, isActiveLow: true)
    #expect(throws: Errno.noSuchFileOrDirectory) { try missing.set(isActive: false) }
    let other = GPIOLine(chip: "/dev/null", line: 3, isActiveLow: false)
    #expect(throws: Errno(rawValue: 25)) { try other.set(isActive: true) }  // ENOTTY
  }

  @Test func `the radio is switched off and on`() throws {
    let states = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      var states = [try await counter.status().get().isRadioOn]
      try await counter.driver.setRadio(isOn: false, timeout: .seconds(10))
      states.append(try await counter.status().get().isRadioOn)
      try await counter.driver.setRadio(isOn: true, timeout: .seconds(10))
      states.append(try await counter.status().get().isRadioOn)
      return states
    }
    #expect(states == [true, false, true])
  }
}
