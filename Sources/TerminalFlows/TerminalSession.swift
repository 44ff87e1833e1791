package import Connectivity
package import HAL
package import Ledger
package import PaymentTypes

/// One power-on of the terminal: its devices, its books, and what is proven so far.
///
/// The flows are extensions of it, one file each, and run one after the other on the terminal's
/// loop; only the duties of the background may stand between two steps of a flow, and the turnstile
/// keeps them off the way to the center meanwhile.
package final class TerminalSession {
  /// The devices.
  package let devices: Devices
  /// Who the terminal is.
  package let settings: TerminalSettings
  /// The books.
  package let ledger: Ledger
  /// Keys, cards and swipes.
  package let events: DeviceEventQueue
  /// The way to the center, one at a time.
  package let centerTurnstile: Turnstile
  /// Whether a card transaction is under way, so that no background sign-in may change its keys.
  package internal(set) var isTransactionUnderWay = false
  /// What is proven.
  package private(set) var ladder = ConnectivityLadder()
  /// What is shown.
  package private(set) var screen = Screen.starting
  /// What the center wants done, from the header of its last answer.
  package var signInRequested = false
  /// The last answer to a reversal that did not accept it; decides whether people take over.
  var lastReversalRefusal: ResponseCode?
  /// Whether chips have failed, so that a stripe is taken instead.
  var fallback = FallbackWindow()
  /// What the printer said when a slip last failed.
  package var printerTrouble: TroubleCause?
  /// Which devices are there.
  package internal(set) var deviceRoll: DeviceRoll
  /// Whether a slip is on its way to the printer.
  var isPrinting = false
  /// What the disk said when the ledger last failed; nothing is sold until the next start.
  package private(set) var storageTrouble: TroubleCause?

  private let present: (Screen, ConnectivityCaption) -> Void
  private let traceEvent: (TraceEvent) -> Void

  /// Starts a session on an open ledger.
  ///
  /// `present` puts a screen on the display; `trace` writes the log.
  package init(
    devices: Devices, settings: TerminalSettings, ledger: Ledger, events: DeviceEventQueue,
    present: @escaping (Screen, ConnectivityCaption) -> Void,
    trace: @escaping (TraceEvent) -> Void
  ) {
    self.devices = devices
    self.settings = settings
    self.ledger = ledger
    self.events = events
    centerTurnstile = Turnstile(clock: devices.clock)
    deviceRoll = DeviceRoll(
      devices.names, required: devices.required, at: devices.clock.uptime)
    self.present = present
    traceEvent = trace
    updateBlocks()
  }

  /// Time since power-on, for proofs and time-outs.
  package var now: Duration { devices.clock.uptime }

  /// The calendar, as a label.
  package var civilTime: CivilTime {
    CivilTime(secondsSince1970: devices.clock.wallClock.secondsSince1970)
  }

  /// Shows a screen.
  package func show(_ screen: Screen) {
    self.screen = screen
    refreshScreen()
  }

  /// Shows the same screen again, with the caption of now.
  package func refreshScreen() { present(screen, ladder.caption(at: now)) }

  /// Whether a reversal is due that is not part of a transaction under way.
  package var owesReversal: Bool {
    if case .reversalDue = ledger.state.unresolved?.status { true } else { false }
  }

  /// Writes to the log.
  package func trace(_ event: TraceEvent) { traceEvent(event) }

  /// Changes what is proven, and shows it at once.
  package func prove(_ change: (inout ConnectivityLadder, Duration) -> Void) {
    let before = ladder
    change(&ladder, now)
    updateBlocks()
    if (before.rung, before.trouble) != (ladder.rung, ladder.trouble) {
      trace(.ladder(ladder.rung, ladder.trouble))
      refreshScreen()
    } else if before.limits != ladder.limits {
      refreshScreen()
    }
  }

  /// Takes a failed proof back.
  package func fail(_ cause: TroubleCause) { prove { $0.fail(cause, at: $1) } }

  /// Adds records to the ledger and brings what depends on it up to date.
  ///
  /// A ledger that can't be written stops all trading: the error goes up through the flow, and the
  /// next start recovers from what is on the disk.
  package func commit(_ records: LedgerRecord...) throws(LedgerError) {
    do throws(LedgerError) {
      try ledger.commit(records)
    } catch {
      trace(.ledgerFailed(error))
      storageTrouble = .storageFailing
      prove { _, _ in }
      throw error
    }
    for case .outcome(let identity, let outcome) in records {
      trace(.outcome(identity, outcome.name))
    }
    prove { _, _ in }
  }

  private func updateBlocks() {
    var blocks: [TroubleCause] = []
    if let storageTrouble { blocks.append(storageTrouble) }
    if ledger.state.settlement != nil { blocks.append(.settlementInterrupted) }
    if owesReversal { blocks.append(.reversalPending) }
    if ledger.state.transactions.count >= settings.batchCapacity { blocks.append(.batchFull) }
    blocks += deviceRoll.obstacles
    ladder.setBlocks(blocks, limits: deviceRoll.limits)
  }
}

extension Outcome {
  /// A stable name for the log.
  package var name: String {
    switch self {
    case .approved: "approved"
    case .declined: "declined"
    case .reversalDue: "reversal-due"
    case .reversed: "reversed"
    case .handedOver: "handed-over"
    }
  }
}
