import CellularModem
import EventLoop
import HAL
import MockDevices
import Testing

/// A PIN is entered when that can do no harm, and never otherwise.
@Suite struct SIMUnlockingTests {
  private struct Outcome {
    var states: [ModemStatus.SIM] = []
    var entries = 0
    var lock: EmulatedSIM.Lock?
  }

  private func outcome(
    lock: EmulatedSIM.Lock, statuses: Int = 3, unsupported: Set<String> = [],
    between: @escaping @Sendable (EmulatedModem) -> Void = { _ in },
    change: @escaping @Sendable (inout ModemOptions) -> Void = { $0.pin = SIMPIN("1234") }
  ) throws -> Outcome {
    let (states, entries, lock) = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, sim: EmulatedSIM(lock: lock), change)
      counter.modem.unsupported = unsupported
      var states: [ModemStatus.SIM] = []
      for _ in 0..<statuses {
        states.append(try await counter.status().get().sim)
        between(counter.modem)
      }
      let entries = counter.modem.commands.count { $0.hasPrefix("AT+CPIN=") }
      return (states, entries, counter.modem.sim?.lock)
    }
    return Outcome(states: states, entries: entries, lock: lock)
  }

  @Test func `the right PIN opens the SIM`() throws {
    let seen = try outcome(lock: .pin("1234", triesLeft: 3))
    #expect(seen.states == [.ready, .ready, .ready])
    #expect(seen.entries == 1)
  }

  @Test func `a wrong PIN is tried once and never again`() throws {
    let seen = try outcome(lock: .pin("9999", triesLeft: 3))
    #expect(seen.entries == 1)
    #expect(seen.lock == .pin("9999", triesLeft: 2))
    #expect(seen.states.last == .pinRequired(triesLeft: 2))
  }

  @Test func `the last try is left to a person`() throws {
    let seen = try outcome(lock: .pin("1234", triesLeft: 1))
    #expect(seen.entries == 0)
    #expect(seen.states.first == .pinRequired(triesLeft: 1))
  }

  @Test func `without knowing the tries left nothing is tried`() throws {
    let seen = try outcome(lock: .pin("1234", triesLeft: 3), unsupported: ["+CPINR"])
    #expect(seen.entries == 0)
    #expect(seen.states.first == .pinRequired(triesLeft: nil))
  }

  @Test func `without a PIN in the profile, and with a PUK, nothing is tried`() throws {
    #expect(try outcome(lock: .pin("1234", triesLeft: 3), change: { _ in }).entries == 0)
    #expect(try outcome(lock: .puk("12345678", triesLeft: 10)).entries == 0)
  }

  @Test func `somebody else's SIM is not tried`() throws {
    let seen = try outcome(
      lock: .pin("1234", triesLeft: 3),
      change: { options in
        options.pin = SIMPIN("1234")
        options.boundICCID = "8986001234567890123"
      })
    #expect(seen.entries == 0)
  }

  @Test func `after a restart a PIN that was right is entered again`() throws {
    let seen = try outcome(
      lock: .pin("1234", triesLeft: 3),
      between: {
        $0.setSIM(EmulatedSIM(lock: .pin("1234", triesLeft: 3)))
        $0.restart()
      })
    #expect(seen.entries >= 2)
    #expect(seen.states.last == .ready)
  }

  @Test func `an entry without an answer counts as spent`() throws {
    let entries = try EventLoop.run { loop in
      let counter = try ModemCounter(loop, sim: EmulatedSIM(lock: .pin("1234", triesLeft: 3))) {
        $0.pin = SIMPIN("1234")
      }
      counter.modem.lies["+CPIN=\"1234\""] = ""
      for _ in 0..<4 { _ = await counter.status(timeout: .milliseconds(400)) }
      return counter.modem.commands.count { $0.hasPrefix("AT+CPIN=") }
    }
    #expect(entries == 1)
  }

  @Test func `a PIN shows itself nowhere`() {
    var text = "\(SIMPIN("1234") as Any)"
    dump(SIMPIN("1234"), to: &text)
    #expect(!text.contains("1234"))
    #expect(SIMPIN("123") == nil && SIMPIN("123456789") == nil && SIMPIN("12a4") == nil)
  }

  @Test(arguments: [("89001010000000000018", true), ("89001010000000000026", false)])
  func `an exchanged SIM is told from the bound one`(bound: String, isBound: Bool) throws {
    let status = try EventLoop.run { loop in
      try await ModemCounter(loop) { $0.boundICCID = bound }.status().get()
    }
    #expect(status.isBoundSIM == isBound)
    #expect(status.sim == .ready)
  }
}
