import CBareCardLoop
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import PCSCReader
import Synchronization
import SystemPackage

/// Cards through the driver, beside the least that a program on libpcsclite can do.
///
/// Both use the same pcscd and the same emulated card in the same run, turn by turn, so that only
/// their ratio means anything.
enum CardBenchmarks {
  private static let rounds = 15
  private static let commandsInRound = 1000
  private static let eventCount = 200
  private static let reader = "Lianji Benchmark 00 00"
  private static let timeout = Duration.seconds(10)
  /// Brings nothing back, so that T=0 takes it in one go.
  private static let command: [UInt8] = [0x00, 0xC2, 0x90, 0x00, 0x08, 1, 2, 3, 4, 5, 6, 7, 8]

  /// Prints the rows of both benchmarks, or why they can't be run.
  static func run() throws {
    if let obstacle = PrivateReaders.obstacle {
      print("card benchmarks: \(obstacle)")
      return
    }
    let folder = "/tmp/lianji-benchmark-\(getpid())"
    setenv(PrivatePCSCDaemon.variable, "\(folder)/run/pcscd/pcscd.comm", 1)
    let readers = try BackgroundReaders([.init(name: "Lianji Benchmark")], folder: folder)
    defer { readers.close() }
    readers.work { slot in
      let card = TransportTestCard()
      card.onCommand = { _ in [0x90, 0x00] }
      slot.insert(card)
    }
    try commands()
    try events(readers)
  }

  private static func commands() throws {
    try EventLoop.run { loop in
      let (service, driver) = try await driver(on: loop)
      var bare: [Double] = []
      var driven: [Double] = []
      for _ in 0..<rounds {
        bare.append(
          Double(bare_card_loop(reader, command, UInt(command.count), Int32(commandsInRound))))
        let session = try await driver.powerUp(timeout: timeout)
        let start = loop.uptime
        for _ in 0..<commandsInRound {
          _ = try await session.transmit(command, timeout: timeout)
        }
        driven.append((loop.uptime - start) / .nanoseconds(1) / Double(commandsInRound))
        await session.powerDown()
      }
      await service.stop()
      bare.sort()
      driven.sort()
      let ratios = zip(driven, bare).map { $0 / $1 }
      let middle = rounds / 2
      print(
        "APDU through pcscd: driver \(text(driven[0])) least, \(text(driven[middle])) median; "
          + "bare C loop \(text(bare[0])), \(text(bare[middle])); ratio "
          + "\(Benchmark.ratio(ratios[0])) least, \(Benchmark.ratio(ratios[middle])) median; "
          + "budget ≤ 1.15 ×"
      )
    }
  }

  /// When the driver tells of cards, against when a bare wait on another connection does.
  private static func events(_ readers: BackgroundReaders) throws {
    readers.work { $0.remove() }
    var delays = try EventLoop.run { loop in
      let (service, driver) = try await driver(on: loop)
      let stamps = Stamps(loop)
      driver.attach(to: stamps)
      let bare = try BlockingCall(loop: loop) {
        var times = [Int64](repeating: 0, count: eventCount)
        let seen = bare_card_events(reader, &times, Int32(eventCount), 3000)
        return times.prefix(Int(seen)).map { Duration.nanoseconds($0) }
      }
      await loop.sleep(for: .milliseconds(200))
      for number in 0..<eventCount {
        readers.work { slot in
          if number % 2 == 0 { slot.insert(TransportTestCard()) } else { slot.remove() }
        }
        await loop.sleep(for: .milliseconds(10))
      }
      let told = await bare.value(timeout: .seconds(10)) ?? []
      await service.stop()
      return zip(stamps.times, told).map { $0 - $1 }
    }
    delays.sort()
    guard delays.count > eventCount / 2 else { return print("card events: only \(delays.count)") }
    let text = { (place: Int) in "\(Int(delays[place] / .microseconds(1))) µs" }
    print(
      "card event to the terminal, after a bare wait's: \(text(delays.count / 2)) median, "
        + "\(text(delays.count * 99 / 100)) p99, of \(delays.count); "
        + "\(Benchmark.ratio(delays[delays.count / 2] / .milliseconds(1))) of the budget of 1 ms")
  }

  private static func driver(on loop: EventLoop) async throws -> (PCSCService, PCSCReader) {
    let service = PCSCService(loop: loop)
    let driver = PCSCReader(
      name: DeviceName("benchmark"), match: PCSCReaderMatch(namePrefix: "Lianji"), accepting: .any,
      service: service)
    service.start()
    for _ in 0..<500 where !driver.isAvailable { await loop.sleep(for: .milliseconds(10)) }
    return (service, driver)
  }

  private static func text(_ nanoseconds: Double) -> String {
    let tenths = Int((nanoseconds / 100).rounded())
    return "\(tenths / 10).\(tenths % 10) µs"
  }
}

/// Keeps when events came.
private final class Stamps: DeviceEventSink {
  private let loop: EventLoop
  private(set) var times: [Duration] = []

  init(_ loop: EventLoop) { self.loop = loop }

  func post(_ event: DeviceEvent) {
    switch event {
    case .cardInserted, .cardRemoved: times.append(loop.uptime)
    default: break
    }
  }
}
