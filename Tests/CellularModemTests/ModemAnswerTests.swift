import CellularModem
import EventLoop
import HAL
import MockDevices
import Testing

/// What each shape of answer means to a terminal, from the bytes of a pseudo terminal upwards.
@Suite struct ModemAnswerTests {
  private func status(
    timeout: Duration = .seconds(20), lying lies: [String: String],
    _ prepare: @escaping @Sendable (EmulatedModem) -> Void = { _ in }
  ) throws -> Result<ModemStatus, ModemError> {
    EventLoop.run { loop in
      guard let counter = try? ModemCounter(loop) else { return .failure(.protocolViolation) }
      counter.modem.lies = lies
      prepare(counter.modem)
      return await counter.status(timeout: timeout)
    }
  }

  private func answer(_ line: String) -> String { "\r\n\(line)\r\n\r\nOK\r\n" }

  /// Every code of 3GPP TS 27.007, 9.2 that a status can meet, as a refusal of `+CPIN?`.
  @Test(
    arguments: [
      (0, .failed), (3, .failed), (4, .failed), (5, .lockedToOther(lock: "PH-SIM PIN")),
      (10, .absent), (11, .pinRequired(triesLeft: 3)), (12, .pukRequired(triesLeft: 10)),
      (13, .failed), (14, .busy), (15, .wrong), (16, .failed), (17, .ready), (18, .ready),
      (20, .failed), (21, .failed), (22, .failed), (30, .failed), (31, .busy), (32, .failed),
      (40, .lockedToOther(lock: "PH-NET PIN")), (41, .lockedToOther(lock: "PH-NET PUK")),
      (42, .lockedToOther(lock: "PH-NETSUB PIN")), (43, .lockedToOther(lock: "PH-NETSUB PUK")),
      (44, .lockedToOther(lock: "PH-SP PIN")), (45, .lockedToOther(lock: "PH-SP PUK")),
      (46, .lockedToOther(lock: "PH-CORP PIN")), (47, .lockedToOther(lock: "PH-CORP PUK")),
      (48, .lockedToOther(lock: "PH-FSIM PUK")), (100, .busy), (103, .failed), (106, .failed),
      (107, .failed), (111, .failed), (112, .failed), (113, .failed), (132, .failed),
      (133, .failed), (134, .failed), (148, .busy), (149, .failed), (150, .failed),
    ] as [(Int, ModemStatus.SIM)])
  func `each refusal is a state of the SIM`(code: Int, state: ModemStatus.SIM) throws {
    let lies = ["+CPIN?": "\r\n+CME ERROR: \(code)\r\n"]
    var seen = try status(lying: lies).get().sim
    // The emulated SIM behind the lie is open and tells the tries of an open one.
    if case .pukRequired = seen { seen = .pukRequired(triesLeft: 10) }
    #expect(seen == state)
  }

  @Test(
    arguments: [
      ("+CPIN: READY", .ready), ("+CPIN:READY", .ready), ("+CPIN: SIM PIN2", .ready),
      ("+CPIN: SIM PUK2", .ready), ("+CPIN: NOT INSERTED", .absent), ("+CPIN: NOT READY", .busy),
      ("+CPIN: PH-SIM PIN", .lockedToOther(lock: "PH-SIM PIN")),
      ("+CPIN: SIM FAILURE", .failed), ("+CPIN: SIM BUSY", .busy), ("+CPIN: SIM WRONG", .wrong),
    ] as [(String, ModemStatus.SIM)])
  func `each word for the SIM is a state of it`(line: String, state: ModemStatus.SIM) throws {
    #expect(try status(lying: ["+CPIN?": answer(line)]).get().sim == state)
  }

  /// Final results that are no answer to a question about the SIM.
  @Test(arguments: [
    "ERROR", "COMMAND NOT SUPPORT", "ABORTED", "+CMS ERROR: 310", "+CME ERROR: phone failure",
    "NA", "MODEM ERROR: 9",
  ])
  func `a refusal without a code is a SIM that does not work`(line: String) throws {
    #expect(try status(lying: ["+CPIN?": "\r\n\(line)\r\n"]).get().sim == .failed)
  }

  @Test func `verbose errors are understood as numeric ones`() throws {
    let lies = ["+CPIN?": "\r\n+CME ERROR: SIM not inserted\r\n"]
    #expect(try status(lying: lies).get().sim == .absent)
  }

  @Test(arguments: ["NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "CONNECT 115200", "RING"])
  func `the end of somebody's call in between is not the answer`(line: String) throws {
    let lies = ["+CPIN?": "\r\n\(line)\r\n" + answer("+CPIN: READY")]
    #expect(try status(lying: lies).get().sim == .ready)
  }

  /// Forms of registrations that modems on the market send (ModemManager's collection).
  @Test(
    arguments: [
      ("+CEREG: 2,1, 1F00, 79D903 ,7", .home, "79D903"),
      ("+CEREG: 2,1, 1F00, 20 ,79D903 ,7", .home, "79D903"),
      ("+CEREG: 1, 2, 0001, 00000100, 7", .searching, "00000100"),
      ("+CEREG: 1,3", .denied(cause: nil), nil),
      ("+CEREG: 2,5,\"0502\",\"0404736D\"", .roaming, "0404736D"),
      ("+CEREG:002,001,\"18d8\",\"ffff\"", .home, "ffff"), ("+CEREG:2,1,0001,0010", .home, "0010"),
      ("+CEREG: 2,1,  0 5, 2715", .home, "2715"),
      ("+CEREG: 2, 1, \"0426\", \"F00F\"", .home, "F00F"),
      ("+CEREG: 2,1,000B,2816, B, C2816", .home, "2816"),
      ("+CEREG: 2,6,\"8B37\",\"0A265185\",7", .denied(cause: nil), "0A265185"),
      ("+CEREG: 3,3,\"1A2B\",\"C0DE\",7,0,15", .denied(cause: 15), "C0DE"),
      ("+CEREG: 0,8", .emergencyOnly, nil), ("+CEREG: 0,9", .home, nil),
      ("+CEREG: 0,10", .roaming, nil), ("+CEREG: 0,4", .unknown, nil),
    ] as [(String, ModemStatus.Registration, String?)])
  func `a registration is read in each form`(
    line: String, state: ModemStatus.Registration, cell: String?
  ) throws {
    let seen = try status(
      lying: [
        "+CEREG?": answer(line), "+CREG?": answer("+CREG: 0,0"), "+CGREG?": answer("+CGREG: 0,0"),
      ]
    ).get()
    #expect(seen.registrations[.lte] == state)
    if state.isRegistered { #expect(seen.cell == cell) }
  }

  /// A registration changes just while it is asked: the line that comes unasked is not the answer.
  @Test(arguments: [
    "+CEREG: 2", "+CEREG: 2,\"1A2B\",\"C0DE\",7", "+CEREG: 3,1A2B,C0DE,7,0,11", "+CEREG: 2,,",
    "+CREG: 5,6699,49374", "+CGREG: 1,\"1422\",\"00000142\",3,\"00\"",
  ])
  func `a change in between is not the answer`(line: String) throws {
    let lies = ["+CEREG?": "\r\n\(line)\r\n" + answer("+CEREG: 3,1,\"1A2B\",\"C0DE\",7")]
    #expect(try status(lying: lies).get().registrations[.lte] == .home)
  }

  @Test(
    arguments: [
      ("+CSQ: 20,99", -73), ("+CSQ:20,99", -73), ("+CSQ: 0,0", -113), ("+CSQ: 31,99", -51),
      ("+CSQ: 99,99", nil), ("+CSQ: 199,99", nil), ("+CSQ: 145,99", -71), ("+CSQ: 32,0", nil),
    ] as [(String, Int?)])
  func `a signal is told in dBm, or as unknown`(line: String, power: Int?) throws {
    let lies = ["+CSQ": answer(line), "+CESQ": "\r\n+CME ERROR: 4\r\n"]
    #expect(try status(lying: lies).get().signal == SignalStrength(power: power))
  }

  @Test func `the extended signal fills in what the plain one does not know`() throws {
    let lies = ["+CSQ": answer("+CSQ: 99,99"), "+CESQ": answer("+CESQ: 40,99,50,255,255,255")]
    var expected = SignalStrength(power: -71)
    expected.codePower = -71
    #expect(try status(lying: lies).get().signal == expected)
  }

  @Test func `a bearer without an address is told as such`() throws {
    let lies = [
      "+CGACT?": answer("+CGACT: 1,0"), "+CGPADDR=1": answer("+CGPADDR: 1"),
      "+CGDCONT?": "\r\nOK\r\n",
    ]
    let bearer = try status(lying: lies).get().bearer
    #expect(bearer.isActive == false)
    #expect(bearer.address == nil && bearer.accessPoint == nil)
  }

  /// What ends lines on some modem or other.
  @Test(arguments: [("\r\n", "\r\n"), ("", "\r\n"), ("\n", "\n"), ("\r\r\n", "\r\r\n"), ("", "\r")])
  func `each way to end a line is understood`(start: String, end: String) throws {
    let seen = try status(lying: [:]) { $0.lineEnds = (start, end) }.get()
    #expect(seen.sim == .ready && seen.registration == .home && seen.imei == "004401010000018")
  }

  @Test func `a modem that answers in digits is taught words`() throws {
    let commands = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      counter.modem.answerInDigits()
      let status = try await counter.status().get()
      return (status.sim, counter.modem.commands)
    }
    #expect(commands.0 == .ready)
    #expect(commands.1.contains("ATV1"))
  }

  @Test func `a modem that waits for the text of a message is talked out of it`() throws {
    let sim = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      _ = counter.modem.receive(Array("AT+CMGS=10\r".utf8))
      return try await counter.status().get().sim
    }
    #expect(sim == .ready)
  }

  @Test func `a modem that restarts without a word is found out and set up again`() throws {
    let (first, second, commands) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      let first = try await counter.status().get()
      counter.modem.restart(silently: true)
      // Its echo is on again; a time-out in the middle has the settings looked at.
      counter.modem.lies["+CPIN?"] = ""
      _ = await counter.status(timeout: .milliseconds(300))
      counter.modem.lies = [:]
      return (first, try await counter.status().get(), counter.modem.commands)
    }
    #expect(first == second)
    #expect(commands.count { $0 == "AT+CMEE=1" } == 2)
  }

  @Test func `old modems that cut long lines are never sent one`() throws {
    let (sim, longest) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop) {
        $0.accessPoint = String(repeating: "a", count: 50)
      }
      counter.modem.commandLengthLimit = 80
      let status = try await counter.status().get()
      return (status.sim, counter.modem.commands.map(\.utf8.count).max() ?? 0)
    }
    #expect(sim == .ready)
    #expect(longest <= 80)
  }

  @Test func `the profile's access point replaces another one, and is left alone when it stands`()
    throws
  {
    let (names, commands) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop) { $0.accessPoint = "cmnet" }
      let first = try await counter.status().get().bearer.accessPoint
      counter.modem.registration = .roaming
      await loop.sleep(for: .milliseconds(20))
      let second = try await counter.status().get().bearer.accessPoint
      return ([first, second], counter.modem.commands.filter { $0.hasPrefix("AT+CGDCONT=") })
    }
    #expect(names == ["cmnet", "cmnet"])
    #expect(commands == ["AT+CGDCONT=1,\"IP\",\"cmnet\""])
  }

  @Test func `an idle modem is not asked again for what it tells by itself`() throws {
    let (idle, changed) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop)
      let first = try await counter.status().get()
      let before = counter.modem.commands.count
      #expect(try await counter.status().get() == first)
      let idle = counter.modem.commands.count - before
      counter.modem.registration = .denied(cause: 7)
      _ = await counter.wait { !counter.events.isEmpty }
      return (idle, try await counter.status().get().registration)
    }
    #expect(idle == 3)
    #expect(changed == .denied(cause: 7))
  }
}
