import ATCommands
import CellularModem
import EmulatedPorts
import EventLoop
import HAL
import MockDevices
import SystemPackage
import Testing

/// The driver on a real pseudo terminal, with an emulated modem beneath.
@Suite struct SerialModemTests {
  @Test func `a healthy modem tells everything`() throws {
    let status = try EventLoop.run { loop in try await ModemCounter(loop).status().get() }
    var expected = ModemStatus(sim: .ready, registration: .home)
    expected.registrations = [.calls: .home, .packetData: .home, .lte: .home]
    expected.isRadioOn = true
    expected.signal = SignalStrength(power: -73, referencePower: -95)
    expected.signal.referenceQualityHalfDecibels = -20
    expected.isAttached = true
    expected.bearer.accessPoint = "test.apn"
    expected.bearer.isActive = true
    expected.bearer.address = "10.0.0.1"
    expected.networkOperator = "Test Net"
    expected.operatorNumber = "00101"
    expected.accessTechnology = "LTE"
    expected.area = "1A2B"
    expected.cell = "0000C0DE"
    expected.iccid = "89001010000000000018"
    expected.imsi = SubscriberNumber(digits: "001010123456789")
    expected.imei = "004401010000018"
    expected.model = "Lianji Emulated"
    expected.revision = "1.0"
    #expect(status == expected)
    #expect("\(status)".contains("00101**********") && !"\(status)".contains("001010123456789"))
  }

  @Test(
    arguments: [
      (nil, ModemStatus.SIM.absent), (.pin("1234", triesLeft: 3), .pinRequired(triesLeft: 3)),
      (.puk("12345678", triesLeft: 9), .pukRequired(triesLeft: 9)), (.broken, .failed),
      (.busy, .busy), (.wrong, .wrong), (.boundToOther, .lockedToOther(lock: "PH-NET PIN")),
    ] as [(EmulatedSIM.Lock?, ModemStatus.SIM)])
  func `the state of the SIM is told, and no PIN is tried`(
    lock: EmulatedSIM.Lock?, state: ModemStatus.SIM
  ) throws {
    let (status, commands) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, sim: lock.map { EmulatedSIM(lock: $0) })
      return (try await counter.status().get(), counter.modem.commands)
    }
    #expect(status.sim == state)
    #expect(status.registration == .idle)
    #expect(!commands.contains { $0.hasPrefix("AT+CPIN=") })
    // A locked SIM still tells its number, by which the carrier finds it.
    switch state {
    case .pinRequired, .pukRequired, .lockedToOther: #expect(status.iccid != nil)
    case .ready, .absent, .failed, .wrong, .busy: #expect(status.iccid == nil)
    }
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
      let counter = try ModemCounter(loop)
      counter.modem.registration = emulated
      return try await counter.status().get()
    }
    #expect(status.registration == told)
    #expect(status.isAttached == (told == .roaming))
    #expect(status.registrations[.lte] == told)
  }

  @Test func `an unknown signal stays unknown`() throws {
    let status = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      counter.modem.signal = nil
      return try await counter.status().get()
    }
    #expect(status.signal == SignalStrength())
  }

  @Test func `a modem of the second generation is registered by its own kind`() throws {
    let status = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      counter.modem.cell = .gsm
      counter.modem.unsupported = ["+CEREG"]
      return try await counter.status().get()
    }
    #expect(status.registration == .home)
    #expect(status.accessTechnology == "GSM")
  }

  @Test func `noise and lines in between change nothing`() throws {
    let statuses = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      let quiet = try await counter.status().get()
      counter.modem.noise = [0x00, 0xFF, 0x80, 0x1B, 0x0D]
      counter.modem.interruption = "+CREG: 2"
      return [quiet, try await counter.status().get()]
    }
    #expect(statuses[0] == statuses[1])
  }

  @Test func `a modem that restarts is set up again`() throws {
    let (status, commands) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
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

  @Test func `ten time-outs in a row close the port, and the next call opens it again`() throws {
    let (before, after, outcomes, events) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      var outcomes = [await counter.status()]
      counter.modem.isDead = true
      for _ in 0..<9 { outcomes.append(await counter.status(timeout: .milliseconds(20))) }
      let before = await Self.canOpen(counter.line.path, loop)
      outcomes.append(await counter.status(timeout: .milliseconds(20)))
      let after = await Self.canOpen(counter.line.path, loop)
      // Ten more: a device that is lost is not lost again.
      for _ in 0..<10 { outcomes.append(await counter.status(timeout: .milliseconds(20))) }
      counter.modem.isDead = false
      outcomes.append(await counter.status())
      return (before, after, outcomes, counter.events)
    }
    #expect(!before && after)
    #expect(outcomes.dropFirst().dropLast().allSatisfy { $0 == .failure(.timedOut) })
    #expect(try outcomes.first?.get().sim == .ready)
    #expect(try outcomes.last?.get().sim == .ready)
    let modem = DeviceName("modem")
    #expect(
      events.filter { $0 != .modemChanged(modem) } == [
        .deviceLost(modem), .deviceFound(modem),
      ])
  }

  /// Whether nobody has the line.
  private static func canOpen(_ path: String, _ loop: EventLoop) async -> Bool {
    do throws(Errno) {
      SerialPort.close(
        try await SerialPort.open(path: path, baud: nil, loop: loop, timeout: .seconds(5)))
      return true
    } catch {
      return false
    }
  }

  @Test(arguments: FamilyFiles.names)
  func `each family's modem gets the pause that it needs between two commands`(
    name: String
  ) throws {
    let family = try FamilyFiles.read(name)
    #expect(family.commandGap > .zero)
    let status = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
        $0.family = family
      }
      counter.modem.losesHastyCommands = true
      return try await counter.status().get()
    }
    #expect(status.sim == .ready && status.registration == .home)
  }

  @Test func `without that pause a modem loses commands`() throws {
    let outcome = try EventLoop.run { loop in
      var personality = ModemPersonality.standard
      personality.commandGap = .milliseconds(50)
      let counter = try ModemCounter(loop, personality: personality)
      counter.modem.losesHastyCommands = true
      return await counter.status(timeout: .milliseconds(900))
    }
    #expect(outcome == .failure(.timedOut))
  }

  @Test func `a modem that does not answer is found when it lives again`() throws {
    let outcomes = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      counter.modem.isDead = true
      let silent = await counter.status(timeout: .milliseconds(400))
      counter.modem.isDead = false
      return [silent, await counter.status()]
    }
    #expect(outcomes[0] == .failure(.timedOut))
    #expect(try outcomes[1].get().sim == .ready)
  }

  @Test func `late answers do not become those of the next status`() throws {
    let outcomes = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
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
    #expect(try outcomes[2].get().signal.power == -51)
  }

  @Test func `late answers are waited out where the modem gives no mark`() throws {
    let status = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
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
      let driver = SerialModem(
        name: DeviceName("modem"), line: .device(path: link, speed: .fixed(9600)), loop: loop)
      var outcomes = [await ModemCounter.status(driver, timeout: .seconds(20))]
      line.unplug()
      outcomes.append(await ModemCounter.status(driver, timeout: .seconds(20)))
      let second = try PseudoTerminal(modem, link: link, loop: loop)
      outcomes.append(await ModemCounter.status(driver, timeout: .seconds(20)))
      // Back so quickly that nobody asked in between.
      second.unplug()
      let third = try PseudoTerminal(modem, link: link, loop: loop)
      outcomes.append(await ModemCounter.status(driver, timeout: .seconds(20)))
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
      let counter = try ModemCounter(loop)
      nonisolated(unsafe) let both = counter  // one loop, one thread
      async let first = both.status().get()
      async let second = both.status().get()
      return [try await first, try await second]
    }
    #expect(statuses[0] == statuses[1])
  }
}
