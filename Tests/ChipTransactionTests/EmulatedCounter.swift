import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import PaymentTypes
import SoftwareSecurityModule
import TestCards
import Testing

/// A counter with a card of the bench, whose people and center do what a test says.
final class EmulatedCounter: ChipSurroundings {
  /// What came of asking the center; throws when nobody was asked.
  var center: Result<OnlineResult, ChipInterruption> = .success(.unableToGoOnline)
  /// How many commands the card answers until it is pulled.
  var commandsUntilRemoval = Int.max
  /// Answers in place of the card; nil leaves the command to it.
  var intercept: (CommandAPDU) -> ResponseAPDU? = { _ in nil }
  /// How the verification of a PIN by the card ends.
  var offlinePIN = OfflinePINOutcome.padUnavailable
  /// Whether the merchant accepts what was declined, and how often he was asked.
  var accepts = false
  private(set) var acceptanceQuestions = 0
  /// Whether the card is refused once it has been read.
  var refusesCard = false

  var configuration = KernelConfiguration.unionPay(
    terminal: nil, merchant: nil, deviceSerialNumber: "12345678")

  let card: CardSimulator
  let cryptography: any KernelCryptography = SoftwareKernelCryptography()

  init(_ identifier: String) throws {
    let personality = try #require(TestCards.benchCard(identifier))
    var chip = try #require(personality.chip)
    for index in chip.applications.indices {
      chip.applications[index].requiresIssuerAuthentication = false
    }
    card = CardSimulator(chip)
  }

  /// A sale of 123.45, ready to run.
  func sequence() throws -> ChipSequence {
    _ = card.reset()
    return ChipSequence(
      configuration: configuration,
      parameters: TransactionParameters(
        amount: try #require(TransactionAmount(minorUnits: 12_345)), kind: .purchase,
        time: CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 13, second: 5),
        unpredictableNumber: 1, sequenceCounter: try #require(SystemTraceAuditNumber(3)),
        randomPercentage: 50),
      surroundings: self)
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    commandsUntilRemoval -= 1
    guard commandsUntilRemoval >= 0 else { throw .cardLost(.cardRemoved) }
    if let response = intercept(command) { return response }
    guard let response = ResponseAPDU(card.process(command.bytes)) else {
      throw .cardLost(.cardRemoved)
    }
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? { candidates.first }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool { true }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {
    if refusesCard { throw .stopped }
  }

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry { .entered }

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome { offlinePIN }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool {
    acceptanceQuestions += 1
    return accepts
  }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory { .init() }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    try center.get()
  }
}
