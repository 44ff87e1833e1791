import ATCommands
import CellularModem
import EmulatedPorts
import EventLoop
import HAL
import HALConformance
import MockDevices
import SystemPackage

/// The mock of the protocol, alone or wrapped.
final class MockModemRig: ModemRig {
  let modem: any Modem
  let clock: any DeviceClock
  let iccid = EmulatedSIM().iccid
  private let mock: MockModem

  init(loop: EventLoop, wrap: (MockModem) -> any Modem = { $0 }) {
    clock = loop
    mock = MockModem(clock: loop)
    mock.delay = .milliseconds(2)
    modem = wrap(mock)
  }

  func setSIM(_ sim: ConformanceSIM) {
    mock.truth.sim =
      switch sim {
      case .none: .absent
      case .working: .ready
      case .pinLocked: .pinRequired(triesLeft: 3)
      case .pukLocked: .pukRequired(triesLeft: 10)
      case .broken: .failed
      }
  }

  func setRegistration(_ registration: ModemStatus.Registration) {
    mock.truth.registration = registration
  }

  func setSignal(decibelMilliwatts: Int?) { mock.truth.signal.power = decibelMilliwatts }
  func setSilent(_ isSilent: Bool) { mock.isSilent = isSilent }
  func disturb() {}
  func restart() {}
  func unplug() { mock.setPlugged(false) }
  func plug() { mock.setPlugged(true) }
  func pinEntryCount() -> Int { 0 }
}

/// The driver over an emulated modem of some family, behind a pseudo terminal or a TCP port.
final class EmulatedModemRig: ModemRig {
  let modem: any Modem
  let clock: any DeviceClock
  let iccid = EmulatedSIM().iccid
  private let loop: EventLoop
  private let device: EmulatedModem
  private let link: String
  private let isNetwork: Bool
  private var line: PseudoTerminal?
  private var port: ListeningPort?
  private let portNumber: UInt16

  /// The wire from the board to the modem's power key.
  private final class PowerKey: OutputLine {
    let device: EmulatedModem
    init(_ device: EmulatedModem) { self.device = device }
    func set(isActive: Bool) throws(Errno) { if !isActive { device.pressPowerKey() } }
  }

  init(_ family: ModemFamily, isNetwork: Bool = false, loop: EventLoop) throws {
    self.loop = loop
    self.isNetwork = isNetwork
    clock = loop
    device = EmulatedModem(ModemPersonality(family), clock: loop)
    link = "/tmp/lianji-modem-rig-\(UInt64(loop.uptime / .nanoseconds(1)))"
    var options = ModemOptions()
    options.family = family
    // The pauses that real modules need, the emulated one does not.
    options.family.commandGap = .zero
    options.family.power.onPulse = .milliseconds(5)
    options.family.power.startTime = .seconds(1)
    options.powerKey = PowerKey(device)
    options.simDetectionLevel = 0
    let modemLine: ModemLine
    if isNetwork {
      let port = try ListeningPort(device, loop: loop)
      portNumber = port.number ?? 0
      modemLine = .network(host: "127.0.0.1", port: portNumber)
      self.port = port
    } else {
      portNumber = 0
      modemLine = .device(path: link, speed: .fixed(115_200))
      line = try PseudoTerminal(device, link: link, loop: loop)
    }
    modem = SerialModem(
      name: DeviceName("modem"), line: modemLine, options: options, loop: loop)
  }

  deinit {
    line?.unplug()
    port?.close()
  }

  func setSIM(_ sim: ConformanceSIM) {
    let locks: [ConformanceSIM: EmulatedSIM.Lock] = [
      .working: .open, .pinLocked: .pin("1234", triesLeft: 3),
      .pukLocked: .puk("12345678", triesLeft: 10), .broken: .broken,
    ]
    device.setSIM(locks[sim].map { EmulatedSIM(lock: $0) })
  }

  func setRegistration(_ registration: ModemStatus.Registration) async throws {
    device.registration =
      switch registration {
      case .idle, .unknown: .idle
      case .home: .home
      case .searching: .searching
      case .denied(let cause): .denied(cause: cause ?? 0)
      case .roaming: .roaming
      case .emergencyOnly: .emergencyOnly
      }
    // What it says of the change is on its way.
    await loop.sleep(for: .milliseconds(20))
  }

  func setSignal(decibelMilliwatts: Int?) { device.signal = decibelMilliwatts }
  func setSilent(_ isSilent: Bool) { device.isDead = isSilent }

  func disturb() {
    device.noise = [0x00, 0xFF, 0x80, 0x1B]
    device.interruption = "RING"
    for line in ["RING", "+CSQ: 11,99", "^BOOT:1,0,0", "OK", "+CPIN: READY"] {
      device.send(unsolicited: line)
    }
    device.send(rawBytes: [0x00, 0x7F, 0xFE])
  }

  func restart() { device.restart() }

  func unplug() {
    line?.unplug()
    line = nil
    port?.close()
    port = nil
  }

  func plug() throws {
    if isNetwork {
      port = try ListeningPort(device, port: portNumber, loop: loop)
    } else {
      line = try PseudoTerminal(device, link: link, loop: loop)
    }
  }

  func pinEntryCount() -> Int { device.commands.count { $0.hasPrefix("AT+CPIN=") } }
}
