import EMVKernel
import ISO7816
import MockDevices
import PaymentTypes

/// A sale from the selection to the outcome, as a flow of the firmware strings the phases together.
struct SaleDriver {
  /// How a sale ended.
  struct Result {
    var outcome: ChipOutcome?
    var failure: Failure?
    var store: DataObjectStore?
    var candidatesOffered: [[CandidateApplication]] = []
    var requestField: [UInt8]?
  }

  /// What ends a sale early.
  enum Failure: Error, Hashable {
    case cardGone
    case kernel(KernelFailure)
    case field(IntegratedCircuitCardData.FieldError)
  }

  let configuration: KernelConfiguration
  var transaction: TransactionParameters
  var history = TerminalRiskManagement.CardHistory()
  var pinEntry = CardholderVerification.PINEntry.entered
  /// Chooses among candidates; nil cancels.
  var choose: ([CandidateApplication]) -> CandidateApplication? = { $0.first }
  /// Goes online with the store after the first GENERATE AC.
  var goOnline: (DataObjectStore) -> OnlineResult = { _ in .unableToGoOnline }

  /// Runs the sale; `send` gives the card's answer, empty when there is none.
  func run(_ send: ([UInt8]) -> [UInt8]) -> Result {
    var result = Result()
    do throws(Failure) {
      try run(send, &result)
    } catch {
      result.failure = error
    }
    return result
  }

  private func run(_ send: ([UInt8]) -> [UInt8], _ result: inout Result) throws(Failure) {
    var store = try start(send, &result)
    OfflineDataAuthentication.apply(to: &store)
    ProcessingRestrictions.apply(to: &store)
    store = verify(CardholderVerification(store))
    store = try manageRisk(TerminalRiskManagement(store, history: history), send)
    result.store = store
    let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
    let first = try generate(.init(.first, request: analysis.request, store), send)
    store = first.store
    result.store = store
    if let outcome = ChipOutcome(first: first.information) {
      result.outcome = outcome
      return
    }
    do { result.requestField = try IntegratedCircuitCardData.request.bytes(from: store) } catch {
      throw .field(error)
    }
    let online = goOnline(store)
    var final: CryptogramInformationData?
    do throws(Failure) {
      final = try complete(online, &store, send)
    } catch {
      result.failure = error
    }
    result.store = store
    result.outcome = ChipOutcome(online, final: final, configuration: configuration)
  }

  /// Selection and initiation, with the way back on 6985.
  private func start(
    _ send: ([UInt8]) -> [UInt8], _ result: inout Result
  ) throws(Failure) -> DataObjectStore {
    var selection = ApplicationSelection(configuration: configuration)
    var selected = try select(&selection, selection.begin(), send, &result)
    while true {
      let store = DataObjectStore(
        configuration: configuration, transaction: transaction, selected: selected)
      if let started = try initiate(ApplicationInitiation(store), send) { return started }
      selected = try select(&selection, selection.resume(rejecting: selected), send, &result)
    }
  }

  private func select(
    _ selection: inout ApplicationSelection, _ first: ApplicationSelection.Step,
    _ send: ([UInt8]) -> [UInt8], _ result: inout Result
  ) throws(Failure) -> SelectedApplication {
    var step = first
    while true {
      switch step {
      case .transmit(let command): step = selection.resume(with: try exchange(command, send))
      case .choose(let candidates, _):
        result.candidatesOffered.append(candidates)
        step = selection.resume(choosing: choose(candidates))
      case .confirm(let candidate):
        result.candidatesOffered.append([candidate])
        step = selection.resume(choosing: choose([candidate]))
      case .selected(let application): return application
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  private func initiate(
    _ phase: ApplicationInitiation, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> DataObjectStore? {
    var initiation = phase
    var step = initiation.begin()
    while true {
      switch step {
      case .transmit(let command): step = initiation.resume(with: try exchange(command, send))
      case .applicationRejected: return nil
      case .finished(let store): return store
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  private func verify(_ phase: CardholderVerification) -> DataObjectStore {
    var verification = phase
    var step = verification.begin()
    while true {
      switch step {
      case .enterOnlinePIN: step = verification.resume(with: pinEntry)
      case .finished(let store): return store
      }
    }
  }

  private func manageRisk(
    _ phase: TerminalRiskManagement, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> DataObjectStore {
    var risk = phase
    var step = risk.begin()
    while true {
      switch step {
      case .transmit(let command): step = risk.resume(with: try exchange(command, send))
      case .finished(let store): return store
      }
    }
  }

  private func generate(
    _ phase: CryptogramGeneration, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> (store: DataObjectStore, information: CryptogramInformationData) {
    var generation = phase
    var step = generation.begin()
    while true {
      switch step {
      case .transmit(let command): step = generation.resume(with: try exchange(command, send))
      case .finished(let store, let information): return (store, information)
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  /// From the center's answer to the last script.
  private func complete(
    _ online: OnlineResult, _ store: inout DataObjectStore, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> CryptogramInformationData {
    if case .answered(let response) = online {
      store = try authenticate(IssuerAuthentication(response, store), send)
      let scripts = response.scriptsBeforeFinalCryptogram
      store = try process(ScriptProcessing(scripts, .beforeFinal, store), send)
    }
    let request = online.finalRequest(&store)
    let final = try generate(.init(.second, request: request, store), send)
    store = final.store
    if case .answered(let response) = online {
      let scripts = response.scriptsAfterFinalCryptogram
      store = try process(ScriptProcessing(scripts, .afterFinal, store), send)
    }
    return final.information
  }

  private func authenticate(
    _ phase: IssuerAuthentication, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> DataObjectStore {
    var authentication = phase
    var step = authentication.begin()
    while true {
      switch step {
      case .transmit(let command): step = authentication.resume(with: try exchange(command, send))
      case .finished(let store): return store
      }
    }
  }

  private func process(
    _ phase: ScriptProcessing, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> DataObjectStore {
    var processing = phase
    var step = processing.begin()
    while true {
      switch step {
      case .transmit(let command): step = processing.resume(with: try exchange(command, send))
      case .finished(let store): return store
      }
    }
  }

  private func exchange(
    _ command: CommandAPDU, _ send: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> ResponseAPDU {
    guard let response = ResponseAPDU(send(command.bytes)) else { throw .cardGone }
    return response
  }
}
