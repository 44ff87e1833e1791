import ESCPOS
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import SystemPackage
import Testing
import ThermalPrinter

/// The driver on real lines, with an emulated printer beneath.
@Suite struct ESCPOSPrinterTests {
  typealias Outcome = Result<PrintProof, PrinterError>

  /// A printer, its line and its driver, on one loop.
  final class Counter {
    let loop: EventLoop
    let printer: EmulatedPrinter
    let driver: ESCPOSPrinter
    private let line: AnyObject
    private let hangUpLine: () -> Void

    init(_ loop: EventLoop, _ way: Way = .terminal, _ profile: PrinterProfile? = nil) throws {
      self.loop = loop
      let paper = (profile?.paper ?? .narrow) == .wide ? EmulatedPrinter.Paper.wide : .narrow
      printer = EmulatedPrinter(paper)
      let address: PrinterAddress
      switch way {
      case .terminal:
        let terminal = try PseudoTerminal(printer, loop: loop)
        (line, hangUpLine) = (terminal, { terminal.unplug() })
        address = .device(path: terminal.path, baud: 115_200)
      case .tcp:
        let port = try ListeningPort(printer, loop: loop)
        (line, hangUpLine) = (port, { port.hangUp() })
        address = .tcp(host: "127.0.0.1", port: port.number ?? 0)
      case .unix:
        let path = "/tmp/lianji-printer-\(getpid())-\(UInt.random(in: 0...UInt.max))"
        let port = try ListeningPort(printer, path: path, loop: loop)
        (line, hangUpLine) = (port, { port.hangUp() })
        address = .unix(path: path)
      }
      driver = ESCPOSPrinter(
        name: DeviceName("printer"), at: address, profile: profile ?? Self.quick, loop: loop)
    }

    /// Waits as short as can be, so that the tests do not.
    static var quick: PrinterProfile {
      var profile = PrinterProfile()
      profile.dotLinesPerSecond = 1_000_000
      profile.answerPatience = .milliseconds(50)
      profile.reportPatience = .milliseconds(100)
      profile.coolingInterval = .milliseconds(5)
      return profile
    }

    func hangUp() { hangUpLine() }

    func print(_ document: PrintDocument, timeout: Duration = .seconds(20)) async -> Outcome {
      do throws(PrinterError) {
        return .success(try await driver.print(document, timeout: timeout))
      } catch {
        return .failure(error)
      }
    }

    func status() async -> Result<PrinterStatus, PrinterError> {
      do throws(PrinterError) {
        return .success(try await driver.status(timeout: .seconds(20)))
      } catch {
        return .failure(error)
      }
    }
  }

  enum Way: CaseIterable { case terminal, tcp, unix }

  static let slip = PrintDocument([
    .text("银联POS签购单", alignment: .center, size: .double, isBold: true), .rule,
    .pair("商户名称", "联机测试商户"), .text("RMB 123.45", alignment: .right, size: .tall, isBold: false),
    .qrCode("N21"), .feed(lines: 2),
    .text("测试😀,凭证无效", alignment: .left, size: .normal, isBold: false),
    .cut,
  ])
  static let slipText = [
    "银联POS签购单", String(repeating: "-", count: 32), "商户名称            联机测试商户", "RMB 123.45",
    "[QR N21]", "测试?,凭证无效",
  ]
  /// Long enough for several chunks.
  static let longSlip = PrintDocument(
    (1...100).map { .pair("第\($0)行", "\($0 * 100).00") } + [.cut])

  @Test(arguments: Way.allCases)
  func `a slip comes out whole and is confirmed, over every way`(way: Way) throws {
    let (outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, way)
      return (await counter.print(Self.slip), counter.printer.slips)
    }
    #expect(outcome == .success(.confirmed))
    #expect(slips.map(\.textLines) == [Self.slipText])
    #expect(slips.map(\.isComplete) == [true])
  }

  @Test func `sizes, weight and places are as asked`() throws {
    let items = try EventLoop.run { loop in
      let counter = try Counter(loop)
      _ = await counter.print(Self.slip)
      return counter.printer.slips.first?.items ?? []
    }
    guard case .line(let title, alignment: .center, spacing: 60)? = items.first,
      case .line(let amount, alignment: .right, spacing: 60) = items[3],
      case .line(let last, alignment: .left, spacing: 30) = items[8]
    else {
      Issue.record("other lines: \(items)")
      return
    }
    #expect(title.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[2, 2, 1]])
    #expect(amount.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[1, 2, 0]])
    #expect(last.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[1, 1, 0]])
    #expect(items.last == .cut(isPartial: true))
  }

  @Test func `wide paper has more columns`() throws {
    var profile = Counter.quick
    profile.paper = .wide
    let wide = profile
    let (columns, lines) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, wide)
      _ = await counter.print(PrintDocument([.rule, .cut]))
      return (counter.driver.columns, counter.printer.slips.flatMap(\.textLines))
    }
    #expect(columns == 48)
    #expect(lines == [String(repeating: "-", count: 48)])
  }

  @Test func `a printer made for elsewhere is switched to Chinese, another is left as it is`()
    throws
  {
    for brackets in [true, false] {
      var profile = Counter.quick
      profile.bracketsChinese = brackets
      let asked = profile
      let bytes = try EventLoop.run { loop in
        let counter = try Counter(loop, .terminal, asked)
        _ = await counter.print(Self.slip)
        return counter.printer.slips.first?.bytes ?? []
      }
      #expect(
        Array(bytes.prefix(4)) == (brackets ? [0x1B, 0x40, 0x1C, 0x26] : [0x1B, 0x40, 0x1B, 0x61]))
    }
  }

  @Test func `every state is told`() throws {
    let states = try EventLoop.run { loop in
      let counter = try Counter(loop)
      var states = [await counter.status()]
      counter.printer.isPaperLow = true
      states.append(await counter.status())
      counter.printer.removePaper()
      states.append(await counter.status())
      counter.printer.loadPaper()
      counter.printer.isPaperLow = false
      counter.printer.isCoverOpen = true
      states.append(await counter.status())
      counter.printer.isCoverOpen = false
      counter.printer.isOverheated = true
      states.append(await counter.status())
      counter.printer.isOverheated = false
      for fault in [EmulatedPrinter.Fault.jam, .cutter, .unrecoverable] {
        counter.printer.fault = fault
        states.append(await counter.status())
      }
      counter.printer.isDead = true
      states.append(await counter.status())
      return states
    }
    #expect(states[0] == .success(PrinterStatus()))
    #expect(states[1] == .success(PrinterStatus(isPaperLow: true)))
    #expect(states[2] == .success(PrinterStatus(hasPaper: false, isPaperLow: true)))
    #expect(states[3] == .success(PrinterStatus(isCoverOpen: true)))
    #expect(states[4] == .success(PrinterStatus(isOverheated: true)))
    #expect(states[5...7].allSatisfy { $0 == .failure(.mechanical) })
    #expect(states[8] == .failure(.timedOut))
  }

  @Test func `without paper or with an open cover nothing is begun`() throws {
    let (outcomes, bytes) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.removePaper()
      var outcomes = [await counter.print(Self.slip)]
      counter.printer.loadPaper()
      counter.printer.isCoverOpen = true
      outcomes.append(await counter.print(Self.slip))
      counter.printer.isCoverOpen = false
      return (outcomes, counter.printer.current.bytes)
    }
    #expect(outcomes == [.failure(.paperOut), .failure(.coverOpen)])
    #expect(bytes.isEmpty)
  }

  @Test(arguments: [1, 20, 60, 99])
  func `when the paper ends in the middle, the slip is printed again from the top`(
    lines: Int
  ) throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.linesUntilPaperEnd = lines
      var outcomes = [await counter.print(Self.longSlip)]
      counter.printer.loadPaper()
      outcomes.append(await counter.print(Self.longSlip))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failure(.paperOut), .success(.confirmed)])
    // A torn piece, then the whole slip: nothing of the first try comes out behind it.
    #expect(slips.map(\.isComplete) == [false, true])
    #expect(slips.map(\.textLines.count) == [lines, 100])
  }

  @Test func `when the cover opens in the middle, the half slip is cut off`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 30 { printer.isCoverOpen = true }
      }
      var outcomes = [await counter.print(Self.longSlip)]
      outcomes.append(await counter.print(Self.longSlip))
      counter.printer.isCoverOpen = false
      outcomes.append(await counter.print(Self.longSlip))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failure(.coverOpen), .failure(.coverOpen), .success(.confirmed)])
    #expect(slips.map(\.isComplete) == [false, true])
    #expect(slips.map(\.textLines.count) == [30, 100])
  }

  @Test func `a head that gets hot in the middle goes on when it has cooled down`() throws {
    let (outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        guard $0 == 50 else { return }
        printer.isOverheated = true
        loop.setTimer(after: .milliseconds(200)) { printer.isOverheated = false }
      }
      return (await counter.print(Self.longSlip), counter.printer.slips)
    }
    #expect(outcome == .success(.confirmed))
    #expect(slips.map(\.textLines.count) == [100])
  }

  @Test func `a hot head is waited for, but not for ever`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.isOverheated = true
      var outcomes = [await counter.print(Self.slip, timeout: .milliseconds(500))]
      loop.setTimer(after: .milliseconds(30)) { counter.printer.isOverheated = false }
      outcomes.append(await counter.print(Self.slip))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failure(.overheated), .success(.confirmed)])
    #expect(slips.map(\.textLines) == [Self.slipText])
  }

  @Test func `a printer that does not report what it printed gives a weak proof`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.answersSensorReports = false
      let outcomes = [await counter.print(Self.longSlip), await counter.print(Self.slip)]
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.success(.weak), .success(.weak)])
    #expect(slips.map(\.textLines.count) == [100, 6])
  }

  @Test func `a printer that tells nothing gives a weak proof when the profile says so`() throws {
    var profile = Counter.quick
    profile.answersRealTime = false
    let silent = profile
    let (status, outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .tcp, silent)
      counter.printer.answersRealTime = false
      counter.printer.answersSensorReports = false
      return (
        await counter.status(), await counter.print(Self.slip), counter.printer.slips
      )
    }
    #expect(status == .success(PrinterStatus()))
    #expect(outcome == .success(.weak))
    #expect(slips.map(\.textLines) == [Self.slipText])
  }

  @Test func `a printer that falls silent in the middle is told, and printed again`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 30 { printer.isDead = true }
      }
      let first = await counter.print(Self.longSlip)
      counter.printer.isDead = false
      let second = await counter.print(Self.longSlip)
      return ([first, second], counter.printer.slips)
    }
    #expect(outcomes == [.failure(.timedOut), .success(.confirmed)])
    #expect(slips.last?.textLines.count == 100)
    #expect(slips.last?.isComplete == true)
  }

  @Test(arguments: [Way.tcp, .unix])
  func `a connection that ended between two slips is made again`(way: Way) throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, way)
      var outcomes = [await counter.print(Self.slip)]
      counter.hangUp()
      outcomes.append(await counter.print(Self.slip))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.success(.confirmed), .success(.confirmed)])
    #expect(slips.count == 2)
  }

  @Test(
    arguments: [
      (.device(path: "/nonexistent", baud: nil), ENOENT),
      (.tcp(host: "127.0.0.1", port: 1), ECONNREFUSED),
      (.tcp(host: "printer.example", port: 9100), EINVAL), (.unix(path: "/nonexistent"), ENOENT),
      (.unix(path: String(repeating: "x", count: 200)), ENAMETOOLONG),
    ] as [(PrinterAddress, Int32)])
  func `a printer that is not there is told with the reason`(
    address: PrinterAddress, code: Int32
  ) {
    let outcome = EventLoop.run { loop in
      let driver = ESCPOSPrinter(name: DeviceName("printer"), at: address, loop: loop)
      do throws(PrinterError) {
        return Outcome.success(try await driver.print(Self.slip, timeout: .seconds(5)))
      } catch {
        return .failure(error)
      }
    }
    #expect(outcome == .failure(.portUnavailable(code: code)))
  }

  @Test func `two slips at once come out one after the other`() throws {
    let slips = try EventLoop.run { loop in
      let counter = try Counter(loop)
      nonisolated(unsafe) let both = counter  // one loop, one thread
      async let first = both.print(Self.longSlip)
      async let second = both.print(Self.longSlip)
      _ = (await first, await second)
      return counter.printer.slips
    }
    #expect(slips.map(\.textLines.count) == [100, 100])
  }

  @Test func `text that holds commands prints no commands`() throws {
    let lines = try EventLoop.run { loop in
      let counter = try Counter(loop)
      _ = await counter.print(
        PrintDocument([
          .text("A\u{1B}@\u{10}\u{4}\u{1}B\tC", alignment: .left, size: .normal, isBold: false),
          .pair("\u{1D}V\0", "D"), .qrCode(String(repeating: "x", count: 3000)), .cut,
        ]))
      return counter.printer.slips.flatMap(\.textLines)
    }
    #expect(lines.first == "A@BC")
    #expect(lines[1].hasPrefix("V") && lines[1].hasSuffix("D"))
    #expect(lines.dropFirst(2).joined() == String(repeating: "x", count: 3000))
  }
}
