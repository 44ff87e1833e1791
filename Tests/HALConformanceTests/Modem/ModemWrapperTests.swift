import EventLoop
import HAL
import MockDevices
import Testing

/// What the wrappers add to a modem.
@Suite struct ModemWrapperTests {
  private static func outcome(
    of modem: any Modem, within timeout: Duration = .seconds(1)
  ) async -> Result<ModemStatus.SIM, ModemError> {
    do throws(ModemError) {
      return .success(try await modem.status(timeout: timeout).sim)
    } catch {
      return .failure(error)
    }
  }

  @Test func `faults come by plan, and the modem behind them is well`() throws {
    let outcomes = EventLoop.run { loop in
      let modem = FaultyModem(
        MockModem(clock: loop),
        plan: .scripted([
          .refuse(.portUnavailable(code: 5)), .lie(.absent), .delay(.seconds(9)), nil,
        ]), clock: loop)
      var outcomes: [Result<ModemStatus.SIM, ModemError>] = []
      for _ in 0..<5 { outcomes.append(await Self.outcome(of: modem, within: .milliseconds(20))) }
      return outcomes
    }
    #expect(
      outcomes == [
        .failure(.portUnavailable(code: 5)), .success(.absent), .failure(.timedOut),
        .success(.ready), .success(.ready),
      ])
  }

  @Test func `a fault of a switch leaves the switch where it was`() throws {
    let (isOn, calls) = EventLoop.run { loop in
      let mock = MockModem(clock: loop)
      let modem = FaultyModem(mock, plan: .scripted([.refuse(.notSupported)]), clock: loop)
      try? await modem.setRadio(isOn: false, timeout: .seconds(1))
      return (mock.truth.isRadioOn, mock.calls)
    }
    #expect(isOn == true)
    #expect(calls.isEmpty)
  }

  @Test func `each call is reported with what came of it, and no subscriber is named`() throws {
    let entries = EventLoop.run { loop in
      let mock = MockModem(clock: loop)
      var entries: [DeviceTraceEntry] = []
      let modem = TracingModem(mock, clock: loop) { entries.append($0) }
      _ = await Self.outcome(of: modem)
      try? await modem.setRadio(isOn: true, timeout: .seconds(1))
      mock.isSilent = true
      _ = await Self.outcome(of: modem, within: .milliseconds(5))
      try? await modem.restart(timeout: .seconds(1))
      try? await modem.powerOff(timeout: .seconds(1))
      return entries
    }
    #expect(
      entries.map(\.call) == ["status", "set radio on", "status", "restart", "power off"])
    #expect(
      entries.map(\.outcome) == ["SIM ready, home, -73 dBm", "done", "timedOut", "done", "done"])
    #expect(!"\(entries)".contains(EmulatedSIM().imsi))
  }
}
