import CellularModem
import EmulatedPorts
import EventLoop
import HAL
import MockDevices
import SystemPackage
import Testing

/// The driver on a real pseudo terminal, with an emulated modem beneath.
@Suite struct SerialModemTests {
  private typealias Outcome = Result<ModemStatus, ModemError>

  /// A modem, its line and its driver, on one loop.
  private final class Counter {
    let loop: EventLoop
    let modem: EmulatedModem
    let line: PseudoTerminal
    let driver: SerialModem

    init(
      _ loop: EventLoop, sim: EmulatedSIM? = EmulatedSIM(), family: ModemFamily = .generic
    ) throws {
      self.loop = loop
      modem = EmulatedModem(sim: sim)
      line = try PseudoTerminal(modem, loop: loop)
      driver = SerialModem(
        name: DeviceName("modem"), path: line.path, baud: 115_200, family: family, loop: loop)
    }

    func status(timeout: Duration = .seconds(20)) async -> Outcome {
      await Self.status(driver, timeout: timeout)
    }

    static func status(_ driver: SerialModem, timeout: Duration) async -> Outcome {
      do throws(ModemError) {
        return .success(try await driver.status(timeout: timeout))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func `a healthy modem tells everything`() throws {
    let status = try EventLoop.run { loop in try await Counter(loop).status().get() }
    var expected = ModemStatus(sim: .ready, registration: .home)
    expected.signal = -73
    expected.isAttached = true
    expected.networkOperator = "Test Net"
    expected.iccid = "89001010000000000018"
    expected.imei = "004401010000018"
    expected.accessTechnology = "LTE"
    #expect(status == expected)
  }

  @Test(
    arguments: [
      (nil, ModemStatus.SIM.absent), (.pin("1234", triesLeft: 3), .pinRequired),
      (.puk("12345678", triesLeft: 10), .pukRequired), (.broken, .failed), (.busy, .busy),
    ] as [(EmulatedSIM.Lock?, ModemStatus.SIM)])
  func `the state of the SIM is told, and no PIN is tried`(
    lock: EmulatedSIM.Lock?, state: ModemStatus.SIM
  ) throws {
    let (status, commands) = try EventLoop.run { loop in
      let counter = try Counter(loop, sim: lock.map { EmulatedSIM(lock: $0) })
      return (try await counter.status().get(), counter.modem.commands)
    }
    #expect(status.sim == state)
    #expect(status.registration == .idle)
    #expect(!commands.contains { $0.hasPrefix("AT+CPIN=") })
    // A locked SIM still tells its number, by which the carrier finds it.
    let isLocked = state == .pinRequired || state == .pukRequired
    #expect((status.iccid != nil) == isLocked)
  }

  @Test(
    arguments: [
      (.idle, .idle), (.searching, .searching), (.roaming, .roaming),
      (.denied(cause: 7), .denied(cause: 7)), (.emergencyOnly, .emergencyOnly),
    ] as [(EmulatedModem.Registration, ModemStatus.Registration)])
  func `the registration is told with the cause of a refusal`(
    emulated: EmulatedModem.Registration, told: ModemStatus.Registration
  ) throws {
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.modem.registration = emulated
      return try await counter.status().get()
    }
    #expect(status.registration == told)
    #expect(status.isAttached == (told == .roaming))
  }

  @Test func `an unknown signal stays unknown`() throws {
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.modem.signal = nil
      return try await counter.status().get()
    }
    #expect(status.signal == nil)
  }

  @Test func `a modem of the second generation is registered by its own kind`() throws {
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.modem.cell = .gsm
      counter.modem.unsupported = ["+CEREG"]
      return try await counter.status().get()
    }
    #expect(status.registration == .home)
    #expect(status.accessTechnology == "GSM")
  }

  @Test(arguments: ModemFamily.all)
  func `each family tells the SIM's number, by its own command or the file`(
    family: ModemFamily
  ) throws {
    for unsupported in [[], Set(["+CCID", "+QCCID", "+ICCID", "+CICCID"])] {
      let status = try EventLoop.run { loop in
        let counter = try Counter(loop, family: family)
        counter.modem.unsupported = unsupported
        return try await counter.status().get()
      }
      #expect(status.iccid == "89001010000000000018")
    }
    #expect(ModemFamily(name: family.name) == family)
  }

  @Test func `noise and lines in between change nothing`() throws {
    let statuses = try EventLoop.run { loop in
      let counter = try Counter(loop)
      let quiet = try await counter.status().get()
      counter.modem.noise = [0x00, 0xFF, 0x80, 0x1B, 0x0D]
      counter.modem.interruption = "+CREG: 2"
      return [quiet, try await counter.status().get()]
    }
    #expect(statuses[0] == statuses[1])
  }

  @Test func `a modem that restarts is set up again`() throws {
    let (status, commands) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      _ = await counter.status()
      counter.modem.restart()
      // One status may fall into the restart; the next one finds the modem as it was.
      _ = await counter.status()
      counter.modem.registration = .denied(cause: 11)
      return (try await counter.status().get(), counter.modem.commands)
    }
    #expect(status.registration == .denied(cause: 11))
    #expect(commands.count { $0 == "ATE0" } == 2)
  }

  @Test func `a dead modem is told as such, and found when it lives again`() throws {
    let outcomes = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.modem.isDead = true
      var outcomes = [await counter.status(timeout: .milliseconds(400))]
      for _ in 0..<12 { outcomes.append(await counter.status(timeout: .milliseconds(10))) }
      counter.modem.isDead = false
      outcomes.append(await counter.status())
      return outcomes
    }
    #expect(outcomes.dropLast().allSatisfy { $0 == .failure(.timedOut) })
    #expect(try outcomes.last?.get().sim == .ready)
  }

  @Test func `late answers do not become those of the next status`() throws {
    let outcomes = try EventLoop.run { loop in
      let counter = try Counter(loop)
      var outcomes = [await counter.status()]
      counter.modem.holdsAnswers = true
      counter.modem.signal = -51
      outcomes.append(await counter.status(timeout: .milliseconds(50)))
      counter.modem.setSIM(nil)
      counter.modem.releaseAnswers()
      outcomes.append(await counter.status())
      return outcomes
    }
    #expect(try outcomes[0].get().sim == .ready)
    #expect(outcomes[1] == .failure(.timedOut))
    #expect(try outcomes[2].get().sim == .absent)
    #expect(try outcomes[2].get().signal == -51)
  }

  @Test func `late answers are waited out where the modem gives no mark`() throws {
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.modem.unsupported = ["+CMEE"]
      counter.modem.holdsAnswers = true
      _ = await counter.status(timeout: .milliseconds(50))
      loop.setTimer(after: .milliseconds(20)) { counter.modem.releaseAnswers() }
      return try await counter.status().get()
    }
    #expect(status.sim == .ready)
    #expect(status.imei == "004401010000018")
  }

  @Test func `a modem that is unplugged is gone, and back when it is plugged again`() throws {
    let outcomes = try EventLoop.run { loop in
      let modem = EmulatedModem()
      let link = "/tmp/lianji-modem-\(UInt32(loop.uptime.components.attoseconds / 1_000_000_000))"
      let line = try PseudoTerminal(modem, link: link, loop: loop)
      let driver = SerialModem(name: DeviceName("modem"), path: link, loop: loop)
      var outcomes = [await Counter.status(driver, timeout: .seconds(20))]
      line.unplug()
      outcomes.append(await Counter.status(driver, timeout: .seconds(20)))
      let second = try PseudoTerminal(modem, link: link, loop: loop)
      outcomes.append(await Counter.status(driver, timeout: .seconds(20)))
      // Back so quickly that nobody asked in between.
      second.unplug()
      let third = try PseudoTerminal(modem, link: link, loop: loop)
      outcomes.append(await Counter.status(driver, timeout: .seconds(20)))
      driver.close()
      third.unplug()
      return outcomes
    }
    #expect(try outcomes[0].get().sim == .ready)
    #expect(outcomes[1] == .failure(.portUnavailable(code: Errno.noSuchFileOrDirectory.rawValue)))
    #expect(try outcomes[2].get().sim == .ready)
    #expect(try outcomes[3].get().sim == .ready)
  }

  @Test func `two callers at once are served one after the other`() throws {
    let statuses = try EventLoop.run { loop in
      let counter = try Counter(loop)
      nonisolated(unsafe) let both = counter  // one loop, one thread
      async let first = both.status().get()
      async let second = both.status().get()
      return [try await first, try await second]
    }
    #expect(statuses[0] == statuses[1])
  }
}
