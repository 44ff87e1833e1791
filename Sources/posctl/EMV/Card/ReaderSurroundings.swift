import ChipTransaction
import EMVKernel
import EventLoop
import HAL
import ISO7816
import SoftwareSecurityModule

/// What surrounds a card in a reader when the engineer's tool performs its transaction.
///
/// Nobody stands by: the applications, the PIN and the center's answer are told beforehand.
final class ReaderSurroundings: ChipSurroundings {
  /// How long a card may take for one answer.
  static let answerTimeout = Duration.seconds(10)

  let cryptography: any KernelCryptography = SoftwareKernelCryptography()
  private let card: any CardSession
  private let issuer: ScriptedIssuer?
  private let application: [UInt8]?
  private let keypad: TypedKeypad?
  private let module: SoftwareSecurityModule?
  /// What the bank made of the request; nil when it was not asked.
  private(set) var answer: ScriptedIssuer.Answer?

  /// Without an issuer the card is only read.
  init(
    _ card: any CardSession, clock: any DeviceClock, issuer: ScriptedIssuer? = nil,
    application: [UInt8]? = nil, pin: String? = nil
  ) {
    self.card = card
    self.issuer = issuer
    self.application = application
    keypad = pin.map { TypedKeypad($0) }
    module = keypad.flatMap { Self.module($0, clock) }
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    let bytes: [UInt8]
    do throws(CardReaderError) {
      bytes = try await card.transmit(command.bytes, timeout: Self.answerTimeout)
    } catch {
      throw .cardLost(error)
    }
    guard let response = ResponseAPDU(bytes) else { throw .cardLost(.communication(code: 0)) }
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? {
    guard let application else { return candidates.first }
    return candidates.first { $0.name.bytes.starts(with: application) }
  }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool {
    application.map { candidate.name.bytes.starts(with: $0) } ?? true
  }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {}

  /// The issuer here verifies no PIN; entering one is what the card is told of.
  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry {
    keypad == nil ? .bypassed : .entered
  }

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    let protection: OfflinePINRequest.Protection
    switch wish.key {
    case nil: protection = .plaintext
    case .rsa(let key): protection = .rsa(modulus: key.modulus, exponent: key.exponent)
    case .curve: return .padUnavailable
    }
    // The PIN is typed once: a wrong one is not tried until the card blocks.
    guard let module, !wish.isRetry else { return .bypassed }
    let request = OfflinePINRequest(
      protection: protection, allowedLengths: Set(4...12), entryTimeout: .seconds(5),
      answerTimeout: Self.answerTimeout)
    let result: OfflinePINResult
    do throws(SecurityModuleError) {
      result = try await module.verifyOfflinePIN(request, with: card) { _ in }
    } catch {
      return .padUnavailable
    }
    switch result {
    case .answered(let word): return .answered(StatusWord(word))
    case .challengeRefused(let word): return .challengeRefused(StatusWord(word))
    case .cardFailed(let error): throw .cardLost(error)
    case .bypassed, .cancelled, .timedOut: return .bypassed
    }
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool { false }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory { .init() }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    guard let issuer else { throw .stopped }
    let answer = issuer.answer(store)
    self.answer = answer
    return answer.result
  }

  /// A module without keys of its own: it only forms PIN blocks for the card.
  private static func module(
    _ keypad: TypedKeypad, _ clock: any DeviceClock
  ) -> SoftwareSecurityModule? {
    let entropy = SystemEntropy()
    let keys = TestKeySet(
      masterKeys: [:], storageKey: entropy.randomBytes(32), sealKey: entropy.randomBytes(32))
    return try? SoftwareSecurityModule(
      keys: keys, keypad: keypad, clock: clock, entropy: entropy)
  }
}
