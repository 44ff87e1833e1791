import ATCommands
import CellularModem
import EventLoop
import HAL
import MockDevices
import Testing

/// Each family's file, with a modem of that personality behind a pseudo terminal.
@Suite struct ModemFamilyTests {
  @Test func `the generic file says what the standard says`() throws {
    #expect(try FamilyFiles.read("generic") == ModemFamily.generic)
  }

  @Test(arguments: FamilyFiles.names)
  func `each family tells the SIM's number, by its own command or the file`(name: String) throws {
    let family = try FamilyFiles.read(name)
    for knowsOwnCommand in [true, false] {
      let (status, commands) = try EventLoop.run { loop in
        let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
          $0.family = family
        }
        if !knowsOwnCommand { counter.modem.unsupported = Set(family.iccidQueries.map(\.body)) }
        return (try await counter.status().get(), counter.modem.commands)
      }
      #expect(status.iccid == "89001010000000000018")
      #expect(status.registration == .home)
      #expect(status.accessTechnology == (family.domains.contains(.evolvedPacket) ? "LTE" : "GSM"))
      let needsFile = !knowsOwnCommand || family.iccidQueries.isEmpty
      #expect(commands.contains("AT+CRSM=176,12258,0,0,10") == needsFile)
    }
  }

  @Test(arguments: FamilyFiles.names)
  func `each family tells an empty holder and the tries left`(name: String) throws {
    let family = try FamilyFiles.read(name)
    let states = try EventLoop.run { loop in
      var states: [ModemStatus.SIM] = []
      for lock in [nil, .pin("1234", triesLeft: 2), .puk("12345678", triesLeft: 7)]
        as [EmulatedSIM.Lock?]
      {
        let counter = try ModemCounter(
          loop, sim: lock.map { EmulatedSIM(lock: $0) }, personality: ModemPersonality(family)
        ) { $0.family = family }
        states.append(try await counter.status().get().sim)
      }
      return states
    }
    #expect(states == [.absent, .pinRequired(triesLeft: 2), .pukRequired(triesLeft: 7)])
  }

  @Test(arguments: FamilyFiles.names)
  func `a SIM that is pulled makes an event where the module has a switch for it`(
    name: String
  ) throws {
    let family = try FamilyFiles.read(name)
    let (events, states, lifetimes) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
        $0.family = family
        $0.simDetectionLevel = 1
      }
      var lifetimes = [counter.driver.statusLifetime]
      var states = [try await counter.status().get().sim]
      lifetimes.append(counter.driver.statusLifetime)
      // The network notices nothing yet: only the switch does.
      counter.modem.registration = .idle
      _ = await counter.wait(within: .seconds(2)) { !counter.events.isEmpty }
      await loop.sleep(for: .milliseconds(600))
      states.append(try await counter.status().get().sim)
      let before = counter.events.count
      counter.modem.setSIM(nil)
      _ = await counter.wait(within: .milliseconds(900)) { counter.events.count > before }
      let after = counter.events.count
      states.append(try await counter.status().get().sim)
      return ([before, after], states, lifetimes)
    }
    #expect(states == [.ready, .ready, .absent])
    #expect(lifetimes[0] == .seconds(30))
    let hasSwitch = family.simDetection != nil
    #expect(events[1] > events[0] || !hasSwitch)
    #expect(lifetimes[1] == (hasSwitch ? .seconds(60) : .seconds(30)))
  }

  @Test func `a level that the board does not know is never guessed`() throws {
    let family = try FamilyFiles.read("quectel-4g")
    let (commands, lifetime) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
        $0.family = family
      }
      _ = try await counter.status().get()
      return (counter.modem.commands, counter.driver.statusLifetime)
    }
    #expect(!commands.contains { $0.hasPrefix("AT+QSIM") })
    #expect(lifetime == .seconds(30))
  }

  @Test(arguments: FamilyFiles.names)
  func `each family switches off by its command, and says so once`(name: String) throws {
    let family = try FamilyFiles.read(name)
    let (isOn, last) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, personality: ModemPersonality(family)) {
        $0.family = family
      }
      try await counter.driver.powerOff(timeout: .seconds(20))
      return (counter.modem.isOn, counter.modem.functionality)
    }
    // The standard has no way to switch off, but one to be as good as off.
    #expect(isOn == (family.powerOff == nil))
    #expect(last == (family.powerOff == nil ? 0 : 1))
  }

  @Test(arguments: [
    ("RDY", "simcom-2g", UnsolicitedCode.started), ("MODEM:STARTUP", "neoway", .started),
    ("Call Ready", "simcom-2g", .progress("Call Ready")),
    ("+CSMINS: 1,1", "simcom-2g", .simHolder(isOccupied: true)),
    ("+CSMINS:1,0", "simcom-2g", .simHolder(isOccupied: false)),
    ("+QSIMSTAT : 1,0", "quectel-4g", .simHolder(isOccupied: false)),
    ("+QSIMSTAT: 1,1", "quectel-2g", .simHolder(isOccupied: true)),
    ("NORMAL POWER DOWN", "simcom-2g", .poweringDown),
    ("POWERED DOWN", "quectel-4g", .poweringDown),
    (
      "UNDER-VOLTAGE WARNNING", "simcom-2g", .supplyFault("UNDER-VOLTAGE WARNNING")
    ),
    ("+QIND: PB DONE", "quectel-4g", .progress("+QIND: PB DONE")),
  ])
  func `what a module says by itself means what its file says`(
    line: String, name: String, code: UnsolicitedCode
  ) throws {
    #expect(UnsolicitedCode(line: line, table: try FamilyFiles.read(name).codes) == code)
  }
}
