import BoardProfile
import CLinux
import CenterProtocol
import Connectivity
import EventLoop
import Firmware
import Glibc
import HAL
import JSONText
import Ledger
import PaymentTypes
import SystemPackage
import TerminalFlows
import YAMLDocument

/// The flashed program.
@main
struct Posd {
  private static let version = "0.1.0"

  static func main() {
    do throws(Arguments.Mistake) {
      switch try Arguments.parse(CommandLine.arguments.dropFirst()) {
      case .help: print(Arguments.usage)
      case .version: print("posd \(version)")
      case .run(let arguments): run(arguments)
      }
    } catch {
      refuse(error.text)
    }
  }

  /// Says what is wrong and ends with the status that asks for a person.
  private static func refuse(_ text: String) -> Never {
    EventLog.writeToStandardError("posd: \(text)\n")
    exit(2)
  }

  private static func run(_ arguments: Arguments) {
    signal(SIGPIPE, SIG_IGN)
    let profile: BoardProfile
    do throws(YAMLError) {
      profile = try BoardProfile.read(path: arguments.profile, overrides: arguments.overrides)
    } catch {
      refuse("\(error)")
    }
    let loop = EventLoop()
    let log = EventLog(clock: loop)
    log.write("start", [.init("version", .string(version))])
    let events = DeviceEventQueue(clock: loop)
    let board: Board
    do throws(Board.Mistake) {
      board = try Board(profile, loop: loop, events: events)
    } catch {
      refuse(error.text)
    }
    for mistake in board.excused { log.write("profile", [.init("mistake", .string(mistake))]) }
    let presenter = Presenter(
      display: board.devices.display, text: OperatorText(board.settings.language),
      isTestMode: board.devices.security.isTestModule, log: log)
    // Somebody is waiting: the screen says that the terminal starts before its books are checked.
    board.start()
    presenter.show(.starting, ConnectivityLadder().caption(at: loop.uptime))
    let ledger = openLedger(of: profile, board.devices.security)
    // Reading the records took memory that is not needed again.
    malloc_trim(0)
    // Everything here belongs to the loop's thread, which is this one, before and while it runs.
    let cardSessions = CardSessionFolder(profile)
    nonisolated(unsafe) let session = TerminalSession(
      devices: board.devices, settings: board.settings, ledger: ledger, events: events,
      present: presenter.show,
      trace: { event in
        log.write(event)
        if case .cardSession(let recording) = event { cardSessions?.keep(recording) }
      })
    start(session, board, profile, loop, log)
  }

  private static func start(
    _ session: sending TerminalSession, _ board: Board, _ profile: BoardProfile,
    _ loop: EventLoop, _ log: EventLog
  ) {
    let terminal = Terminal(on: loop, session: session)
    let control = ControlServer(path: profile.controlSocket, loop: loop) { line in
      await terminal.answer(line)
    }
    do throws(Errno) {
      try control.start()
    } catch {
      let cure =
        error == .noSuchFileOrDirectory
        ? "Make its folder, or choose" : "Is another posd running here? Stop it, or choose"
      refuse(
        "cannot listen on \(profile.controlSocket): \(error). \(cure) another socket with "
          + "--set control-socket=FILE")
    }
    let signals = TerminationSignals(loop: loop) {
      Task(executorPreference: loop) { await terminal.stop() }
    }
    terminal.start(on: loop) { loop.stop() }
    loop.run()
    signals.close()
    control.stop()
    log.write("stop")
  }

  private static func openLedger(
    of profile: BoardProfile, _ protection: any RecordProtection
  ) -> Ledger {
    makeDirectory(profile.dataDirectory)
    let path = profile.ledgerPath
    do throws(LedgerError) {
      return try Ledger(path: path, protection: protection)
    } catch {
      refuse(LedgerAdvice.text(error, path: path))
    }
  }

  /// Makes the folder and those above it; what is wrong with it shows when the ledger is opened.
  private static func makeDirectory(_ path: String) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component + "/"
      mkdir(partial, 0o700)
    }
  }
}
