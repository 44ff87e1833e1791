package import HAL

/// A modem whose calls are reported; the subscriber's number is not.
package final class TracingModem: Modem {
  package var name: DeviceName { modem.name }
  package var statusLifetime: Duration { modem.statusLifetime }
  package var hasPowerControl: Bool { modem.hasPowerControl }

  private let modem: any Modem
  private let clock: any DeviceClock
  private let trace: DeviceTrace

  /// Wraps a modem.
  package init(_ modem: any Modem, clock: any DeviceClock, trace: @escaping DeviceTrace) {
    self.modem = modem
    self.clock = clock
    self.trace = trace
  }

  package func attach(to sink: any DeviceEventSink) { modem.attach(to: sink) }

  package func status(timeout: Duration) async throws(ModemError) -> ModemStatus {
    try await report("status", outcome: Self.text) { () async throws(ModemError) in
      try await modem.status(timeout: timeout)
    }
  }

  package func setRadio(isOn: Bool, timeout: Duration) async throws(ModemError) {
    try await report("set radio \(isOn ? "on" : "off")") { () async throws(ModemError) in
      try await modem.setRadio(isOn: isOn, timeout: timeout)
    }
  }

  package func restart(timeout: Duration) async throws(ModemError) {
    try await report("restart") { () async throws(ModemError) in
      try await modem.restart(timeout: timeout)
    }
  }

  package func powerOff(timeout: Duration) async throws(ModemError) {
    try await report("power off") { () async throws(ModemError) in
      try await modem.powerOff(timeout: timeout)
    }
  }

  private static func text(of status: ModemStatus) -> String {
    let signal = status.signal.power.map { "\($0) dBm" } ?? "signal unknown"
    return "SIM \(status.sim), \(status.registration), \(signal)"
  }

  private func report<Value>(
    _ call: String, outcome: (Value) -> String = { _ in "done" },
    _ body: () async throws(ModemError) -> Value
  ) async throws(ModemError) -> Value {
    let begin = clock.uptime
    func report(_ outcome: String) {
      trace(
        DeviceTraceEntry(
          device: name, begin: begin, duration: clock.uptime - begin, call: call,
          outcome: outcome))
    }
    do throws(ModemError) {
      let value = try await body()
      report(outcome(value))
      return value
    } catch {
      report("\(error)")
      throw error
    }
  }
}
