import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import PaymentCryptography
import SoftwareSecurityModule

/// The surroundings of a case: a session with a card, and people and bank as the file has them.
final class CaseSurroundings: ChipSurroundings {
  let cryptography: any KernelCryptography = SoftwareKernelCryptography()
  private let trial: CardCase
  private let session: any CardSession
  /// What was sent to the card.
  private(set) var commands: [CommandAPDU] = []
  private var pinCount = 0
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

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    let typed = trial.cardholder.offlinePINs
    guard let last = typed.last else { return .padUnavailable }
    let typing = typed.indices.contains(pinCount) ? typed[pinCount] : last
    pinCount += 1
    guard case .digits(let digits) = typing else { return .bypassed }
    guard let block = try? PINBlock.forCard(pinDigits: digits) else { return .padUnavailable }
    switch wish.key {
    case nil: return .answered(try await transmit(verification(0x80, block)).status)
    case .rsa(let key):
      let answer = try await transmit(challengeRequest)
      guard answer.status == .success, answer.data.count == 8 else {
        return .challengeRefused(answer.status)
      }
      let chance = [UInt8](repeating: 0x55, count: max(0, key.modulus.count - 17))
      let clear = [0x7F] + block + answer.data + chance
      guard
        let cipher = try? RSABlock.recover(clear, modulus: key.modulus, exponent: key.exponent)
      else { return .padUnavailable }
      return .answered(try await transmit(verification(0x88, cipher)).status)
    case .curve: return .padUnavailable
    }
  }

  private func verification(_ qualifier: UInt8, _ data: [UInt8]) -> CommandAPDU {
    Self.command(0x20, qualifier, data, nil)
  }

  private var challengeRequest: CommandAPDU { Self.command(0x84, 0, [], 256) }

  private static func command(
    _ instruction: UInt8, _ parameter2: UInt8, _ data: [UInt8], _ expected: Int?
  ) -> CommandAPDU {
    guard
      let command = CommandAPDU(
        classByte: 0, instruction: instruction, parameter1: 0, parameter2: parameter2, data: data,
        expectedByteCount: expected)
    else { preconditionFailure("a key's length fits a command") }
    return command
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool {
    trial.cardholder.acceptsByForce
  }

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
