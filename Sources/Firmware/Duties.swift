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
  private var networkCheck = Duration.zero
  private var lastInterface: InterfaceStatus?
  private let echoInterval: Duration

  /// How often the bearer is looked at while something is broken, and while all is well.
  private static let networkIntervals = (broken: Duration.seconds(2), well: Duration.seconds(10))

  init(settings: TerminalSettings) { echoInterval = settings.echoInterval }

  /// Something happened that may have changed everything: look at once.
  func wake() { networkCheck = .zero }

  /// Does what is due; false when nothing more will be before the next second.
  func perform(_ session: TerminalSession) async -> Bool {
    // The interface costs one question to the kernel; the modem is asked when that is news.
    let interface = session.devices.network.interfaceStatus()
    if session.now >= networkCheck || interface != lastInterface { await checkNetwork(session) }
    lastInterface = interface
    if case .broken = session.ladder.network { return false }
    guard !session.centerTurnstile.isOccupied else { return false }
    if await reverse(session) { return true }
    if await signIn(session) { return true }
    await echo(session)
    return false
  }

  /// Looks at modem and interface.
  func checkNetwork(_ session: TerminalSession) async {
    var modem: Result<ModemStatus, ModemError>?
    if let driver = session.devices.modem {
      do throws(ModemError) {
        modem = .success(try await driver.status(timeout: .seconds(3)))
      } catch {
        modem = .failure(error)
      }
    }
    let cause = NetworkDiagnosis.cause(
      modem: modem, interface: session.devices.network.interfaceStatus())
    let wasBroken = if case .broken = session.ladder.network { true } else { false }
    session.prove { ladder, now in
      if let cause { ladder.fail(cause, at: now) } else { ladder.proveNetwork(at: now) }
    }
    if cause == nil, wasBroken { resetTries() }
    let isWell = session.ladder.rung >= .centerConnected
    networkCheck =
      session.now + (isWell ? Self.networkIntervals.well : Self.networkIntervals.broken)
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
