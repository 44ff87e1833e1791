import ATCommands
import CellularModem
import EmulatedPorts
import EventLoop
import Foundation
import HAL
import MockDevices
import Testing

@Suite struct ModemStormTests {
  /// Descriptors and threads are counted in a process where nobody else opens any.
  @Test(.disabled(if: Storm.isHere, "it starts this program for the storm"))
  func `ten thousand events leave no descriptor, thread or byte, and no wrong state`() throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var arguments: [String] = []
    var rest = ProcessInfo.processInfo.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--filter", "--skip", "--event-stream-output-path", "--xunit-output":
        _ = rest.popFirst()
      default: arguments.append(argument)
      }
    }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "lianji-storm-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: own)
    process.arguments = arguments + ["--filter", "StormInAProcessOfItsOwn"]
    process.environment = ProcessInfo.processInfo.environment.merging([Storm.mark: "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(text)")
    let figures = text.split(separator: "\n").first { $0.hasPrefix("storm: ") }
    print(figures ?? "storm: no figures")
    #expect(figures != nil)
  }
}

@Suite(.enabled(if: Storm.isHere, "ModemStormTests runs it in a process of its own"))
struct StormInAProcessOfItsOwn {
  @Test func `the storm`() throws {
    let seed = ProcessInfo.processInfo.environment["LIANJI_SEED"].flatMap { UInt64($0) } ?? 1
    let figures = try EventLoop.run { loop in
      try await Storm(seed: seed, loop: loop).run(eventCount: 10_000)
    }
    print("storm: \(figures)")
    let hint = Comment(rawValue: "LIANJI_SEED=\(seed)")
    #expect(figures.final == .success(.ready), hint)
    #expect(figures.registration == .home, hint)
    #expect(figures.statuses > 50, hint)
    #expect(figures.descriptors <= 0, hint)
    #expect(figures.threads <= 0, hint)
    // The first fifth fills caches; what grows after it would grow for ever.
    #expect(figures.kilobytes < 2048, hint)
  }
}

/// Random trouble for a driver on a pseudo terminal.
private final class Storm: DeviceEventSink {
  static let mark = "LIANJI_MODEM_STORM"
  static let isHere = ProcessInfo.processInfo.environment[mark] == "1"

  struct Figures: CustomStringConvertible {
    var events = 0
    var statuses = 0
    var failures = 0
    var told = 0
    var descriptors = 0
    var threads = 0
    var kilobytes = 0
    var final: Result<ModemStatus.SIM, ModemError> = .failure(.timedOut)
    var registration: ModemStatus.Registration?

    var description: String {
      "\(events) events, \(statuses) statuses told and \(failures) not, \(told) events of the "
        + "driver; left: \(descriptors) descriptors, \(threads) threads, \(kilobytes) kB"
    }
  }

  private let loop: EventLoop
  private let modem: EmulatedModem
  private let driver: SerialModem
  private let link: String
  private var line: PseudoTerminal?
  private var random: SplitMix64
  private var figures = Figures()

  init(seed: UInt64, loop: EventLoop) throws {
    self.loop = loop
    random = SplitMix64(seed: seed)
    let family = try FamilyFiles.read("quectel-4g")
    modem = EmulatedModem(ModemPersonality(family), clock: loop)
    link = "/tmp/lianji-storm-\(ProcessInfo.processInfo.processIdentifier)"
    var options = ModemOptions()
    options.family = family
    options.family.commandGap = .zero
    options.simDetectionLevel = 1
    driver = SerialModem(
      name: DeviceName("modem"), line: .device(path: link, speed: .fixed(115_200)),
      options: options, loop: loop)
    driver.attach(to: self)
  }

  func post(_ event: DeviceEvent) { figures.told += 1 }

  func run(eventCount: Int) async throws -> Figures {
    try plug()
    _ = await status(within: .seconds(20))
    unplug()
    driver.close()
    await loop.sleep(for: .milliseconds(600))
    let (descriptors, threads) = (Self.descriptorCount, Self.threadCount)
    var kilobytes = 0
    for number in 0..<eventCount {
      try happen()
      figures.events += 1
      if number % 20 == 0 {
        _ = await status(within: .milliseconds(5 + random.below(60)))
      } else if number % 3 == 0 {
        await loop.sleep(for: .microseconds(200))
      }
      if number == eventCount / 5 { kilobytes = Self.residentKilobytes }
    }
    figures.kilobytes = Self.residentKilobytes - kilobytes
    try await calm()
    unplug()
    driver.close()
    await loop.sleep(for: .milliseconds(600))
    figures.descriptors = Self.descriptorCount - descriptors
    figures.threads = Self.threadCount - threads
    return figures
  }

  /// The storm is over: what is told now must be true.
  private func calm() async throws {
    modem.isDead = false
    modem.releaseAnswers()
    (modem.noise, modem.interruption, modem.lies) = ([], nil, [:])
    if !modem.isOn { modem.pressPowerKey() }
    if line == nil { try plug() }
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

  private func happen() throws {
    switch random.below(24) {
    case 0: unplug()
    case 1, 2, 3: if line == nil { try plug() }
    case 4: modem.setSIM(nil)
    case 5, 6: modem.setSIM(EmulatedSIM())
    case 7: modem.setSIM(EmulatedSIM(lock: .pin("1234", triesLeft: 3)))
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

  private func plug() throws { line = try PseudoTerminal(modem, link: link, loop: loop) }

  private func unplug() { line.take()?.unplug() }

  private static var descriptorCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }

  private static var threadCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
  }

  private static var residentKilobytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
