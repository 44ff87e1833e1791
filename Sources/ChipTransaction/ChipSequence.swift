package import EMVKernel
import ISO7816

/// A transaction with a chip card from selection to completion: the one order of its phases.
///
/// Each phase is a value of the kernel; this is the only place that strings them together. Source:
/// EMV 4.3 Book 3, 8.2 and figure 7.
///
/// ```swift
/// let sequence = ChipSequence(
///   configuration: configuration, parameters: parameters, surroundings: counter)
/// let record = await sequence.run()
/// switch record.outcome { … }
/// ```
package final class ChipSequence {
  let configuration: KernelConfiguration
  let parameters: TransactionParameters
  let surroundings: any ChipSurroundings
  /// What has happened so far.
  package internal(set) var record = ChipTransactionRecord()

  /// The transaction so far, to be kept for `posctl emv replay`.
  package var recording: SessionRecording {
    SessionRecording(configuration: configuration, parameters: parameters, record: record)
  }

  /// Prepares a transaction; `run` performs it, once.
  package init(
    configuration: KernelConfiguration, parameters: TransactionParameters,
    surroundings: any ChipSurroundings
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.surroundings = surroundings
  }

  /// Performs the whole transaction.
  package func run() async -> ChipTransactionRecord {
    do throws(ChipTransactionFailure) {
      try await perform()
      try await offerForcedAcceptance()
    } catch {
      record.failure = error
    }
    return record
  }

  /// Selects an application and reads its records, and no more: for what needs no cryptogram.
  package func readCard() async -> ChipTransactionRecord {
    do throws(ChipTransactionFailure) {
      _ = try await start()
    } catch {
      record.failure = error
    }
    return record
  }

  private func perform() async throws(ChipTransactionFailure) {
    var store = try await start()
    store = try await run(OfflineDataAuthentication(store))
    ProcessingRestrictions.apply(to: &store)
    store = try await run(CardholderVerification(store))
    store = try await run(
      TerminalRiskManagement(store, history: surroundings.history(of: store)))
    TransactionCertificateHash.apply(to: &store)
    record.store = store
    let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
    record.analyses.append(analysis)
    guard let first = try await generate(.first, analysis.request, &store) else {
      return await declineUnsigned(&store)
    }
    if let outcome = ChipOutcome(first: first) {
      record.outcome = outcome
    } else {
      try await goOnline(store)
    }
  }

  /// Lets the merchant accept what only card and terminal have declined (Book 4, 6.5.2).
  private func offerForcedAcceptance() async throws(ChipTransactionFailure) {
    guard record.failure == nil, record.outcome?.allowsForcedAcceptance == true,
      configuration.allowsForcedAcceptance, configuration.terminalType.isAttended,
      let store = record.store
    else { return }
    do throws(ChipInterruption) {
      if try await surroundings.acceptsByForce(store) { record.outcome = .acceptedByMerchant }
    } catch {
      throw ChipTransactionFailure(error)
    }
  }

  /// Declines after a verdict that the card could not sign; one that waits is told so.
  ///
  /// Source: EMV 4.4 Book 4, 6.3.2.
  private func declineUnsigned(_ store: inout DataObjectStore) async {
    record.outcome = .declinedOffline
    guard record.cryptograms.last?.information.type == .onlineRequest else { return }
    _ = try? await generate(.second, .declined, &store)
  }

  /// Asks the center and gives its answer to the card.
  ///
  /// Whatever happens, the card is asked for its final verdict: unless the center has approved, for
  /// a decline, since an offline approval beside a reversal would be money twice (money rule 10).
  private func goOnline(_ store: DataObjectStore) async throws(ChipTransactionFailure) {
    let online: OnlineResult
    do throws(ChipInterruption) {
      online = try await surroundings.goOnline(store)
    } catch {
      await decline(store)
      throw ChipTransactionFailure(error)
    }
    record.online = online
    var final: CryptogramInformationData?
    do throws(ChipTransactionFailure) {
      var store = try await prepareCompletion(online, store)
      let request = online.finalRequest(&store)
      final = try await generate(.second, request, &store)
      // The verdict stands whatever becomes of the scripts that follow it.
      if let response = online.response {
        _ = try await run(
          ScriptProcessing(response.scriptsAfterFinalCryptogram, .afterFinal, store))
      }
    } catch {
      record.failure = error
    }
    record.outcome = ChipOutcome(online, final: final, configuration: configuration)
  }

  /// Issuer authentication, and the scripts that come before the second cryptogram.
  private func prepareCompletion(
    _ online: OnlineResult, _ store: DataObjectStore
  ) async throws(ChipTransactionFailure) -> DataObjectStore {
    guard let response = online.response else { return store }
    return try await run(
      ScriptProcessing(
        response.scriptsBeforeFinalCryptogram, .beforeFinal,
        try await run(IssuerAuthentication(response, store))))
  }

  /// Tells the card that the transaction is over; it may be gone by now, which changes nothing.
  private func decline(_ store: DataObjectStore) async {
    var store = store
    let request = OnlineResult.outcomeUnknown.finalRequest(&store)
    _ = try? await generate(.second, request, &store)
  }
}
