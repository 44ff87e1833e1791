import BERTLV
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import PaymentTypes
import SoftwareSecurityModule

/// What surrounds a replay: the recorded card, and people and a center as the file has them.
///
/// Where the file says nothing, they do what its commands show was done.
final class ReplaySurroundings: ChipSurroundings {
  let cryptography: any KernelCryptography = SoftwareKernelCryptography()
  private let session: RecordedSession
  private let recorded: RecordedValues
  private(set) var card: RecordedCard
  /// What was assumed on the way.
  private(set) var warnings: [String] = []
  /// The commands that were sent, with the status words of their answers.
  private(set) var commands: [(command: [UInt8], response: [UInt8]?)] = []

  init(_ session: RecordedSession, _ recorded: RecordedValues) {
    self.session = session
    self.recorded = recorded
    card = RecordedCard(session)
  }

  func transmit(_ command: CommandAPDU) async throws(ChipInterruption) -> ResponseAPDU {
    let response = card.transmit(command.bytes)
    commands.append((command.bytes, response))
    guard let response = response.flatMap({ ResponseAPDU($0) }) else {
      throw .cardLost(.cardRemoved)
    }
    return response
  }

  func chooseApplication(
    among candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipInterruption) -> CandidateApplication? {
    // What was chosen then is what the recording selects next.
    if let name = card.nextName, let chosen = candidates.first(where: { $0.name.bytes == name }) {
      return chosen
    }
    switch session.transaction.application {
    case Optional.some(.none): return nil
    case .name(let name)?: return candidates.first { $0.name.bytes == name }
    case nil: return candidates.first
    }
  }

  func confirmApplication(
    _ candidate: CandidateApplication
  ) async throws(ChipInterruption) -> Bool {
    session.transaction.application != Optional.some(.none)
  }

  func cardHasBeenRead(_ store: DataObjectStore) async throws(ChipInterruption) {}

  func enterOnlinePIN(
    _ store: DataObjectStore
  ) async throws(ChipInterruption) -> CardholderVerification.PINEntry {
    switch session.transaction.pin ?? .entered {
    case .entered: .entered
    case .bypassed: .bypassed
    case .broken: .padUnavailable
    }
  }

  func verifyOfflinePIN(
    _ wish: OfflinePINVerification, _ store: DataObjectStore
  ) async throws(ChipInterruption) -> OfflinePINOutcome {
    switch session.transaction.pin {
    case .bypassed?: return .bypassed
    case .broken?: return .padUnavailable
    case .entered?, nil: break
    }
    guard let answer = card.verify(isEnciphered: wish.key != nil) else {
      warnings.append("no VERIFY is recorded: the cardholder counts as going on without a PIN")
      return .bypassed
    }
    if let status = answer.verdict { return .answered(status) }
    guard let status = answer.challenge else { throw .cardLost(.cardRemoved) }
    return .challengeRefused(status)
  }

  func acceptsByForce(_ store: DataObjectStore) async throws(ChipInterruption) -> Bool {
    session.transaction.isAcceptedByForce
  }

  func history(of store: DataObjectStore) -> TerminalRiskManagement.CardHistory {
    TerminalRiskManagement.CardHistory(lastAmount: session.transaction.lastAmount ?? 0)
  }

  func goOnline(_ store: DataObjectStore) async throws(ChipInterruption) -> OnlineResult {
    switch session.transaction.online {
    case .unreachable?: return .unableToGoOnline
    case .unknown?: return .outcomeUnknown
    case .answered(let code, let data, let isReferral)?:
      let result = answer(code, data)
      guard isReferral, case .answered(let response) = result else { return result }
      return .approvedByReferral(response)
    case nil: return recordedAnswer()
    }
  }

  private func answer(_ code: String, _ data: [UInt8]) -> OnlineResult {
    guard let code = ResponseCode(code) else { return .outcomeUnknown }
    do throws(TLVError) {
      return .answered(
        try IssuerResponse(responseCode: code, integratedCircuitCardData: data))
    } catch {
      warnings.append(
        "transaction.online.data are no data objects (byte \(error.offset): \(error.reason))")
      return .answered(IssuerResponse(responseCode: code))
    }
  }

  /// What the center must have answered, by what the terminal then sent to the card.
  private func recordedAnswer() -> OnlineResult {
    var data: [UInt8] = []
    if let proof = recorded.issuerAuthenticationData {
      var writer = TLVWriter()
      writer.append(0x91, proof)
      data = writer.bytes
    }
    if let code = recorded.responseCode.map({ String(decoding: $0, as: UTF8.self) }) {
      if code.first == "Y" || code.first == "Z" {
        warnings.append("the recording says \(code): the center counts as not reached")
        return .unableToGoOnline
      }
      warnings.append("the recording says that the center answered \(code)")
      return answer(code, data)
    }
    switch recorded.secondRequest.map({ $0 & 0xC0 }) {
    case 0x40?:
      warnings.append("the recording asks for a TC at last: the center counts as approving")
      return answer("00", data)
    case .some:
      warnings.append("the recording asks for an AAC at last: the center counts as declining")
      return answer("05", data)
    case nil:
      warnings.append("nothing is recorded after the ARQC: the center counts as not reached")
      return .unableToGoOnline
    }
  }
}
