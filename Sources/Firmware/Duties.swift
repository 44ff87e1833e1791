import Connectivity
import HAL
import TerminalFlows

/// What the terminal does by itself: check the bearer, undo what is in doubt, sign in, ask the
/// center whether it is there.
///
/// Real traffic proves for free; the terminal asks only when nothing else has. Source: trouble
/// tree, section 1, rule 4.
final class Duties {
  /// Tries of an interrupted settlement.
  var settlementRetry = Backoff(first: .seconds(5), limit: .seconds(600))
  private var reversal = Backoff(first: .seconds(5), limit: .seconds(600))
  private var signIn = Backoff(first: .seconds(5), limit: .seconds(120))
  private var echo = Backoff(first: .seconds(3), limit: .seconds(60))
  /// Switching a modem that is silent: at once, then twice an hour (trouble tree, N20).
  private var modemRestart = Backoff(first: .seconds(1800), limit: .seconds(1800))
  private var radioSwitch = Backoff(first: .seconds(60), limit: .seconds(600))
  private var networkCheck = Duration.zero
  private var printerCheck = Duration.zero
  private var lastInterface: InterfaceStatus?
  private let echoInterval: Duration
  private let bell: Mailbox<Void>

  /// How often the bearer is looked at while something is broken, and while all is well.
  ///
  /// Changes wake the duties by themselves; the second is for what no event tells.
  private static let networkIntervals = (broken: Duration.seconds(2), well: Duration.seconds(60))
  /// How often the printer is asked whether it is there: while it is, and while it is not.
  private static let printerIntervals = (
    present: Duration.seconds(60), missing: Duration.seconds(10)
  )
  /// How long the printer may take to answer.
  private static let printerTimeout = Duration.seconds(2)
  /// How long one look at the modem may take.
  private static let modemTimeout = Duration.seconds(3)
  /// How long a modem may take to restart.
  private static let modemStartTimeout = Duration.seconds(45)

  init(settings: TerminalSettings, clock: any DeviceClock) {
    echoInterval = settings.echoInterval
    bell = Mailbox(clock: clock)
  }

  /// Something happened that may have changed everything: look at once.
  func wake() {
    networkCheck = .zero
    if bell.isEmpty { bell.post(()) }
  }

  /// Waits until something is due or happens.
  func wait(for delay: Duration) async { _ = await bell.next(timeout: delay) }

  /// Does what is due and returns how long nothing will be, if nothing happens.
  func perform(_ session: TerminalSession) async -> Duration {
    session.observeDevices()
    // The interface costs one question to the kernel; the modem is asked when that is news.
    let interface = session.devices.network.interfaceStatus()
    if session.now >= networkCheck || interface != lastInterface { await checkNetwork(session) }
    lastInterface = interface
    if case .broken = session.ladder.network {
      await checkPrinter(session)
      return session.devices.clock.timeToNextSecond
    }
    guard !session.centerTurnstile.isOccupied else { return session.devices.clock.timeToNextSecond }
    if await reverse(session) { return .milliseconds(100) }
    if await signIn(session) { return .milliseconds(100) }
    await echo(session)
    // Last: a printer that does not answer takes its time, and nobody waits for it to sell.
    await checkPrinter(session)
    return delayWhenWell(session)
  }

  /// Nothing but time brings the next duty when all is proven and nothing is owed.
  private func delayWhenWell(_ session: TerminalSession) -> Duration {
    guard case .proven(let at) = session.ladder.center, case .proven = session.ladder.network,
      !session.owesReversal, !session.isTransactionUnderWay, !session.signInRequested,
      session.devices.security.hasWorkingKeys
    else { return session.devices.clock.timeToNextSecond }
    var next = min(at + echoInterval, networkCheck)
    if session.devices.printer != nil { next = min(next, printerCheck) }
    if let verdict = session.deviceRoll.nextVerdict { next = min(next, verdict) }
    return max(.seconds(1), next - session.now)
  }

  /// Asks the printer now and then; what nobody asks for days is missed only when a slip is due.
  private func checkPrinter(_ session: TerminalSession) async {
    guard session.now >= printerCheck else { return }
    await session.askPrinter(timeout: Self.printerTimeout)
    let isPresent = session.deviceRoll.finding(of: .printer) == .present
    let (present, missing) = Self.printerIntervals
    printerCheck = session.now + (isPresent ? present : missing)
  }

  /// Looks at modem and interface.
  ///
  /// A modem that the network does not go through is looked after, and its troubles are nobody
  /// else's.
  func checkNetwork(_ session: TerminalSession) async {
    var modem: Result<ModemStatus, ModemError>?
    if let driver = session.devices.modem {
      let status = await Self.status(of: driver)
      if await mend(driver, status, session) { return await checkNetwork(session) }
      session.note(.modem, isPresent: status.isAnswer)
      if session.devices.isNetworkCellular { modem = status }
    }
    let cause = NetworkDiagnosis.cause(
      modem: modem, interface: session.devices.network.interfaceStatus())
    let wasBroken = if case .broken = session.ladder.network { true } else { false }
    session.prove { ladder, now in
      if let cause { ladder.fail(cause, at: now) } else { ladder.proveNetwork(at: now) }
    }
    if cause == nil, wasBroken { resetTries() }
    let isWell = session.ladder.rung >= .centerConnected
    let interval = isWell ? Self.networkIntervals.well : Self.networkIntervals.broken
    networkCheck =
      session.now + min(interval, session.devices.modem?.statusLifetime ?? interval)
  }

  private static func status(of modem: any Modem) async -> Result<ModemStatus, ModemError> {
    do throws(ModemError) {
      return .success(try await modem.status(timeout: modemTimeout))
    } catch {
      return .failure(error)
    }
  }

  /// Does what the terminal itself can do for a modem; true when it is worth another look.
  ///
  /// A silent modem is switched off and on where the board can, a radio that is off is switched on.
  private func mend(
    _ modem: any Modem, _ status: Result<ModemStatus, ModemError>, _ session: TerminalSession
  ) async -> Bool {
    switch status {
    case .failure(let error):
      guard error != .notSupported, modem.hasPowerControl, modemRestart.isDue(at: session.now)
      else { return false }
      modemRestart.postpone(at: session.now, entropy: session.devices.entropy)
      return (try? await modem.restart(timeout: Self.modemStartTimeout)) != nil
    case .success(let status) where status.isRadioOn == false:
      guard radioSwitch.isDue(at: session.now) else { return false }
      radioSwitch.postpone(at: session.now, entropy: session.devices.entropy)
      return (try? await modem.setRadio(isOn: true, timeout: Self.modemStartTimeout)) != nil
    case .success: return false
    }
  }

  /// A bearer that is back gives hope to everything.
  private func resetTries() {
    reversal.reset()
    signIn.reset()
    echo.reset()
  }

  private func reverse(_ session: TerminalSession) async -> Bool {
    guard session.owesReversal, !session.isTransactionUnderWay, reversal.isDue(at: session.now)
    else { return false }
    if case .owed = await session.reverseUnresolved() {
      reversal.postpone(at: session.now, entropy: session.devices.entropy)
      return false
    }
    reversal.reset()
    return true
  }

  private func signIn(_ session: TerminalSession) async -> Bool {
    let isOwed = !session.devices.security.hasWorkingKeys || session.signInRequested
    guard isOwed, !session.isTransactionUnderWay, signIn.isDue(at: session.now) else {
      return false
    }
    if await session.signIn() != nil {
      signIn.postpone(at: session.now, entropy: session.devices.entropy)
      return false
    }
    signIn.reset()
    return true
  }

  private func echo(_ session: TerminalSession) async {
    if case .proven(let at) = session.ladder.center, session.now - at < echoInterval { return }
    guard echo.isDue(at: session.now) else { return }
    if await session.echo() != nil {
      echo.postpone(at: session.now, entropy: session.devices.entropy)
    } else {
      echo.reset()
    }
  }
}

extension Result where Failure == ModemError {
  /// Whether something answered, if only to refuse.
  fileprivate var isAnswer: Bool {
    switch self {
    case .success, .failure(.refused), .failure(.notSupported), .failure(.protocolViolation): true
    case .failure(.portUnavailable), .failure(.timedOut): false
    }
  }
}
