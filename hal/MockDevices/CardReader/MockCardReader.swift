package import HAL
import ISO7816

/// A card reader that exists only in this process, with an `EmulatedSlot` to work it by.
///
/// It keeps every promise of `CardReader` without a thread, a daemon or a byte on a wire; time-outs
/// run on the clock that it is given. Commands go to the card as T=0 or T=1 carry them, whichever
/// the card wants. Like a real reader it powers a card up when it comes, to see whether it answers.
package final class MockCardReader: CardReader {
  package let name: DeviceName
  /// The slot, for the hands of a test.
  package let slot: EmulatedSlot
  /// Whether the service behind the reader runs.
  package var isServiceRunning = true {
    didSet { if isServiceRunning != oldValue { look() } }
  }

  private let clock: any DeviceClock
  private let acceptsPaymentCardsOnly: Bool
  private let turnstile: Turnstile
  private var sink: (any DeviceEventSink)?
  package private(set) var state = CardReaderState.readerGone
  private var generation = 0
  private var endOfSession = CardReaderError.cardReset
  /// Ends the wait for a slow card.
  private var endWait: ((CardReaderError?) -> Void)?

  /// Makes a reader whose slot is empty; it refuses the answers to reset that EMV does not allow,
  /// unless it is told to accept any card.
  package init(name: DeviceName, acceptingAnyCard: Bool = false, clock: any DeviceClock) {
    self.name = name
    self.clock = clock
    acceptsPaymentCardsOnly = !acceptingAnyCard
    slot = EmulatedSlot()
    turnstile = Turnstile(clock: clock)
    slot.onPresence = { [weak self] _ in self?.look() }
    look()
  }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    try requireReader()
    guard state.isCardPresent else { throw .noCard }
    beginGeneration(endingWith: .cardReset)
    let mine = generation
    let answer = try await perform(timeout: timeout) { self.coldAndWarmReset() }
    guard mine == generation else { throw endOfSession }
    return MockCardSession(answerToReset: answer, reader: self, generation: mine)
  }

  package func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures {
    try requireReader()
    guard slot.pinPad != nil else { return CardReaderFeatures() }
    return CardReaderFeatures(
      verifiesPIN: true, pinDigitCount: 4...12, display: CardReaderDisplay(columns: 16, lines: 2))
  }

  package func escape(
    _ command: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    try requireReader()
    guard let answer = slot.onEscape?(command) else { throw .notSupported }
    return answer
  }

  private func coldAndWarmReset() -> Result<[UInt8], CardReaderError> {
    for isWarm in [false, true] {
      switch slot.powerUp(isWarm: isWarm) {
      case .done(let answer) where accepts(answer, afterWarmReset: isWarm): return .success(answer)
      case .done: continue
      case let outcome: return .failure(Self.error(outcome))
      }
    }
    _ = slot.powerDown()
    return .failure(.unsupportedCard)
  }

  private func accepts(_ answer: [UInt8], afterWarmReset isWarm: Bool) -> Bool {
    guard let parsed = try? AnswerToReset(answer) else { return false }
    return !acceptsPaymentCardsOnly || parsed.objections(afterWarmReset: isWarm).isEmpty
  }
}

// What sessions ask for.
extension MockCardReader {
  func transmit(
    _ command: [UInt8], over transmission: TransmissionProtocol, generation: Int,
    timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    guard generation == self.generation else { throw endOfSession }
    guard let exchange = CommandExchange(command, over: transmission) else {
      throw .invalidCommand
    }
    return try await end(generation, timeout) { self.run(exchange) }
  }

  func verifyPIN(
    _ request: CardPINRequest, generation: Int, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    guard generation == self.generation else { throw endOfSession }
    guard slot.pinPad != nil else { throw .notSupported }
    let answer = try await end(generation, timeout) {
      switch self.slot.verifyPIN(digitCount: request.digitCount) {
      case .done(let answer): .success(answer)
      case let outcome: .failure(Self.error(outcome))
      }
    }
    return CardPINOutcome(statusWord: answer.reduce(0) { $0 << 8 | UInt16($1) })
  }

  func powerDown(generation: Int) {
    guard generation == self.generation else { return }
    beginGeneration(endingWith: .cardReset)
    _ = slot.powerDown()
  }

  /// Performs a call of a session, and ends the session when it fails.
  private func end(
    _ generation: Int, _ timeout: Duration, _ body: () -> Result<[UInt8], CardReaderError>
  ) async throws(CardReaderError) -> [UInt8] {
    do throws(CardReaderError) {
      return try await perform(timeout: timeout, body)
    } catch {
      guard generation == self.generation else { throw endOfSession }
      beginGeneration(endingWith: error)
      _ = slot.powerDown()
      throw error
    }
  }

  private func run(_ exchange: CommandExchange) -> Result<[UInt8], CardReaderError> {
    var exchange = exchange
    var step = exchange.begin()
    while true {
      switch step {
      case .transmit(let bytes):
        guard case .done(let answer) = slot.transmit(bytes) else {
          return .failure(
            slot.presence == .taken ? .communication(code: 0) : Self.absence(slot.presence))
        }
        step = exchange.resume(with: answer)
      case .finished(let answer): return .success(answer)
      case .failed: return .failure(.communication(code: 1))
      }
    }
  }
}

// What happens in the slot.
extension MockCardReader {
  /// Looks at slot and service, and reports what has changed.
  private func look() {
    let old = state
    state = currentState()
    switch (old.isAvailable, state.isAvailable) {
    case (false, false): break
    case (true, false): lose(state == .readerGone ? .readerGone : .serviceUnavailable)
    case (false, true):
      sink?.post(.deviceFound(name))
      if state.isCardPresent { sink?.post(.cardInserted(name)) }
    case (true, true):
      if old.isCardPresent, !state.isCardPresent {
        interrupt(.cardRemoved)
        sink?.post(.cardRemoved(name))
      }
      if !old.isCardPresent, state.isCardPresent { sink?.post(.cardInserted(name)) }
    }
  }

  private func lose(_ error: CardReaderError) {
    interrupt(error)
    sink?.post(.deviceLost(name))
  }

  private func currentState() -> CardReaderState {
    guard isServiceRunning else { return .serviceUnavailable }
    switch slot.presence {
    case .gone: return .readerGone
    case .empty: return .empty
    case .taken:
      let isMute = slot.powerUp(isWarm: false) == .cardMute
      _ = slot.powerDown()
      return isMute ? .cardMute : .cardPresent
    }
  }

  private func interrupt(_ error: CardReaderError) {
    beginGeneration(endingWith: error)
    endWait.take()?(error)
  }

  private func beginGeneration(endingWith error: CardReaderError) {
    generation += 1
    endOfSession = error
  }

  private func requireReader() throws(CardReaderError) {
    switch state {
    case .serviceUnavailable: throw .serviceUnavailable
    case .accessDenied: throw .accessDenied
    case .readerGone: throw .readerGone
    case .empty, .cardPresent, .cardMute: break
    }
  }

  /// Does something with the slot, as fast as the card is, but no longer than the time-out.
  private func perform(
    timeout: Duration, _ body: () -> Result<[UInt8], CardReaderError>
  ) async throws(CardReaderError) -> [UInt8] {
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let result = body()
    let delay = slot.answerDelay
    if delay > .zero, case .success = result, let error = await wait(delay, timeout) { throw error }
    return try result.get()
  }

  /// Waits for a slow card; gives why it does not come to an end.
  private func wait(_ delay: Duration, _ timeout: Duration) async -> CardReaderError? {
    await withUnsafeContinuation { continuation in
      let timer = clock.setTimer(after: min(delay, timeout)) { [self] in
        endWait.take()?(delay > timeout ? .timedOut : nil)
      }
      endWait = { [clock] error in
        clock.cancelTimer(timer)
        continuation.resume(returning: error)
      }
    }
  }

  private static func absence(_ presence: EmulatedSlot.Presence) -> CardReaderError {
    presence == .gone ? .readerGone : .cardRemoved
  }

  private static func error(_ outcome: EmulatedSlot.Outcome) -> CardReaderError {
    switch outcome {
    case .done, .garbled, .cardSilent: .communication(code: 0)
    case .gone: .readerGone
    case .cardMute: .mute
    case .protocolRefused: .unsupportedCard
    case .notSupported: .notSupported
    case .empty: .cardRemoved
    }
  }
}
