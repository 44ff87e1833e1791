import CPCSC
import EventLoop
package import HAL
import SystemPackage

/// A card reader behind pcscd: contact, contactless or a security module's slot.
///
/// The daemon's events come by way of `PCSCService`; cards are spoken to on a thread of the
/// reader's own, which is made with the first card. A card in a session is held by a transaction,
/// so that no other program gets in between, and is powered down at the session's end.
package final class PCSCReader: CardReader {
  package let name: DeviceName
  package private(set) var state = CardReaderState.serviceUnavailable
  /// The daemon's name for the reader; nil while it is not there.
  package var readerName: String? { status?.name }

  let match: PCSCReaderMatch
  private let cards: AcceptedCards
  private let usesPINPad: Bool
  private let service: PCSCService
  private var sink: (any DeviceEventSink)?
  private var status: PCSCReaderStatus?
  private var thread: CardThread?
  private var lookout = Lookout()
  private var knownFeatures: ReaderFeatureList?
  /// Counts power-ups, and whatever ends a session: a session is only good for its own number.
  private var generation = 0
  /// What the last session that did not end by itself ended with.
  private var endOfSession = CardReaderError.cardReset

  /// Makes the driver of the first reader that `match` means.
  ///
  /// `usesPINPad` says whether the reader's own keys may take PINs.
  package init(
    name: DeviceName, match: PCSCReaderMatch, accepting cards: AcceptedCards = .payment,
    usesPINPad: Bool = true, service: PCSCService
  ) {
    self.name = name
    self.match = match
    self.cards = cards
    self.usesPINPad = usesPINPad
    self.service = service
    service.add(self)
  }

  deinit { thread?.stop() }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    let reader = try presentReader()
    guard state.isCardPresent else { throw .noCard }
    beginGeneration(endingWith: .cardReset)
    let mine = generation
    let cards = cards
    let answer = try await call(timeout: timeout) { connection throws(CardReaderError) in
      try connection.powerUp(reader: reader, accepting: cards)
    }
    guard mine == generation else { throw endOfSession }
    return PCSCCardSession(answerToReset: answer, reader: self, generation: mine)
  }

  package func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures {
    try await featureList(timeout: timeout).features(usingPINPad: usesPINPad)
  }

  package func escape(
    _ command: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    try await control(pcsc_control_code(1), command, timeout: timeout)
  }
}

// What sessions ask for.
extension PCSCReader {
  /// Sends a command for the session of a generation.
  func transmit(
    _ command: [UInt8], generation: Int, timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    guard generation == self.generation else { throw endOfSession }
    do throws(CardReaderError) {
      return try await call(timeout: timeout) { connection throws(CardReaderError) in
        try connection.transmit(command)
      }
    } catch {
      throw end(generation, error)
    }
  }

  /// Lets the holder of the card of a generation type a PIN.
  func verifyPIN(
    _ request: CardPINRequest, generation: Int, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    guard generation == self.generation else { throw endOfSession }
    do throws(CardReaderError) {
      let features = try await featureList(timeout: timeout)
      guard usesPINPad, let code = features.controlCode(of: .verifyPINDirect) else {
        throw CardReaderError.notSupported
      }
      let answer = try await control(
        DWORD(code), PINVerification(request).bytes, timeout: timeout)
      return try CardPINOutcome(answer: answer)
    } catch {
      throw end(generation, error)
    }
  }

  /// Powers the card of a generation down.
  func powerDown(generation: Int) async {
    guard generation == self.generation else { return }
    beginGeneration(endingWith: .cardReset)
    _ = try? await call(timeout: .seconds(2)) { connection throws(CardReaderError) in
      connection.close()
    }
  }

  /// Powers the card of a generation down, with nobody who waits for it.
  func drop(generation: Int) {
    guard generation == self.generation else { return }
    beginGeneration(endingWith: .cardReset)
    thread?.submit { $0.close() }
  }

  /// Ends a session whose call has failed, and says why in the end: what the daemon's events have
  /// told meanwhile is more to the point than what the call saw, unless that was the reader's end,
  /// of which the card's is a part.
  private func end(_ generation: Int, _ error: CardReaderError) -> CardReaderError {
    if error == .notSupported || error == .invalidCommand { return error }
    guard generation == self.generation else {
      if error == .readerGone, endOfSession == .cardRemoved { endOfSession = error }
      return endOfSession
    }
    beginGeneration(endingWith: error)
    return error
  }

  private func beginGeneration(endingWith error: CardReaderError) {
    generation += 1
    endOfSession = error
  }
}

// What the service tells.
extension PCSCReader {
  /// Takes what the daemon says of the reader; nil when it knows no such reader.
  func update(_ new: PCSCReaderStatus?, service: PCSCService.State) {
    let changes = PCSCReaderStatus.changes(from: status, to: new)
    status = new
    state =
      switch service {
      case .unavailable(.accessDenied): .accessDenied
      case .unavailable, .unknown: .serviceUnavailable
      case .running: new?.state ?? .readerGone
      }
    for change in changes { take(change) }
  }

  private func take(_ change: PCSCReaderStatus.Change) {
    switch change {
    case .found: sink?.post(.deviceFound(name))
    case .lost:
      knownFeatures = nil
      let isServiceGone = state == .serviceUnavailable || state == .accessDenied
      beginGeneration(endingWith: isServiceGone ? .serviceUnavailable : .readerGone)
      sink?.post(.deviceLost(name))
    case .removed:
      beginGeneration(endingWith: .cardRemoved)
      sink?.post(.cardRemoved(name))
    case .inserted: sink?.post(.cardInserted(name))
    }
  }

  /// Ends the driver's thread.
  func stop() {
    beginGeneration(endingWith: .serviceUnavailable)
    thread.take()?.stop()
    state = .serviceUnavailable
    status = nil
  }

  /// The daemon's name for the reader, if it can be used.
  private func presentReader() throws(CardReaderError) -> String {
    switch state {
    case .serviceUnavailable: throw .serviceUnavailable
    case .accessDenied: throw .accessDenied
    case .readerGone: throw .readerGone
    case .empty, .cardPresent, .cardMute: break
    }
    guard let readerName else { throw .readerGone }
    return readerName
  }
}

// The way to the thread.
extension PCSCReader {
  private func featureList(timeout: Duration) async throws(CardReaderError) -> ReaderFeatureList {
    if let knownFeatures { return knownFeatures }
    let reader = try presentReader()
    let list = try await call(timeout: timeout) { connection throws(CardReaderError) in
      try ReaderFeatureList(reader: reader, &connection)
    }
    if readerName == reader { knownFeatures = list }
    return list
  }

  private func control(
    _ code: DWORD, _ bytes: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    let reader = try presentReader()
    return try await call(timeout: timeout) { connection throws(CardReaderError) in
      try connection.control(reader: reader, code: code, bytes)
    }
  }

  /// Has `body` done on the thread and waits for it, but no longer than `timeout`.
  ///
  /// What ends too late powers the card down again: nobody knows of it any more.
  private func call<Value: Sendable>(
    timeout: Duration,
    _ body: @escaping @Sendable (inout CardConnection) throws(CardReaderError) -> Value
  ) async throws(CardReaderError) -> Value {
    let thread = try runningThread()
    let call = ThreadCall<Result<Value, CardReaderError>>()
    thread.submit { connection in
      guard !call.isAbandoned else { return }
      let result: Result<Value, CardReaderError>
      do throws(CardReaderError) {
        result = .success(try body(&connection))
      } catch {
        result = .failure(error)
      }
      if !call.end(with: result) { connection.close() }
    }
    lookout.look { call.isEnded }
    if let result = call.take() { return try result.get() }
    return try await end(of: call, on: thread, timeout: timeout).get()
  }

  private func end<Value: Sendable>(
    of call: ThreadCall<Value>, on thread: CardThread, timeout: Duration
  ) async throws(CardReaderError) -> Value {
    var timer: TimerIdentifier?
    let value = await withUnsafeContinuation { continuation in
      timer = service.loop.setTimer(after: timeout) { call.abandon() }
      call.await(continuation)
    }
    if let timer { service.loop.cancelTimer(timer) }
    if let value { return value }
    throw thread.isWaitingForTurn ? .shared : .timedOut
  }

  private func runningThread() throws(CardReaderError) -> CardThread {
    if let thread { return thread }
    do throws(Errno) {
      let thread = try CardThread()
      self.thread = thread
      return thread
    } catch {
      throw .communication(code: Int(error.rawValue))
    }
  }
}
