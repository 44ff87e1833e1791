import CLinux
import EventLoop
import Glibc
import HAL
import Synchronization
import ThermalPrinter

/// One metre of slip, and what printing it costs the terminal.
///
/// The far end of the line is a thread that does nothing but answer: what the printer would compute
/// is not counted.
struct PrintedMetre {
  /// What a slip cost.
  struct Cost: Sendable {
    /// The loop's thread, from the call to the proof.
    let processor: Duration
    /// From the call to the first byte of the slip at the printer; questions are none.
    let firstByte: Duration
  }

  /// Nothing that a benchmark can measure.
  struct Failure: Error {}

  /// 8 rows of dots are a millimetre, 30 a line.
  private static let lineCount = 8000 / 30

  private let profile: PrinterProfile

  init(_ profile: PrinterProfile) { self.profile = profile }

  private var document: PrintDocument {
    PrintDocument(
      (0..<Self.lineCount).map { .pair("第\($0)行 商品名称", "\($0).00") } + [.cut])
  }

  func print() throws -> Cost {
    let line = try FarEnd()
    let (profile, document) = (profile, document)
    return try EventLoop.run { loop in
      let driver = ESCPOSPrinter(
        name: DeviceName("printer"),
        at: .serial(path: line.path, baud: nil, flow: .none), profile: profile, loop: loop)
      // The way is open, as it is in a terminal that printed before.
      _ = try await driver.print(
        PrintJob(PrintJobIdentifier("first"), PrintDocument([.cut])), timeout: .seconds(10))
      line.watchForFirstByte()
      let (start, begin) = (loop.uptime, Self.processorTime())
      let report = try await driver.print(
        PrintJob(PrintJobIdentifier("metre"), document), timeout: .seconds(60))
      let processor = Self.processorTime() - begin
      guard report.proof == .confirmed, let first = line.firstByte else { throw Failure() }
      return Cost(processor: processor, firstByte: first - start)
    }
  }

  private static func processorTime() -> Duration { time(CLOCK_THREAD_CPUTIME_ID) }

  fileprivate static func time(_ clock: Int32) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// The printer's end of a pseudo terminal: it answers DLE EOT and GS r, and throws the rest away.
private final class FarEnd: Sendable {
  let path: String
  private let far: Int32
  private let near: Int32
  private let first = Mutex<(isWatched: Bool, time: Duration?)>((false, nil))

  init() throws {
    var (far, near): (Int32, Int32) = (-1, -1)
    var settings = termios()
    cfmakeraw(&settings)
    guard openpty(&far, &near, nil, &settings, nil) == 0 else { throw PrintedMetre.Failure() }
    var name = [CChar](repeating: 0, count: 128)
    guard ttyname_r(near, &name, name.count) == 0 else { throw PrintedMetre.Failure() }
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    (self.far, self.near) = (far, near)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<FarEnd>.fromOpaque(argument).takeRetainedValue().answer()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// When the first byte came since `watchForFirstByte`; by the loop's clock.
  var firstByte: Duration? { first.withLock { $0.time } }

  func watchForFirstByte() { first.withLock { $0 = (true, nil) } }

  private func answer() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var last: (UInt8, UInt8) = (0, 0)
    while true {
      let count = read(far, &buffer, buffer.count)
      guard count > 0 else { break }
      let now = PrintedMetre.time(CLOCK_MONOTONIC)
      var answers: [UInt8] = []
      var isSlip = false
      for byte in buffer.prefix(count) {
        switch last {
        case (0x10, 0x04): answers.append(0x12)
        case (0x1D, 0x72): answers.append(0x00)
        default:
          // Neither a question nor the beginning of one.
          if byte != 0x10, byte != 0x1D, last.1 != 0x10 || byte != 0x04,
            last.1 != 0x1D || byte != 0x72
          {
            isSlip = true
          }
        }
        last = (last.1, byte)
      }
      if isSlip { first.withLock { if $0.isWatched, $0.time == nil { $0.time = now } } }
      if !answers.isEmpty { _ = write(far, answers, answers.count) }
    }
  }
}
