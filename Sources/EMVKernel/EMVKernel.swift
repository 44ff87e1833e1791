// The contact kernel: what EMV Books 1, 3 and 4 draw as a diagram, one value for each phase.
//
// A phase is given the store of the transaction, answers each card response with one step, and
// hands the store back when it has finished. It sends nothing, waits for nothing and knows no time:
// a driver of ten lines does that (each phase shows its own). A card that is pulled ends the
// driver's loop by the error of its `send`; the phase is simply dropped.
//
// A sale strings the phases together like this; `run` stands for the driver of the phase:
//
//     var selection = ApplicationSelection(configuration: configuration)
//     var selected = try await run(&selection)                          // PSE or list, choice
//     while true {
//       store = DataObjectStore(
//         configuration: configuration, transaction: parameters, selected: selected)
//       var initiation = ApplicationInitiation(store)
//       if let started = try await run(&initiation) { store = started; break }
//       selected = try await run(&selection, rejecting: selected)       // GPO 6985: the next one
//     }
//     OfflineDataAuthentication.apply(to: &store)
//     ProcessingRestrictions.apply(to: &store)
//     store = try await run(CardholderVerification(store))              // asks for the PIN
//     store = try await run(TerminalRiskManagement(store, history: history))
//     let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
//     (store, first) = try await run(
//       CryptogramGeneration(.first, request: analysis.request, store))
//     if let outcome = ChipOutcome(first: first) { return outcome }     // TC or AAC: no center
//
//     // The intent is made durable here, with field 55 and with what its reversal would need.
//     let field55 = try IntegratedCircuitCardData.request.bytes(from: store)
//     let online = await ask(center, field55)                           // OnlineResult
//
//     if case .answered(let response) = online {
//       store = try await run(IssuerAuthentication(response, store))
//       store = try await run(
//         ScriptProcessing(response.scriptsBeforeFinalCryptogram, .beforeFinal, store))
//     }
//     let request = online.finalRequest(&store)
//     (store, final) = try await run(CryptogramGeneration(.second, request: request, store))
//     if case .answered(let response) = online {
//       store = try await run(
//         ScriptProcessing(response.scriptsAfterFinalCryptogram, .afterFinal, store))
//     }
//     return ChipOutcome(online, final: final, configuration: configuration)
//
// Whatever throws after the center has approved is a `final` of nil: declined by the card, to be
// reversed with `IntegratedCircuitCardData.reversal`. `Tests/EMVKernelTests/SaleDriver.swift` is
// this text as code.
