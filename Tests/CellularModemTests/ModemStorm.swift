import ATCommands
import CellularModem
import EmulatedPorts
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import SystemPackage

/// Random trouble for a driver, on a pseudo terminal or a TCP port, with wires to the modem's power
/// key and reset line, and the PIN of some SIMs.
final class ModemStorm: DeviceEventSink {
  /// How the driver reaches the modem.
  enum Way: String, CaseIterable, Sendable {
    case line = "a pseudo terminal"
    case network = "a TCP port"
  }

  /// Names the way in the environment of the process that the storm has for itself.
  static let mark = "LIANJI_MODEM_STORM"
  static let ownWay = ProcessInfo.processInfo.environment[mark].flatMap(Way.init)
  static let isHere = ownWay != nil

  struct Figures: CustomStringConvertible {
    var events = 0
    var statuses = 0
    var failures = 0
    var restarts = 0
    var told = 0
    var pinEntries = 0
    /// SIMs whose PIN was tried when one try had been used already.
    var burntTries = 0
    /// Wires that are active at the end.
    var pressedWires = 0
    var resources = ""
    var leftovers: String?
    var final: Result<ModemStatus.SIM, ModemError> = .failure(.timedOut)
    var registration: ModemStatus.Registration?

    var description: String {
      "\(events) events, \(statuses) statuses told and \(failures) not, \(restarts) restarts, "
        + "\(pinEntries) PINs entered, \(told) events of the driver; \(resources)"
    }
  }

  /// A wire to the modem.
  private final class Wire: OutputLine {
    private(set) var isActive = false
    var onRelease: () -> Void = {}

    func set(isActive: Bool) throws(Errno) {
      let wasActive = self.isActive
      self.isActive = isActive
      if wasActive, !isActive { onRelease() }
    }
  }

  private static let pin = "4321"

  private let way: Way
  private let loop: EventLoop
  private let modem: EmulatedModem
  private let driver: SerialModem
  private let key = Wire()
  private let resetLine = Wire()
  private let link: String
  private var line: PseudoTerminal?
  private var port: ListeningPort?
  private let portNumber: UInt16
  private var random: SplitMix64
  private var figures = Figures()
  private var simCount = 0

  init(_ way: Way, seed: UInt64, loop: EventLoop) throws {
    self.way = way
    self.loop = loop
    random = SplitMix64(seed: seed)
    let family = try FamilyFiles.read("quectel-4g")
    modem = EmulatedModem(ModemPersonality(family), clock: loop)
    link = "/tmp/lianji-storm-\(ProcessInfo.processInfo.processIdentifier)"
    var options = ModemOptions()
    options.family = family
    options.family.commandGap = .zero
    options.family.power.onPulse = .milliseconds(5)
    options.family.power.resetPulse = .milliseconds(5)
    options.family.power.startTime = .milliseconds(300)
    options.simDetectionLevel = 1
    options.powerKey = key
    options.resetLine = resetLine
    options.pin = SIMPIN(Self.pin)
    if way == .network {
      let port = try ListeningPort(modem, loop: loop)
      portNumber = port.number ?? 0
      port.close()
    } else {
      portNumber = 0
    }
    driver = SerialModem(
      name: DeviceName("modem"),
      line: way == .network
        ? .network(host: "127.0.0.1", port: portNumber)
        : .device(path: link, speed: .fixed(115_200)),
      options: options, loop: loop)
    key.onRelease = { [modem] in modem.pressPowerKey() }
    resetLine.onRelease = { [modem] in
      modem.isDead = false
      if modem.isOn { modem.restart() }
    }
    driver.attach(to: self)
  }

  func post(_ event: DeviceEvent) { figures.told += 1 }

  func run(eventCount: Int) async throws -> Figures {
    // The first fifth fills caches; what grows after it would grow for ever.
    let first = try await blow(eventCount / 5)
    let second = try await blow(eventCount - eventCount / 5)
    figures.resources = "\(first), then \(second)"
    figures.leftovers = second.leftovers(since: first, events: eventCount - eventCount / 5)
    figures.pressedWires = [key, resetLine].count { $0.isActive }
    return figures
  }

  private func blow(_ eventCount: Int) async throws -> ProcessResources {
    for number in 0..<eventCount {
      try happen()
      figures.events += 1
      if number % 20 == 0 {
        _ = await status(within: .milliseconds(5 + random.below(60)))
      } else if number % 150 == 75 {
        await restart(within: .milliseconds(20 + random.below(100)))
      } else if number % 3 == 0 {
        await loop.sleep(for: .microseconds(200))
      }
      countTries()
    }
    try await calm()
    unplug()
    driver.close()
    await loop.sleep(for: .milliseconds(600))
    return ProcessResources()
  }

  /// The storm is over: what is told now must be true.
  private func calm() async throws {
    modem.isDead = false
    modem.releaseAnswers()
    (modem.noise, modem.interruption, modem.lies) = ([], nil, [:])
    if !modem.isOn { modem.pressPowerKey() }
    if !isPlugged { try plug() }
    modem.setSIM(EmulatedSIM())
    modem.registration = .home
    await loop.sleep(for: .milliseconds(50))
    let status = await status(within: .seconds(30))
    figures.final = status.map(\.sim)
    figures.registration = try? status.get().registration
  }

  private func status(within timeout: Duration) async -> Result<ModemStatus, ModemError> {
    do throws(ModemError) {
      let status = try await driver.status(timeout: timeout)
      figures.statuses += 1
      return .success(status)
    } catch {
      figures.failures += 1
      return .failure(error)
    }
  }

  /// Somebody restarts it or switches its radio, in a hurry.
  private func restart(within timeout: Duration) async {
    do throws(ModemError) {
      switch random.below(3) {
      case 0: try await driver.powerOff(timeout: timeout)
      case 1: try await driver.setRadio(isOn: random.below(4) > 0, timeout: timeout)
      default: try await driver.restart(timeout: timeout)
      }
      figures.restarts += 1
    } catch {
      figures.failures += 1
    }
  }

  /// Two tries stay with the cardholder, whatever happens.
  private func countTries() {
    for command in modem.commands where command.hasPrefix("AT+CPIN=") { figures.pinEntries += 1 }
    modem.forgetCommands()
    switch modem.sim?.lock {
    case .pin(_, let triesLeft) where triesLeft < 2: figures.burntTries += 1
    case .puk: figures.burntTries += 1
    default: break
    }
  }

  private func happen() throws {
    switch random.below(26) {
    case 0: unplug()
    case 1, 2, 3: if !isPlugged { try plug() }
    case 4: modem.setSIM(nil)
    case 5, 6: modem.setSIM(EmulatedSIM())
    case 7: modem.setSIM(lockedSIM(pin: "1234"))
    case 24, 25: modem.setSIM(lockedSIM(pin: Self.pin))
    case 8: modem.registration = .denied(cause: random.below(20))
    case 9: modem.registration = .searching
    case 10, 11: modem.registration = .home
    case 12: modem.restart(silently: random.below(2) == 0)
    case 13: modem.isDead = true
    case 14, 15: modem.isDead = false
    case 16: modem.holdsAnswers = true
    case 17, 18: modem.releaseAnswers()
    case 19:
      let count = random.below(200)
      modem.send(rawBytes: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    case 20: for _ in 0..<random.below(20) { modem.send(unsolicited: Self.lines[random.below(8)]) }
    case 21: modem.noise = [0x00, 0xFF, UInt8(truncatingIfNeeded: random.next())]
    case 22: modem.isOn ? modem.dropPower() : modem.pressPowerKey()
    default:
      modem.interruption = random.below(2) == 0 ? Self.lines[random.below(8)] : nil
      modem.signal = -113 + random.below(60)
    }
  }

  private static let lines = [
    "+CREG: 2", "+CEREG: 1,\"1A2B\",\"C0DE\",7", "RING", "NO CARRIER", "+QSIMSTAT: 1,0",
    "+QIND: PB DONE", "OK", "+CGEV: NW DEACT \"IP\",,1",
  ]

  /// Each SIM has a number of its own: the driver may try its PIN once.
  private func lockedSIM(pin: String) -> EmulatedSIM {
    simCount += 1
    let digits = String(100_000_000_000_000_000 + simCount).suffix(17)
    return EmulatedSIM(iccid: "89" + digits, lock: .pin(pin, triesLeft: 3))
  }

  private var isPlugged: Bool { line != nil || port != nil }

  private func plug() throws {
    switch way {
    case .line: line = try PseudoTerminal(modem, link: link, loop: loop)
    case .network: port = try ListeningPort(modem, port: portNumber, loop: loop)
    }
  }

  private func unplug() {
    line.take()?.unplug()
    port.take()?.close()
  }
}
