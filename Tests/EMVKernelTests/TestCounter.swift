import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import SoftwareSecurityModule

/// The surroundings of a transaction in a test: a card, a cardholder and a center of closures.
final class TestCounter: ChipSurroundings {
  /// How the test's people and center behave.
  struct Behaviour {
    var history = TerminalRiskManagement.CardHistory()
    var pinEntry = CardholderVerification.PINEntry.entered
    /// How each verification of a PIN by the card ends, given its number from 0.
    var offlinePIN: (Int, OfflinePINVerification) -> OfflinePINOutcome = { _, _ in .padUnavailable }
    /// Whether the merchant accepts what was declined.
    var accepts = false
    /// Chooses among candidates; nil cancels.
    var choose: ([CandidateApplication]) -> CandidateApplication? = { $0.first }
    /// Sees the store once the records have been read.
    var hasBeenRead: (DataObjectStore) -> Void = { _ in }
    /// Goes online with the store after the first GENERATE AC.
    var goOnline: (DataObjectStore) -> OnlineResult = { _ in .unableToGoOnline }
  }

  let cryptography: any KernelCryptography = SoftwareKernelCryptography()
  private var pinCount = 0
  private let behaviour: Behaviour
  /// Gives the card's answer, empty when there is none.
  private let send: ([UInt8]) -> [UInt8]

  init(_ behaviour: Behaviour, _ send: @escaping ([UInt8]) -> [UInt8]) {
    self.behaviour = behaviour
    self.send = send
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    guard let response = ResponseAPDU(send(command.bytes)) else { throw .cardLost(.cardRemoved) }
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? { behaviour.choose(candidates) }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool { behaviour.choose([candidate]) != nil }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {
    behaviour.hasBeenRead(store)
  }

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry { behaviour.pinEntry }

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    defer { pinCount += 1 }
    return behaviour.offlinePIN(pinCount, wish)
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool {
    behaviour.accepts
  }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory {
    behaviour.history
  }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    behaviour.goOnline(store)
  }
}
