package import HAL

/// The chip card slot of the virtual counter.
///
/// A lost connection is a lost reader: `deviceLost`, an empty slot, `.readerGone` for the call
/// under way. The bench says first thing on a new connection when a card is in.
package final class BenchCardReader: CardReader {
  package let name: DeviceName
  private var isCardIn = false
  private var isPlugged = true

  private let connection: BenchConnection
  private var sink: (any DeviceEventSink)?
  private var nextRequest: UInt16 = 0
  private var pending: PendingRequest?
  /// Counts power-ups and removals: a session is only good for the one that made it.
  private var generation = 0

  private struct PendingRequest {
    var number: UInt16
    var timer: TimerIdentifier
    var continuation: UnsafeContinuation<Result<[UInt8], CardReaderError>, Never>
  }

  /// Puts the reader on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package var state: CardReaderState {
    guard connection.isConnected else { return .serviceUnavailable }
    guard isPlugged else { return .readerGone }
    return isCardIn ? .cardPresent : .empty
  }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    generation += 1
    let mine = generation
    let answer = try await exchange(timeout: timeout) { .powerUp(request: $0) }
    guard mine == generation else { throw isCardPresent ? .cardReset : .cardRemoved }
    return BenchCardSession(answerToReset: answer, reader: self, generation: mine)
  }

  /// Sends a command for the session of a generation.
  func transmit(
    _ command: [UInt8], generation: Int, timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    guard isAvailable else { throw .readerGone }
    guard generation == self.generation else { throw isCardPresent ? .cardReset : .cardRemoved }
    return try await exchange(timeout: timeout) { .command(request: $0, command) }
  }

  /// Powers the card of a generation down.
  func powerDown(generation: Int) {
    guard generation == self.generation else { return }
    self.generation += 1
    connection.send(.powerDown)
  }

  private func exchange(
    timeout: Duration, _ message: (UInt16) -> BenchMessage
  ) async throws(CardReaderError) -> [UInt8] {
    guard isAvailable else { throw isPlugged ? .serviceUnavailable : .readerGone }
    guard isCardPresent else { throw .noCard }
    guard pending == nil else { throw .shared }
    nextRequest &+= 1
    let number = nextRequest
    let message = message(number)
    let result = await withUnsafeContinuation { continuation in
      let timer = connection.clock.setTimer(after: timeout) { [self] in
        finish(number, .failure(.timedOut))
      }
      pending = PendingRequest(number: number, timer: timer, continuation: continuation)
      connection.send(message)
    }
    return try result.get()
  }

  private func finish(_ number: UInt16, _ result: Result<[UInt8], CardReaderError>) {
    // An answer that comes after its time-out belongs to nobody.
    guard let request = pending, request.number == number else { return }
    pending = nil
    connection.clock.cancelTimer(request.timer)
    request.continuation.resume(returning: result)
  }

  private func emptySlot(_ error: CardReaderError) {
    isCardIn = false
    generation += 1
    if let pending { finish(pending.number, .failure(error)) }
  }
}

extension BenchCardReader: BenchReceiver {
  func connectionOpened() {
    isPlugged = true
    sink?.post(.deviceFound(name))
  }

  func connectionLost() {
    emptySlot(.readerGone)
    if isPlugged { sink?.post(.deviceLost(name)) }
  }

  func receive(_ message: BenchMessage) {
    switch message {
    case .cardInserted:
      guard !isCardIn, isPlugged else { return }
      isCardIn = true
      sink?.post(.cardInserted(name))
    case .cardRemoved:
      guard isCardIn else { return }
      emptySlot(.cardRemoved)
      sink?.post(.cardRemoved(name))
    case .cardAnswered(let request, let result): finish(request, result)
    case .cable(.cardReader, let isPlugged):
      guard isPlugged != self.isPlugged else { return }
      self.isPlugged = isPlugged
      if !isPlugged { emptySlot(.readerGone) }
      sink?.post(isPlugged ? .deviceFound(name) : .deviceLost(name))
    case .cable, .show, .powerUp, .command, .powerDown, .keyPressed, .cardSwiped, .networkChanged:
      break
    }
  }
}
