import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import PaymentTypes
import TestCards

/// A transaction with a card that says what the fuzzer wants in one place, or in all.
final class FuzzedTransaction: ChipSurroundings {
  /// Where the input goes.
  private enum Place {
    /// The answers to the command with this instruction; SELECT only of an application.
    case instruction(UInt8)
    /// What public keys recover.
    case certificates
    /// Every answer: a length, then so many bytes.
    case everywhere
  }

  /// A card can't have a terminal send for ever.
  private static let commandLimit = 500
  private static let chip = TestCards.benchCard("chip-debit-online-pin")?.chip
  private static let signedChip =
    (try? TestCards.folder.file("D/03-combined").personality.chip) ?? chip
  private static let configuration = KernelConfiguration.unionPay(
    terminal: nil, merchant: nil, deviceSerialNumber: "12345678")

  let cryptography: any KernelCryptography
  private let place: Place
  private var input: ArraySlice<UInt8>
  private let card: CardSimulator?
  private var commandCount = 0

  private init(_ place: Place, _ input: [UInt8], _ chip: ChipPersonality?) {
    self.place = place
    self.input = input[...]
    card = chip.map { CardSimulator($0) }
    _ = card?.reset()
    cryptography = OpenCryptography(recovered: input)
  }

  /// The input answers the commands with this instruction.
  convenience init(answering instruction: UInt8, with input: [UInt8]) {
    self.init(
      .instruction(instruction), input, instruction == 0x88 ? Self.signedChip : Self.chip)
  }

  /// The input is what public keys recover.
  convenience init(recovering input: [UInt8]) {
    self.init(.certificates, input, Self.signedChip)
  }

  /// The input is all that the card says.
  convenience init(answeringAll input: [UInt8]) { self.init(.everywhere, input, nil) }

  /// Runs it to its end.
  func run() {
    guard let amount = TransactionAmount(minorUnits: 12_345), let trace = SystemTraceAuditNumber(3)
    else { preconditionFailure("these are valid") }
    let parameters = TransactionParameters(
      amount: amount, kind: .purchase,
      time: CivilTime(year: 2026, month: 11, day: 24, hour: 4, minute: 30, second: 0),
      unpredictableNumber: 1, sequenceCounter: trace, randomPercentage: 50)
    let sequence = ChipSequence(
      configuration: Self.configuration, parameters: parameters, surroundings: self)
    InlineExecutor.run { _ = await sequence.run() }
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    commandCount += 1
    guard commandCount < Self.commandLimit, let response = ResponseAPDU(answer(command)) else {
      throw .cardLost(.mute)
    }
    return response
  }

  private func answer(_ command: CommandAPDU) -> [UInt8] {
    switch place {
    case .everywhere:
      guard let length = input.popFirst() else { return [] }
      defer { input = input.dropFirst(Int(length)) }
      return Array(input.prefix(Int(length)))
    case .instruction(let instruction) where command.instruction == instruction:
      let isDirectory = instruction == 0xA4 && command.data.first == 0x31
      return isDirectory ? [0x6A, 0x82] : Array(input) + [0x90, 0x00]
    case .instruction, .certificates: return card?.process(command.bytes) ?? []
    }
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? { candidates.first }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool { true }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {}

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry { .entered }

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome { .padUnavailable }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory { .init() }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    .unableToGoOnline
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool { false }
}

/// Cryptography that lets everything through: what the fuzzer makes up is what a key recovers.
private struct OpenCryptography: KernelCryptography {
  let recovered: [UInt8]

  func recover(_ signature: [UInt8], modulus: [UInt8], exponent: [UInt8]) -> [UInt8]? {
    var block = Array(recovered.prefix(modulus.count))
    block += [UInt8](repeating: 0xBB, count: modulus.count - block.count)
    // As the checks of form want it, so that those behind them are reached.
    if !block.isEmpty { (block[0], block[block.count - 1]) = (0x6A, 0xBC) }
    return block
  }

  func digest(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8] {
    switch algorithm {
    case .sha1: [UInt8](repeating: 0xBB, count: 20)
    case .sha256, .sm3: [UInt8](repeating: 0xBB, count: 32)
    case .sha512: [UInt8](repeating: 0xBB, count: 64)
    }
  }

  func isValid(_ signature: [UInt8], of message: [UInt8], under key: CurveKey) -> Bool {
    recovered.first.map { $0 % 2 == 0 } ?? false
  }
}
