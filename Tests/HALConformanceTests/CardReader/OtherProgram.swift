import CPCSC

@testable import PCSCReader

/// Another client of the same daemon, who wants the same card; every call blocks.
// Unchecked: a test calls it from one thread at a time, and waits for each call.
final class OtherProgram: @unchecked Sendable {
  private var context: SCARDCONTEXT = 0
  private var card: SCARDHANDLE = 0

  /// Connects to the card in the first reader.
  init(mode: Int32) {
    var active: DWORD = 0
    SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &context)
    SCardConnect(
      context, DaemonRig.readerName, DWORD(mode), DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1),
      &card, &active)
  }

  deinit { SCardReleaseContext(context) }

  /// Begins a transaction.
  func begin() { SCardBeginTransaction(card) }

  /// What the daemon says of the card.
  func status() -> PCSCCode { PCSCCode(result: SCardStatus(card, nil, nil, nil, nil, nil, nil)) }

  /// Lets go of the card.
  func end(_ disposition: Int32) {
    SCardEndTransaction(card, DWORD(disposition))
    SCardDisconnect(card, DWORD(disposition))
  }
}
