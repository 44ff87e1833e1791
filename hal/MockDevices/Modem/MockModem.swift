package import HAL

/// A modem of the HAL without bytes: what a test says of it is what it tells.
///
/// Its device face is the protocol; the rest is its test face, with which a test pulls the SIM, has
/// the network refuse, silences or unplugs it.
package final class MockModem: Modem {
  package let name: DeviceName
  package let hasPowerControl = true
  package let statusLifetime = Duration.seconds(60)

  /// What it tells while it is well; a change makes an event.
  package var truth: ModemStatus {
    didSet { if truth != oldValue, isWell { sink?.post(.modemChanged(name)) } }
  }
  /// Whether it hears nothing and says nothing.
  package var isSilent = false
  /// How long each call takes.
  package var delay = Duration.zero
  /// Whether it is switched on.
  package private(set) var isOn = true
  /// Calls of each kind, by name.
  package private(set) var calls: [String] = []

  private let clock: any DeviceClock
  private let turnstile: Turnstile
  private weak var sink: (any DeviceEventSink)?
  private var isPlugged = true
  private var isLost = false

  /// Makes a modem that is well: registered at home, in LTE, with a SIM of the test network.
  package init(name: DeviceName = DeviceName("modem"), clock: any DeviceClock) {
    self.name = name
    self.clock = clock
    turnstile = Turnstile(clock: clock)
    truth = ModemStatus(sim: .ready, registration: .home)
    truth.registrations = [.calls: .home, .packetData: .home, .lte: .home]
    truth.isRadioOn = true
    truth.signal = SignalStrength(power: -73, referencePower: -95)
    truth.isAttached = true
    truth.bearer.accessPoint = "test.apn"
    truth.bearer.isActive = true
    truth.networkOperator = "Test Net"
    truth.operatorNumber = "00101"
    truth.accessTechnology = "LTE"
    truth.iccid = EmulatedSIM().iccid
    truth.imsi = SubscriberNumber(digits: EmulatedSIM().imsi)
    truth.imei = "004401010000018"
  }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func status(timeout: Duration) async throws(ModemError) -> ModemStatus {
    try await call("status", timeout: timeout)
    return truth
  }

  package func setRadio(isOn: Bool, timeout: Duration) async throws(ModemError) {
    try await call("set radio \(isOn ? "on" : "off")", timeout: timeout)
    truth.isRadioOn = isOn
  }

  package func restart(timeout: Duration) async throws(ModemError) {
    isOn = true
    isSilent = false
    try await call("restart", timeout: timeout)
  }

  package func powerOff(timeout: Duration) async throws(ModemError) {
    try await call("power off", timeout: timeout)
    isOn = false
  }

  /// Pulls its cable, or plugs it in.
  package func setPlugged(_ isPlugged: Bool) {
    self.isPlugged = isPlugged
    if !isPlugged { lose() }
  }

  private var isWell: Bool { isOn && isPlugged && !isSilent }

  private func lose() {
    if isLost { return }
    isLost = true
    sink?.post(.deviceLost(name))
  }

  private func call(_ call: String, timeout: Duration) async throws(ModemError) {
    calls.append(call)
    let deadline = clock.uptime + timeout
    guard timeout > .zero, await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let rest = max(.zero, deadline - clock.uptime)
    let need = isOn && !isSilent ? delay : rest
    if isPlugged, need > .zero { await clock.sleep(for: min(need, rest)) }
    // No such file or directory.
    guard isPlugged else { throw .portUnavailable(code: 2) }
    guard isOn, !isSilent, need <= rest else { throw .timedOut }
    if isLost {
      isLost = false
      sink?.post(.deviceFound(name))
    }
  }
}
