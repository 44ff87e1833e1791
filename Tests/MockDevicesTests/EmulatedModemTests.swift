import MockDevices
import Testing

@Suite struct EmulatedModemTests {
  private func answer(_ modem: EmulatedModem, _ command: String) -> String {
    String(decoding: modem.receive(Array((command + "\r").utf8)), as: UTF8.self)
  }

  @Test func `it echoes until told not to, and answers in any pieces`() {
    let modem = EmulatedModem()
    #expect(answer(modem, "AT") == "AT\r\r\nOK\r\n")
    #expect(answer(modem, "ATE0V1") == "ATE0V1\r\r\nOK\r\n")
    #expect(modem.receive(Array("AT+C".utf8)).isEmpty)
    #expect(answer(modem, "SQ") == "\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
    #expect(modem.commands == ["AT", "ATE0V1", "AT+CSQ"])
  }

  @Test func `it forgets its settings when it restarts`() {
    let modem = EmulatedModem()
    _ = answer(modem, "ATE0;+CMEE=1;+CREG=2")
    modem.restart()
    #expect(
      String(decoding: modem.takeUnsolicited(), as: UTF8.self) == "\r\nRDY\r\n\r\n+CPIN: READY\r\n")
    #expect(answer(modem, "AT+XYZ") == "AT+XYZ\r\r\nERROR\r\n")
  }

  @Test func `it reports changes that it was asked to report`() {
    let modem = EmulatedModem()
    var calls = 0
    modem.onUnsolicited = { calls += 1 }
    modem.registration = .searching
    #expect(modem.takeUnsolicited().isEmpty)
    _ = answer(modem, "AT+CEREG=3")
    modem.registration = .denied(cause: 15)
    #expect(
      String(decoding: modem.takeUnsolicited(), as: UTF8.self)
        == "\r\n+CEREG: 3,\"1A2B\",\"0000C0DE\",7,0,15\r\n")
    #expect(calls == 1)
  }

  @Test func `wrong PINs lead to the PUK, wrong PUKs to the end`() {
    let modem = EmulatedModem(sim: EmulatedSIM(lock: .pin("1234", triesLeft: 3)))
    _ = answer(modem, "ATE0+CMEE=1")
    #expect(answer(modem, "AT+CPIN=\"0000\"") == "\r\n+CME ERROR: 16\r\n")
    #expect(modem.sim?.lock == .pin("1234", triesLeft: 2))
    _ = answer(modem, "AT+CPIN=\"0000\"")
    #expect(answer(modem, "AT+CPIN=\"0000\"") == "\r\n+CME ERROR: 12\r\n")
    #expect(answer(modem, "AT+CPIN?") == "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n")
    #expect(answer(modem, "AT+CPIN=\"12345678\",\"1111\"") == "\r\nOK\r\n")
    #expect(modem.sim?.lock == .open)
  }

  @Test func `the SIM's file has its digits swapped`() {
    #expect(EmulatedSIM(iccid: "8986001234567890123").iccidFile == "986800214365870921F3")
  }

  @Test func `a dead modem says nothing, and noise without end is no trouble`() {
    let modem = EmulatedModem()
    _ = answer(modem, "ATE0")
    #expect(modem.receive([UInt8](repeating: 0x55, count: 100_000)).isEmpty)
    #expect(answer(modem, "").isEmpty)
    #expect(answer(modem, "AT") == "\r\nOK\r\n")
    modem.isDead = true
    #expect(answer(modem, "AT").isEmpty)
    modem.send(unsolicited: "RING")
    #expect(modem.takeUnsolicited().isEmpty)
  }
}
