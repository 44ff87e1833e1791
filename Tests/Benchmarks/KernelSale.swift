import EMVKernel
import ISO7816
import PaymentTypes
import TestCards
import SoftwareSecurityModule

/// The phases of a chip sale in their order, as the flow of the firmware strings them together.
struct KernelSale {
  static let configuration = KernelConfiguration.unionPay(
    terminal: TerminalIdentifier("12345678"), merchant: MerchantIdentifier("898310053110001"),
    deviceSerialNumber: "12345678")

  private static let cryptography = SoftwareKernelCryptography()

  private let configuration: KernelConfiguration
  /// Gives the card's answer to a command.
  let send: ([UInt8]) -> [UInt8]

  init(
    _ configuration: KernelConfiguration = configuration,
    _ send: @escaping ([UInt8]) -> [UInt8]
  ) {
    self.configuration = configuration
    self.send = send
  }

  /// Selects an application and reads its records.
  func started() throws -> DataObjectStore { try initiate(try select()) }

  /// Runs from the selection to the second GENERATE AC; the center approves without a proof.
  func run() throws {
    var store = try started()
    store = try authenticate(store)
    ProcessingRestrictions.apply(to: &store)
    store = try verify(store)
    store = try manageRisk(store)
    let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
    store = try generate(.init(.first, request: analysis.request, store))
    keep(try IntegratedCircuitCardData.request.bytes(from: store))
    let online = OnlineResult.answered(
      try IssuerResponse(responseCode: .approved, integratedCircuitCardData: []))
    let request = online.finalRequest(&store)
    keep(try generate(.init(.second, request: request, store)))
  }

  private func select() throws -> DataObjectStore {
    guard let amount = TransactionAmount(minorUnits: 12_345),
      let trace = SystemTraceAuditNumber(3)
    else { throw CardRecording.Failure.refused(nil) }
    let transaction = TransactionParameters(
      amount: amount, kind: .purchase,
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 13, second: 5),
      unpredictableNumber: 0x1122_3344, sequenceCounter: trace, randomPercentage: 50)
    var selection = ApplicationSelection(configuration: configuration)
    var step = selection.begin()
    while true {
      switch step {
      case .transmit(let command): step = selection.resume(with: try exchange(command))
      case .choose(let candidates, _): step = selection.resume(choosing: candidates.first)
      case .confirm(let candidate): step = selection.resume(choosing: candidate)
      case .selected(let application):
        return DataObjectStore(
          configuration: configuration, transaction: transaction, selected: application)
      case .failed(let failure): throw CardRecording.Failure.refused(failure)
      }
    }
  }

  private func initiate(_ store: DataObjectStore) throws -> DataObjectStore {
    var initiation = ApplicationInitiation(store)
    var step = initiation.begin()
    while true {
      switch step {
      case .transmit(let command): step = initiation.resume(with: try exchange(command))
      case .applicationRejected: throw CardRecording.Failure.refused(nil)
      case .finished(let store): return store
      case .failed(let failure): throw CardRecording.Failure.refused(failure)
      }
    }
  }

  private func authenticate(_ store: DataObjectStore) throws -> DataObjectStore {
    var authentication = OfflineDataAuthentication(store)
    var step = authentication.begin(using: Self.cryptography)
    while true {
      switch step {
      case .transmit(let command):
        step = authentication.resume(with: try exchange(command), using: Self.cryptography)
      case .finished(let store): return store
      }
    }
  }

  private func verify(_ store: DataObjectStore) throws -> DataObjectStore {
    var verification = CardholderVerification(store)
    var step = verification.begin(using: Self.cryptography)
    while true {
      switch step {
      case .enterOnlinePIN:
        step = verification.resume(
          with: CardholderVerification.PINEntry.entered, using: Self.cryptography)
      case .transmit, .verifyOfflinePIN: throw CardRecording.Failure.otherCommands
      case .finished(let store): return store
      }
    }
  }

  private func manageRisk(_ store: DataObjectStore) throws -> DataObjectStore {
    var risk = TerminalRiskManagement(store, history: TerminalRiskManagement.CardHistory())
    var step = risk.begin()
    while true {
      switch step {
      case .transmit(let command): step = risk.resume(with: try exchange(command))
      case .finished(let store): return store
      }
    }
  }

  private func generate(_ phase: CryptogramGeneration) throws -> DataObjectStore {
    var generation = phase
    var step = generation.begin(using: Self.cryptography)
    while true {
      switch step {
      case .transmit(let command):
        step = generation.resume(with: try exchange(command), using: Self.cryptography)
      case .finished(let store, _): return store
      case .unauthentic: throw CardRecording.Failure.otherCommands
      case .failed(let failure): throw CardRecording.Failure.refused(failure)
      }
    }
  }

  private func exchange(_ command: CommandAPDU) throws -> ResponseAPDU {
    guard let response = ResponseAPDU(send(command.bytes)) else {
      throw CardRecording.Failure.otherCommands
    }
    return response
  }
}
