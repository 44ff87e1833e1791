import CPCSC
import EventLoop
import Glibc
import HAL
import ISO7816

/// A thread's connection to the daemon and the card that it holds; every call blocks.
///
/// After an error on a card the card is let go of; after the loss of the daemon so is the
/// connection, and the next call makes another.
struct CardConnection: ~Copyable {
  private struct Card {
    let handle: SCARDHANDLE
    var activeProtocol: DWORD
  }

  /// Room for the answer to an extended command: nothing is ever too long for it, as the card has
  /// run a command by the time at which the library finds that there is too little.
  private static let answerLimit = 65_538
  /// How often a card that others reset while we wait for our turn is taken up again.
  private static let resetLimit = 3
  /// How long the daemon may take to notice that a card which does not answer has been pulled.
  private static let removalNoticeMilliseconds = 50

  private var context: PCSCContext?
  private var card: Card?
  private var answer = [UInt8](repeating: 0, count: Self.answerLimit)
  private let noteWaiting: (Bool) -> Void

  /// Makes one that is not connected yet; `isWaitingForTurn` hears when others hold the card.
  init(isWaitingForTurn: @escaping (Bool) -> Void) { noteWaiting = isWaitingForTurn }

  /// Powers the card up and holds it; returns its answer to reset.
  mutating func powerUp(
    reader: String, accepting cards: AcceptedCards
  ) throws(CardReaderError) -> [UInt8] {
    close()
    do throws(PCSCCode) {
      try takeTurn(at: reader)
      let cold = try answerToReset()
      if cards.includes(cold, afterWarmReset: false) { return cold }
      try reconnect(SCARD_RESET_CARD)
      let warm = try answerToReset()
      if cards.includes(warm, afterWarmReset: true) { return warm }
    } catch {
      throw fail(error)
    }
    close()
    throw .unsupportedCard
  }

  /// Sends the caller's command in the way of the card's protocol.
  mutating func transmit(_ command: [UInt8]) throws(CardReaderError) -> [UInt8] {
    guard let card else { throw .cardReset }
    let transmission: TransmissionProtocol =
      card.activeProtocol == DWORD(SCARD_PROTOCOL_T0) ? .t0 : .t1
    guard var exchange = CommandExchange(command, over: transmission) else {
      throw .invalidCommand
    }
    var step = exchange.begin()
    while true {
      switch step {
      case .transmit(let bytes): step = exchange.resume(with: try send(bytes))
      case .finished(let answer): return answer
      case .failed(let error):
        close()
        throw .communication(code: error == .noStatus ? 0 : 1)
      }
    }
  }

  /// Sends the reader a command of its own, on the card's handle if there is one.
  mutating func control(
    reader: String, code: DWORD, _ bytes: [UInt8]
  ) throws(CardReaderError) -> [UInt8] {
    let isDirect = card == nil
    do throws(PCSCCode) {
      if isDirect { try connect(to: reader, mode: SCARD_SHARE_DIRECT) }
    } catch {
      throw fail(error)
    }
    defer { if isDirect { disconnect(SCARD_LEAVE_CARD) } }
    guard let card else { throw .readerGone }
    var count: DWORD = 0
    let result = bytes.withUnsafeBufferPointer { bytes in
      answer.withUnsafeMutableBufferPointer {
        SCardControl(
          card.handle, code, bytes.baseAddress, DWORD(bytes.count), $0.baseAddress,
          DWORD($0.count), &count)
      }
    }
    let code = PCSCCode(result: result)
    guard code.rawValue == 0 else { throw isDirect ? CardReaderError(code) : failControl(code) }
    return Array(answer.prefix(Int(count)))
  }

  /// Powers the card down and lets go of it; does nothing without one.
  mutating func close() { disconnect(SCARD_UNPOWER_CARD) }
}

extension CardConnection {
  /// Connects; a connection to a daemon that has been restarted meanwhile is made anew.
  private mutating func connect(to reader: String, mode: Int32) throws(PCSCCode) {
    if context != nil {
      do throws(PCSCCode) {
        return try openCard(in: reader, mode: mode)
      } catch  where !error.meansServiceGone {
        throw error
      } catch {
        context = nil
      }
    }
    context = try PCSCContext()
    try openCard(in: reader, mode: mode)
  }

  private mutating func openCard(in reader: String, mode: Int32) throws(PCSCCode) {
    guard let contextHandle = context?.handle else { throw .noService }
    let isDirect = mode == SCARD_SHARE_DIRECT
    let protocols = isDirect ? 0 : SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
    var handle: SCARDHANDLE = 0
    var active: DWORD = 0
    try PCSCCode.check(
      SCardConnect(
        contextHandle, reader, DWORD(mode), DWORD(protocols), &handle, &active))
    card = Card(handle: handle, activeProtocol: active)
  }

  /// Waits for the card and takes it.
  ///
  /// A card that others hold keeps both SCardConnect and SCardBeginTransaction waiting, as long as
  /// they please.
  private mutating func takeTurn(at reader: String) throws(PCSCCode) {
    if context == nil { context = try PCSCContext() }
    noteWaiting(isUsedByOthers(reader))
    defer { noteWaiting(false) }
    try connect(to: reader, mode: SCARD_SHARE_SHARED)
    try begin()
  }

  private mutating func isUsedByOthers(_ reader: String) -> Bool {
    guard let handle = context?.handle else { return false }
    var watch = ReaderWatch()
    watch.setReaders([reader])
    guard let end = try? watch.wait(in: handle, milliseconds: 0), end == .changed else {
      return false
    }
    return watch.statuses.first?.isInUse == true
  }

  /// Begins the transaction; a card that somebody reset meanwhile is simply fresh.
  private mutating func begin() throws(PCSCCode) {
    guard let card else { throw .noSmartCard }
    for _ in 0..<Self.resetLimit {
      let code = PCSCCode(result: SCardBeginTransaction(card.handle))
      guard code == .resetCard else {
        try PCSCCode.check(LONG(code.rawValue))
        return
      }
      try reconnect(SCARD_LEAVE_CARD)
    }
    throw .resetCard
  }

  private mutating func reconnect(_ initialization: Int32) throws(PCSCCode) {
    guard let handle = card?.handle else { throw .noSmartCard }
    var active: DWORD = 0
    try PCSCCode.check(
      SCardReconnect(
        handle, DWORD(SCARD_SHARE_SHARED), DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1),
        DWORD(initialization), &active))
    card?.activeProtocol = active
  }

  private func answerToReset() throws(PCSCCode) -> [UInt8] {
    guard let card else { throw .noSmartCard }
    var answer = [UInt8](repeating: 0, count: Int(MAX_ATR_SIZE))
    var count = DWORD(answer.count)
    try PCSCCode.check(SCardStatus(card.handle, nil, nil, nil, nil, &answer, &count))
    return Array(answer.prefix(Int(count)))
  }

  private mutating func send(_ bytes: [UInt8]) throws(CardReaderError) -> [UInt8] {
    guard let card else { throw .cardReset }
    var count = DWORD(answer.count)
    let result = bytes.withUnsafeBufferPointer { bytes in
      answer.withUnsafeMutableBufferPointer {
        SCardTransmit(
          card.handle, pcsc_protocol_header(card.activeProtocol), bytes.baseAddress,
          DWORD(bytes.count), nil, $0.baseAddress, &count)
      }
    }
    guard result == 0 else {
      let error = fail(silence(PCSCCode(result: result), on: card.handle))
      // There was one a moment ago.
      throw error == .noCard ? .cardRemoved : error
    }
    return Array(answer.prefix(Int(count)))
  }

  /// Finds out what is behind a command that was not transacted: a card that has been pulled gives
  /// the same code as one that fell silent, until the daemon has noticed.
  private func silence(_ code: PCSCCode, on handle: SCARDHANDLE) -> PCSCCode {
    guard code == .notTransacted else { return code }
    for _ in 0..<Self.removalNoticeMilliseconds / 5 {
      let status = PCSCCode(result: SCardStatus(handle, nil, nil, nil, nil, nil, nil))
      if status.rawValue != 0, status != .resetCard { return status }
      DriverThread.pause(milliseconds: 5)
    }
    return code
  }

  /// Lets go of what an error has spoilt.
  private mutating func fail(_ code: PCSCCode) -> CardReaderError {
    close()
    if code.meansServiceGone { context = nil }
    return CardReaderError(code)
  }

  /// A reader that refuses a command of its own has not lost the card.
  private mutating func failControl(_ code: PCSCCode) -> CardReaderError {
    let error = CardReaderError(code)
    switch error {
    case .notSupported, .communication: return error
    default: return fail(code)
    }
  }

  private mutating func disconnect(_ disposition: Int32) {
    guard let card = card.take() else { return }
    if disposition == SCARD_UNPOWER_CARD {
      SCardEndTransaction(card.handle, DWORD(SCARD_LEAVE_CARD))
    }
    SCardDisconnect(card.handle, DWORD(disposition))
  }
}
