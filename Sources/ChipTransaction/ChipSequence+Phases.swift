import EMVKernel
import HAL
import ISO7816

/// The drivers of the phases: each asks the surroundings for what the phase's step calls for.
extension ChipSequence {
  /// Selection and initiation, with the way back when the card refuses to start (6985).
  func start() async throws(ChipTransactionFailure) -> DataObjectStore {
    var selection = ApplicationSelection(configuration: configuration)
    var application = try await select(&selection, selection.begin())
    while true {
      record.application = application
      let store = DataObjectStore(
        configuration: configuration, transaction: parameters, selected: application)
      record.store = store
      if let started = try await run(ApplicationInitiation(store)) {
        do throws(ChipInterruption) {
          try await surroundings.cardHasBeenRead(started)
        } catch {
          throw ChipTransactionFailure(error)
        }
        return started
      }
      application = try await select(&selection, selection.resume(rejecting: application))
    }
  }

  private func select(
    _ selection: inout ApplicationSelection, _ first: ApplicationSelection.Step
  ) async throws(ChipTransactionFailure) -> SelectedApplication {
    var step = first
    while true {
      for candidate in selection.candidatesByPriority
      where !record.candidates.contains(candidate) {
        record.candidates.append(candidate)
      }
      switch step {
      case .transmit(let command): step = selection.resume(with: try await exchange(command))
      case .choose(let candidates, let isRetry):
        step = selection.resume(choosing: try await choose(candidates, isRetry: isRetry))
      case .confirm(let candidate):
        step = selection.resume(choosing: try await confirm(candidate))
      case .selected(let application): return application
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  private func choose(
    _ candidates: [CandidateApplication], isRetry: Bool
  ) async throws(ChipTransactionFailure) -> CandidateApplication? {
    record.offers.append(candidates)
    do throws(ChipInterruption) {
      return try await surroundings.chooseApplication(among: candidates, isRetry: isRetry)
    } catch {
      throw ChipTransactionFailure(error)
    }
  }

  private func confirm(
    _ candidate: CandidateApplication
  ) async throws(ChipTransactionFailure) -> CandidateApplication? {
    record.offers.append([candidate])
    do throws(ChipInterruption) {
      return try await surroundings.confirmApplication(candidate) ? candidate : nil
    } catch {
      throw ChipTransactionFailure(error)
    }
  }

  private func run(
    _ phase: ApplicationInitiation
  ) async throws(ChipTransactionFailure) -> DataObjectStore? {
    var initiation = phase
    var step = initiation.begin()
    while true {
      switch step {
      case .transmit(let command): step = initiation.resume(with: try await exchange(command))
      case .applicationRejected: return nil
      case .finished(let store): return keep(store)
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  func run(
    _ phase: OfflineDataAuthentication
  ) async throws(ChipTransactionFailure) -> DataObjectStore {
    let cryptography = surroundings.cryptography
    var authentication = phase
    var step = authentication.begin(using: cryptography)
    while true {
      switch step {
      case .transmit(let command):
        step = authentication.resume(with: try await exchange(command), using: cryptography)
      case .finished(let store): return keep(store)
      }
    }
  }

  func run(
    _ phase: CardholderVerification
  ) async throws(ChipTransactionFailure) -> DataObjectStore {
    var verification = phase
    let cryptography = surroundings.cryptography
    var step = verification.begin(using: cryptography)
    while true {
      switch step {
      case .transmit(let command):
        step = verification.resume(with: try await exchange(command), using: cryptography)
      case .enterOnlinePIN:
        step = verification.resume(with: try await enterOnlinePIN(), using: cryptography)
      case .verifyOfflinePIN(let wish):
        step = verification.resume(with: try await verifyOfflinePIN(wish), using: cryptography)
      case .finished(let store): return keep(store)
      }
    }
  }

  private func enterOnlinePIN() async throws(ChipTransactionFailure)
    -> CardholderVerification.PINEntry
  {
    guard let store = record.store else { preconditionFailure("no application has been started") }
    do throws(ChipInterruption) {
      return try await surroundings.enterOnlinePIN(store)
    } catch {
      throw ChipTransactionFailure(error)
    }
  }

  /// Has the card verify a PIN; the record gets the commands without their data.
  private func verifyOfflinePIN(
    _ wish: OfflinePINVerification
  ) async throws(ChipTransactionFailure) -> OfflinePINOutcome {
    guard let store = record.store else { preconditionFailure("no application has been started") }
    let outcome: OfflinePINOutcome
    do throws(ChipInterruption) {
      outcome = try await surroundings.verifyOfflinePIN(wish, store)
    } catch {
      throw ChipTransactionFailure(error)
    }
    let qualifier: UInt8 = wish.key == nil ? 0x80 : 0x88
    switch outcome {
    case .answered(let status):
      if wish.key != nil { append([0x00, 0x84, 0x00, 0x00, 0x00], .success) }
      append([0x00, 0x20, 0x00, qualifier], status)
    case .challengeRefused(let status): append([0x00, 0x84, 0x00, 0x00, 0x00], status)
    case .bypassed, .padUnavailable: break
    }
    return outcome
  }

  /// Writes an exchange down that went past this sequence, without its data.
  private func append(_ command: [UInt8], _ status: StatusWord) {
    record.exchanges.append(
      CardExchange(command: command, response: [status.sw1, status.sw2]))
  }

  func run(
    _ phase: TerminalRiskManagement
  ) async throws(ChipTransactionFailure) -> DataObjectStore {
    var risk = phase
    var step = risk.begin()
    while true {
      switch step {
      case .transmit(let command): step = risk.resume(with: try await exchange(command))
      case .finished(let store): return keep(store)
      }
    }
  }

  /// Asks for a cryptogram; the store is brought up to date.
  ///
  /// Nil when the card's signature over it is wrong: then the transaction is declined.
  func generate(
    _ turn: CryptogramGeneration.Turn, _ request: CryptogramType, _ store: inout DataObjectStore
  ) async throws(ChipTransactionFailure) -> CryptogramInformationData? {
    let cryptography = surroundings.cryptography
    var generation = CryptogramGeneration(turn, request: request, store)
    var step = generation.begin(using: surroundings.cryptography)
    while true {
      switch step {
      case .transmit(let command):
        step = generation.resume(with: try await exchange(command), using: cryptography)
      case .finished(let answered, let information):
        store = keep(answered, request, information)
        return information
      case .unauthentic(let answered, let information):
        store = keep(answered, request, information)
        return nil
      case .failed(let failure): throw .kernel(failure)
      }
    }
  }

  private func keep(
    _ store: DataObjectStore, _ request: CryptogramType, _ information: CryptogramInformationData
  ) -> DataObjectStore {
    record.cryptograms.append(
      GeneratedCryptogram(request: request, information: information, store))
    return keep(store)
  }

  func run(
    _ phase: IssuerAuthentication
  ) async throws(ChipTransactionFailure) -> DataObjectStore {
    var authentication = phase
    var step = authentication.begin()
    while true {
      switch step {
      case .transmit(let command): step = authentication.resume(with: try await exchange(command))
      case .finished(let store): return keep(store)
      }
    }
  }

  func run(_ phase: ScriptProcessing) async throws(ChipTransactionFailure) -> DataObjectStore {
    var processing = phase
    var step = processing.begin()
    while true {
      switch step {
      case .transmit(let command):
        do throws(ChipTransactionFailure) {
          step = processing.resume(with: try await exchange(command))
        } catch {
          _ = keep(processing.interrupted())
          throw error
        }
      case .finished(let store): return keep(store)
      }
    }
  }

  private func keep(_ store: DataObjectStore) -> DataObjectStore {
    record.store = store
    return store
  }

  /// Sends a command and writes down what came of it.
  private func exchange(
    _ command: CommandAPDU
  ) async throws(ChipTransactionFailure) -> ResponseAPDU {
    do throws(ChipInterruption) {
      let response = try await surroundings.transmit(command)
      record.exchanges.append(CardExchange(command: command.bytes, response: response.bytes))
      return response
    } catch {
      record.exchanges.append(CardExchange(command: command.bytes, response: nil))
      throw ChipTransactionFailure(error)
    }
  }
}
