import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import SoftwareSecurityModule

/// The surroundings of a case: a session with a card, and people and bank as the file has them.
final class CaseSurroundings: ChipSurroundings {
  let cryptography: any KernelCryptography = SoftwareKernelCryptography()
  private let trial: CardCase
  private let session: any CardSession
  /// What was sent to the card.
  private(set) var commands: [CommandAPDU] = []
  /// What the bank found wrong.
  private(set) var complaints: [String] = []

  init(_ trial: CardCase, session: any CardSession) {
    self.trial = trial
    self.session = session
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    commands.append(command)
    let bytes: [UInt8]
    do throws(CardReaderError) {
      bytes = try await session.transmit(command.bytes, timeout: trial.patience)
    } catch {
      throw .cardLost(error)
    }
    guard let response = ResponseAPDU(bytes) else { throw .cardLost(.communication(code: 0)) }
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? {
    guard let choice = trial.cardholder.choice else { return nil }
    return candidates.indices.contains(choice - 1) ? candidates[choice - 1] : candidates.first
  }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool { trial.cardholder.choice != nil }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {}

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry {
    trial.cardholder.onlinePIN
  }

  /// The cardholders of the cases have no PIN for their cards.
  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome { .padUnavailable }

  /// Their merchants take no risk of their own.
  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool { false }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory { trial.history }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    do {
      let (result, complaint) = try trial.issuer.answer(store, trial.personality)
      if let complaint { complaints.append(complaint) }
      return result
    } catch {
      complaints.append("the bank can't answer: \(error)")
      return .unableToGoOnline
    }
  }
}
