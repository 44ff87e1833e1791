package import HAL

/// What goes wrong with one call of a modem.
package enum ModemFault: Hashable, Sendable {
  /// It fails with this, and nothing was done.
  case refuse(ModemError)
  /// The SIM is said to be in another state than it is.
  case lie(ModemStatus.SIM)
  /// The answer comes later.
  case delay(Duration)
}

/// A modem of which some calls go wrong, by plan.
package final class FaultyModem: Modem {
  package var name: DeviceName { modem.name }
  package var statusLifetime: Duration { modem.statusLifetime }
  package var hasPowerControl: Bool { modem.hasPowerControl }

  private let modem: any Modem
  private let clock: any DeviceClock
  private var plan: FaultPlan<ModemFault>

  /// Wraps a modem.
  package init(_ modem: any Modem, plan: FaultPlan<ModemFault>, clock: any DeviceClock) {
    self.modem = modem
    self.plan = plan
    self.clock = clock
  }

  package func attach(to sink: any DeviceEventSink) { modem.attach(to: sink) }

  package func status(timeout: Duration) async throws(ModemError) -> ModemStatus {
    let fault = plan.next()
    var status = try await modem.status(timeout: await rest(of: timeout, after: fault))
    if case .lie(let sim) = fault { status.sim = sim }
    return status
  }

  package func setRadio(isOn: Bool, timeout: Duration) async throws(ModemError) {
    let rest = try await rest(of: timeout, after: plan.next())
    try await modem.setRadio(isOn: isOn, timeout: rest)
  }

  package func restart(timeout: Duration) async throws(ModemError) {
    try await modem.restart(timeout: await rest(of: timeout, after: plan.next()))
  }

  package func powerOff(timeout: Duration) async throws(ModemError) {
    try await modem.powerOff(timeout: await rest(of: timeout, after: plan.next()))
  }

  /// What is left of the time after a fault; throws one that is an error.
  private func rest(
    of timeout: Duration, after fault: ModemFault?
  ) async throws(ModemError) -> Duration {
    switch fault {
    case .refuse(let error): throw error
    case .delay(let delay):
      await clock.sleep(for: min(delay, timeout))
      return max(.zero, timeout - delay)
    case .lie, nil: return timeout
    }
  }
}
