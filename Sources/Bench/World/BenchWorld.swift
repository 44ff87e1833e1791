package import BoardProfile
import BenchSocket
import EmulatedPorts
import EventLoop
import Foundation
import HAL
import MockDevices
import SlipRenderer
import SystemPackage

/// The virtual counter: the emulated devices, the test center, and the terminal as a child process.
///
/// Everything lives on one loop on a thread of its own; the actor is the door to it for the front
/// panel and the scenario runner.
package actor BenchWorld {
  /// Screens that are remembered; the oldest go first.
  private static let screenLimit = 5000
  /// Lines of the terminal's log that are remembered; the oldest go first.
  private static let logLimit = 5000

  /// The profile that bench and terminal share.
  package nonisolated let profile: BoardProfile
  /// Where the center listens.
  package nonisolated let centerAddress: String
  private nonisolated let thread: LoopThread
  nonisolated var loop: EventLoop { thread.loop }
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.loop.asUnownedSerialExecutor()
  }

  private let folder: BenchFolder
  private let logFile: FileHandle?
  let panel: PanelPort
  let terminal: TerminalProcess
  let modem = EmulatedModem()
  let printer: EmulatedPrinter
  let center: CenterOffice
  /// The reader behind pcscd; nil where the bench's socket is the reader.
  let readers: CounterReaders?
  let printerTap: TappedDevice
  var modemLine: PseudoTerminal?
  var printerLine: PseudoTerminal?
  private let printerPort: ListeningPort?

  let cards: [CounterCard]
  var insertedCard: CounterCard?
  var isNetworkUp = true
  var unplugged: Set<CounterDevice> = []
  var armedCut: CutPoint?
  let startTime: Duration
  var screens: [ShownScreen] = []
  var screenCount = 0
  var slips: [PrintedSlip] = []
  var log: [LogLine] = []
  var books = TerminalBooks()
  var isAskingForBooks = false
  var lastProblem: String?
  var chosenFault: String?
  let renderer: SlipRenderer
  private var viewers: [Int: AsyncStream<Void>.Continuation] = [:]
  private var nextViewer = 0
  private var isChangePending = false

  /// Makes a counter and opens its ports; the terminal is off.
  package static func open(
    _ configuration: BenchConfiguration
  ) async throws -> BenchWorld {
    let world = try BenchWorld(configuration)
    await world.connect()
    await world.watchCenter()
    return world
  }

  private init(_ configuration: BenchConfiguration) throws {
    var overrides = configuration.overrides
    let thread = LoopThread()
    let loop = thread.loop
    var profile = try BoardProfile.read(path: configuration.profile, overrides: overrides)
    if let port = configuration.centerPort { profile.center.port = port }
    folder = try BenchFolder(path: (profile.controlSocket as NSString).deletingLastPathComponent)
    let personalities = try CardFolder(path: configuration.cards).benchCards()
    center = try CenterOffice(profile, cards: personalities, loop: loop)
    overrides.append("center.port=\(center.port)")
    profile.center.port = center.port
    centerAddress = "127.0.0.1:\(center.port)"
    guard let socket = profile.devices.display.benchSocket else {
      throw BenchProblem(
        "devices.display is no screen of the virtual counter", cure: "give it kind: bench-socket")
    }
    panel = try PanelPort(path: socket, loop: loop)
    printer = EmulatedPrinter(
      EmulatedPrinterModel(dots: profile.devices.printer?.widthDots ?? 384))
    printerTap = TappedDevice(printer)
    renderer = try SlipRenderer()
    (modemLine, printerLine, printerPort) = try Self.openLines(
      profile, modem: modem, printer: printerTap, loop: loop)
    readers =
      configuration.usesPCSC ? try CounterReaders(in: folder.path, loop: loop) : nil
    if readers != nil { overrides.append(CounterReaders.override) }
    cards = personalities.map { CounterCard($0) }
    let logPath = folder.path + "/posd.log"
    _ = FileManager.default.createFile(atPath: logPath, contents: nil)
    logFile = FileHandle(forWritingAtPath: logPath)
    let settings = overrides.flatMap { ["--set", $0] }
    terminal = try TerminalProcess(
      executable: configuration.terminalProgram,
      arguments: ["--profile", configuration.profile] + settings,
      wrapper: readers?.environment ?? [], loop: loop)
    startTime = loop.uptime
    self.profile = profile
    self.thread = thread
    thread.start()
  }

  private static func openLines(
    _ profile: BoardProfile, modem: EmulatedModem, printer: TappedDevice, loop: EventLoop
  ) throws -> (PseudoTerminal?, PseudoTerminal?, ListeningPort?) {
    var modemLine: PseudoTerminal?
    if case .device(let path)? = profile.devices.modem?.port {
      modemLine = try PseudoTerminal(modem, link: path, loop: loop)
    }
    switch profile.devices.printer?.transport {
    case .serial(let path, _, _):
      return (modemLine, try PseudoTerminal(printer, link: path, loop: loop), nil)
    case .network(_, let port):
      return (modemLine, nil, try ListeningPort(printer, port: port, loop: loop))
    // The counter has no USB.
    case .usbLine, .usb, nil: return (modemLine, nil, nil)
    }
  }

  /// The devices belong to the loop's thread to their end.
  isolated deinit { thread.loop.stop() }

  /// Ties the devices to this counter.
  private func connect() {
    panel.onConnect = { [weak self] in self?.assumeIsolated { $0.greetTerminal() } }
    panel.onMessage = { [weak self] message in self?.assumeIsolated { $0.receive(message) } }
    terminal.onLine = { [weak self] line in self?.assumeIsolated { $0.keep(line) } }
    terminal.onEnd = { [weak self] end in self?.assumeIsolated { $0.terminalEnded(end) } }
    printer.onSlip = { [weak self] slip in self?.assumeIsolated { $0.keep(slip) } }
    readers?.onSelfRemoval = { [weak self] in self?.assumeIsolated { $0.removeCard() } }
    printerTap.onBytes = { [weak self] bytes in
      self?.assumeIsolated { $0.countReachingPrinter(bytes) } ?? bytes.count
    }
  }

  /// Ends the terminal and closes every port; the counter can't be used after it.
  package func close() async {
    terminal.onEnd = nil
    terminal.kill()
    panel.close()
    readers?.close()
    modemLine?.unplug()
    printerLine?.unplug()
    printerPort?.close()
    await center.stop()
    for viewer in viewers.values { viewer.finish() }
    // Whoever waits on a line of the center has been woken, and gets the time to leave.
    await loop.sleep(for: .milliseconds(20))
  }

  /// The names of the cards that a counter with this folder of cards has.
  package static func cardIdentifiers(
    in folder: String = "Tests/Cards"
  ) throws -> [CardIdentifier] {
    try CardFolder(path: folder).benchCards().map { CardIdentifier($0.identifier) }
  }

  /// How long the counter has been there.
  var age: Duration { loop.uptime - startTime }
}

// Who looks on.
extension BenchWorld {
  /// One element now, and one whenever something has changed since the last was taken.
  func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    nextViewer += 1
    let viewer = nextViewer
    viewers[viewer] = continuation
    continuation.onTermination = { _ in Task { await self.forget(viewer) } }
    continuation.yield()
    return stream
  }

  private func forget(_ viewer: Int) { viewers[viewer] = nil }

  /// Tells viewers, a moment later and once for all that happens in it.
  func changed() {
    guard !isChangePending else { return }
    isChangePending = true
    loop.setTimer(after: .milliseconds(25)) { [weak self] in
      self?.assumeIsolated { world in
        world.isChangePending = false
        for viewer in world.viewers.values { viewer.yield() }
      }
    }
  }

  /// Keeps a line of the terminal's log.
  private func keep(_ line: String) {
    logFile?.write(Data((line + "\n").utf8))
    log.append(LogLine(time: age, text: line))
    log.removeFirst(max(0, log.count - Self.logLimit))
    changed()
  }

  /// Keeps a screen.
  func keep(_ content: DisplayContent) {
    screenCount += 1
    if content.isNews(after: screens.last?.content) { askForBooksSoon() }
    screens.append(ShownScreen(number: screenCount, time: age, content: content))
    screens.removeFirst(max(0, screens.count - Self.screenLimit))
    changed()
  }
}

extension DisplayContent {
  /// Whether more changed than the status line, whose age runs every second.
  fileprivate func isNews(after last: DisplayContent?) -> Bool {
    guard var last else { return true }
    last.status = status
    return self != last
  }
}
