import EMVKernel
import HAL
import ISO7816

/// A powered card as the kernel's phases want it: one command in, one answer out.
struct CardChannel {
  /// How long a card may take for one answer.
  private static let timeout = Duration.seconds(10)

  let session: any CardSession

  /// Sends a command; a card that is gone or silent ends the transaction.
  func send(_ command: CommandAPDU) async throws(TransactionEnd) -> ResponseAPDU {
    let bytes: [UInt8]
    do throws(CardReaderError) {
      bytes = try await session.transmit(command.bytes, timeout: Self.timeout)
    } catch {
      throw .cardRefused(Screen.CardProblem(error))
    }
    guard let response = ResponseAPDU(bytes) else { throw .cardRefused(.faulty) }
    return response
  }

  func run(_ initiation: inout ApplicationInitiation) async throws(TransactionEnd)
    -> DataObjectStore?
  {
    var step = initiation.begin()
    while true {
      switch step {
      case .transmit(let command): step = initiation.resume(with: try await send(command))
      case .applicationRejected: return nil
      case .finished(let store): return store
      case .failed(let failure): throw .cardRefused(Screen.CardProblem(failure))
      }
    }
  }

  func run(_ risk: TerminalRiskManagement) async throws(TransactionEnd) -> DataObjectStore {
    var risk = risk
    var step = risk.begin()
    while true {
      switch step {
      case .transmit(let command): step = risk.resume(with: try await send(command))
      case .finished(let store): return store
      }
    }
  }

  func run(
    _ generation: CryptogramGeneration
  ) async throws(TransactionEnd) -> (DataObjectStore, CryptogramInformationData) {
    var generation = generation
    var step = generation.begin()
    while true {
      switch step {
      case .transmit(let command): step = generation.resume(with: try await send(command))
      case .finished(let store, let information): return (store, information)
      case .failed(let failure): throw .cardRefused(Screen.CardProblem(failure))
      }
    }
  }

  func run(_ authentication: IssuerAuthentication) async throws(TransactionEnd) -> DataObjectStore {
    var authentication = authentication
    var step = authentication.begin()
    while true {
      switch step {
      case .transmit(let command): step = authentication.resume(with: try await send(command))
      case .finished(let store): return store
      }
    }
  }

  func run(_ scripts: ScriptProcessing) async throws(TransactionEnd) -> DataObjectStore {
    var scripts = scripts
    var step = scripts.begin()
    while true {
      switch step {
      case .transmit(let command): step = scripts.resume(with: try await send(command))
      case .finished(let store): return store
      }
    }
  }
}

extension Screen.CardProblem {
  /// What a failed exchange means for people.
  init(_ error: CardReaderError) {
    self =
      switch error {
      case .noCard, .cardRemoved, .readerGone: .removed
      case .mute, .timedOut: .mute
      case .serviceUnavailable, .accessDenied, .cardReset, .shared, .unsupportedCard,
        .notSupported, .invalidCommand, .communication:
        .faulty
      }
  }

  /// What a failed phase means for people.
  init(_ failure: KernelFailure) {
    self =
      switch failure {
      case .cardBlocked: .blocked
      case .noApplication, .cancelled: .noApplication
      case .refused, .malformedAnswer, .malformedRecord, .invalidFileLocator, .missing, .invalid,
        .duplicate, .cryptogramOutOfOrder:
        .faulty
      }
  }
}
