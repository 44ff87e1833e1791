import CPCSC

@testable import PCSCReader

/// Another client of the same daemon, who wants the same card; every call blocks.
// Unchecked: a test calls it from one thread at a time, and waits for each call.
final class OtherProgram: @unchecked Sendable {
  private var context: SCARDCONTEXT = 0
  private var card: SCARDHANDLE = 0
  /// What the daemon said to the connection.
  let connected: PCSCCode

  /// Connects to the card in a reader.
  init(mode: Int32, reader: String = DaemonRig.readerName) {
    var active: DWORD = 0
    SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &context)
    connected = PCSCCode(
      result: SCardConnect(
        context, reader, DWORD(mode), DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1), &card,
        &active))
  }

  deinit { SCardReleaseContext(context) }

  /// Begins a transaction.
  @discardableResult
  func begin() -> PCSCCode { PCSCCode(result: SCardBeginTransaction(card)) }

  /// Resets the card.
  func reset() -> PCSCCode { reconnect(SCARD_RESET_CARD) }

  /// Takes the card up again as it is.
  func reconnect(_ initialization: Int32 = SCARD_LEAVE_CARD) -> PCSCCode {
    var active: DWORD = 0
    return PCSCCode(
      result: SCardReconnect(
        card, DWORD(SCARD_SHARE_SHARED), DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1),
        DWORD(initialization), &active))
  }

  /// What the daemon says of the card.
  func status() -> PCSCCode { PCSCCode(result: SCardStatus(card, nil, nil, nil, nil, nil, nil)) }

  /// What the daemon says to a command over T=0.
  func transmit(_ command: [UInt8]) -> PCSCCode {
    var answer = [UInt8](repeating: 0, count: 258)
    var count = DWORD(answer.count)
    return PCSCCode(
      result: SCardTransmit(
        card, pcsc_protocol_header(DWORD(SCARD_PROTOCOL_T0)), command, DWORD(command.count), nil,
        &answer, &count))
  }

  /// Lets go of the card.
  @discardableResult
  func end(_ disposition: Int32) -> PCSCCode {
    SCardEndTransaction(card, DWORD(disposition))
    return PCSCCode(result: SCardDisconnect(card, DWORD(disposition)))
  }
}
