import Connectivity
import HAL
import Ledger
import JSONText
import PaymentTypes
package import TerminalFlows

/// The terminal: the only actor, pinned to the loop that it is given.
///
/// Two tasks live on it. The operator's task shows screens and runs one flow at a time; the duties'
/// task keeps proofs fresh and undoes what is in doubt. They meet at the turnstile before the
/// center.
package actor Terminal {
  private nonisolated let executor: any SerialExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let session: TerminalSession
  private var duties: Duties
  private var isStopped = false

  /// Makes a terminal of a session; nothing else may use the session afterwards.
  package init(on executor: any SerialExecutor, session: sending TerminalSession) {
    self.executor = executor
    self.session = session
    duties = Duties(settings: session.settings, clock: session.devices.clock)
  }

  /// Starts both tasks on the loop and returns; `onStop` runs on it when the operator's task ends.
  package nonisolated func start(
    on loop: some TaskExecutor, onStop: @escaping @Sendable () -> Void = {}
  ) {
    Task(executorPreference: loop) {
      await self.runOperator()
      onStop()
    }
    Task(executorPreference: loop) { await self.runDuties() }
  }

  /// Ends both tasks at their next step.
  package func stop() { isStopped = true }

  /// Answers one line of the control socket.
  package func answer(_ line: String) -> String { ControlCommand.answer(line, in: session).text }

  private var isRunning: Bool { !isStopped && !session.devices.power.isFailing }

  private func runOperator() async {
    session.show(.starting)
    guard (try? session.recover()) != nil else {
      return session.show(.stopped(.storageFailing))
    }
    await finishPaper()
    while isRunning {
      if session.screen != .idle { session.show(.idle) } else { session.refreshScreen() }
      if mayResumeSettlement {
        await settle()
        duties.wake()
        continue
      }
      let tick = session.devices.clock.timeToNextSecond
      guard let event = await session.events.next(timeout: tick) else { continue }
      await handle(event)
    }
  }

  /// An interrupted settlement goes on by itself once the center is there.
  private var mayResumeSettlement: Bool {
    session.ledger.state.settlement != nil && session.ladder.rung >= .centerConnected
      && duties.settlementRetry.isDue(at: session.now)
  }

  private func handle(_ event: DeviceEvent) async {
    switch event {
    case .keyPressed(.digit(let digit)): await session.sale(firstDigit: digit)
    case .keyPressed(.enter), .cardInserted, .cardSwiped: await session.sale(firstDigit: nil)
    case .keyPressed(.menu): await menu()
    case .keyPressed, .cardRemoved, .deviceLost, .deviceFound, .modemChanged, .networkChanged,
      .serviceRequested:
      break
    }
    duties.wake()
  }

  private func menu() async {
    session.show(.menu)
    while let event = await session.events.next(timeout: session.settings.operatorTimeout) {
      guard case .keyPressed(let key) = event else { continue }
      switch key {
      case .digit(1): return await session.sale(firstDigit: nil)
      case .digit(2): return await session.voidSale()
      case .digit(3): return await confirmSettlement()
      case .digit(4): return await signIn()
      case .digit(5): return await reprint()
      case .digit(6): return await diagnose()
      case .cancel: return
      case .digit, .clear, .enter, .menu, .up, .down, .feed: continue
      }
    }
  }

  private func signIn() async {
    session.show(.waitingForCenter(.signIn))
    if let cause = await session.signIn() {
      await session.showResult(.notice(.signInFailed(cause)))
    } else if let batch = session.ledger.state.batch {
      await session.showResult(.notice(.signedIn(batch)))
    }
  }

  private func reprint() async {
    if await !session.reprintLast() { await session.showResult(.notice(.nothingToReprint)) }
  }

  private func diagnose() async {
    session.show(.waitingForCenter(.echo))
    await duties.checkNetwork(session)
    let cause = await session.echo() ?? session.ladder.trouble
    await session.showResult(.diagnosis(cause), for: session.settings.operatorTimeout)
  }

  private func confirmSettlement() async {
    guard !session.ledger.state.transactions.isEmpty || session.ledger.state.settlement != nil
    else { return await session.showResult(.notice(.nothingToSettle)) }
    if session.ledger.state.settlement == nil {
      guard await session.confirm(.confirmSettlement(session.ledger.state.totals)) else { return }
    }
    await settle()
  }

  private func settle() async {
    let outcome = await session.settle()
    switch outcome {
    case .closed:
      duties.settlementRetry.reset()
      session.show(.settled(outcome))
      await session.printSettlementSlip()
    case .interrupted:
      duties.settlementRetry.postpone(at: session.now, entropy: session.devices.entropy)
    }
    await session.showResult(.settled(outcome))
  }

  /// Prints what a power cut kept from coming out.
  private func finishPaper() async {
    if session.ledger.state.closedBatch?.isSlipPrinted == false {
      await session.printSettlementSlip(afterPowerCut: true)
    }
    await session.printUnfinishedSlip()
  }

  private func runDuties() async {
    session.events.onStateChange = { [duties, session] in
      session.observeDevices()
      duties.wake()
    }
    while isRunning {
      let delay = await duties.perform(session)
      await duties.wait(for: delay)
    }
  }
}
