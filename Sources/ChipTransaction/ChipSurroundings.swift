package import EMVKernel
package import ISO7816

/// What stands around a chip transaction: the card, the people and the way to the center.
///
/// The firmware, the tests and the engineer's tool each have one; the order of the phases is the
/// same for all, see `ChipSequence`. Every call may end the transaction by throwing.
package protocol ChipSurroundings: AnyObject {
  /// Computes what shows whether the card is genuine.
  var cryptography: any KernelCryptography { get }
  /// Sends a command to the card and returns what it answers.
  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU
  /// Lets the cardholder choose an application, best first; nil when none is wanted.
  ///
  /// `isRetry` says that the last choice could not be used.
  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication?
  /// Asks the cardholder whether the only application may be used.
  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool
  /// Hears that the records of the card have been read; the place to refuse the card.
  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption)
  /// Lets the cardholder enter a PIN for the issuer, and keeps its block for the request.
  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry
  /// Lets the cardholder enter a PIN and has the card verify it; the PIN never comes here.
  ///
  /// The screen says whether the last one was wrong and whether this is the last try.
  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome
  /// What the terminal remembers of the card, for its risk management.
  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory
  /// Asks the center, after the first cryptogram; what undoing it needs must be durable before.
  ///
  /// Throwing means that nothing was asked and that the transaction ends: the card is then asked
  /// for a decline. What may have been booked is `.outcomeUnknown`, never an error.
  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult
  /// Whether the merchant accepts, on his own risk, what card or terminal has declined.
  ///
  /// Asked only where nobody but these two has declined, and never about what the center declined
  /// or may have booked.
  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool
}
