import CenterProtocol
package import Connectivity
import HAL
import ISO8583
import Ledger
import PaymentTypes

extension TerminalSession {
  /// Signs in (0800): fetches working keys, checks them, takes over batch and time.
  ///
  /// Returns nil when the terminal is signed in, or why it is not. Source: reference 2.3.
  package func signIn() async -> TroubleCause? {
    do throws(CenterFailure) {
      return try await withCenter { (center) async throws(CenterFailure) in
        try await signIn(on: center)
      }
    } catch {
      return error.cause
    }
  }

  /// Signs in on a connection that is open already.
  func signIn(on center: CenterConversation) async throws(CenterFailure) -> TroubleCause? {
    guard devices.security.hasMasterKey(slot: settings.masterKeySlot) else {
      return refuseSignIn(.masterKeyWrong)
    }
    guard let trace = try? ledger.takeTrace() else { return refuseSignIn(.storageFailing) }
    var draft = draft(.networkManagementRequest, trace: trace)
    draft.set(
      .transactionDescriptor,
      text: managementDescriptor(settings.acquirer.keyLayout.managementCode))
    draft.set(.privateData, text: settings.acquirer.deviceInformation?.text)
    draft.set(.operatorAndRemarks, text: operatorCode)
    // From here on the center may have other keys than the terminal: the old ones are dead.
    await devices.security.removeWorkingKeys()
    prove { ladder, _ in ladder.forgetSignIn() }
    let answer = try await center.exchange(draft, isAuthenticated: false)
    return await takeOver(answer)
  }

  private func takeOver(_ answer: CenterAnswer) async -> TroubleCause? {
    guard let code = answer.responseCode else { return refuseSignIn(.answerUnreadable) }
    guard code == .approved else { return refuseSignIn(.admissionRefused(code)) }
    guard let block = answer.message.bytes(of: .privateData),
      let keys = WorkingKeyBlock(block),
      let batch = answer.message.text(of: .transactionDescriptor)
        .flatMap({ TransactionDescriptor($0)?.batch })
    else { return refuseSignIn(.answerUnreadable) }
    do throws(SecurityModuleError) {
      try await devices.security.installWorkingKeys(
        WorkingKeySet(keys), masterKeySlot: settings.masterKeySlot)
    } catch {
      await devices.security.removeWorkingKeys()
      return refuseSignIn(.masterKeyWrong)
    }
    // While a settlement is under way its own end brings the next batch: the center may be there
    // already when the answer to the end message was lost.
    if ledger.state.batch != batch, ledger.state.settlement == nil {
      do throws(LedgerError) {
        try commit(.signedIn(batch: batch))
      } catch {
        return refuseSignIn(error == .refused(.batchNotEmpty) ? .batchMismatch : .storageFailing)
      }
    }
    adoptTime(of: answer.message)
    signInRequested = false
    prove { $0.proveSignIn(at: $1) }
    return nil
  }

  private func refuseSignIn(_ cause: TroubleCause) -> TroubleCause {
    prove { ladder, now in
      ladder.forgetSignIn()
      ladder.fail(cause, at: now)
    }
    return cause
  }

  /// Sets the calendar from an answer; the year is the one nearest to what the calendar says.
  private func adoptTime(of message: Message) {
    guard let date = message.text(of: .localDate), let time = message.text(of: .localTime),
      let adopted = civilTime.adopting(monthDay: date, hourMinuteSecond: time)
    else { return }
    devices.clock.setWallClock(secondsSince1970: adopted.secondsSince1970)
  }

  /// Asks whether the center is there (0820, echo); a proof for the ladder, nothing more.
  package func echo() async -> TroubleCause? {
    do throws(CenterFailure) {
      return try await withCenter { (center) async throws(CenterFailure) in
        var draft = draft(.networkManagementAdvice, trace: nil)
        draft.set(.transactionDescriptor, text: managementDescriptor(.echo))
        let answer = try await center.exchange(draft, isAuthenticated: false)
        guard let code = answer.responseCode, code != .approved else { return nil }
        return .admissionRefused(code)
      }
    } catch {
      return error.cause
    }
  }

  /// Signs off (0820); the working keys are gone afterwards, whatever the center says.
  func signOff(on center: CenterConversation) async throws(CenterFailure) {
    guard let trace = try? ledger.takeTrace() else { return }
    var draft = draft(.networkManagementAdvice, trace: trace)
    draft.set(.transactionDescriptor, text: managementDescriptor(.signOff))
    draft.set(.operatorAndRemarks, text: operatorCode)
    _ = try await center.exchange(draft, isAuthenticated: false)
    await devices.security.removeWorkingKeys()
    prove { ladder, _ in ladder.forgetSignIn() }
  }
}

extension WorkingKeySet {
  /// The keys as the security module takes them.
  fileprivate init(_ block: WorkingKeyBlock) {
    func wrapped(_ key: WorkingKeyBlock.WrappedKey) -> WrappedKey {
      WrappedKey(cryptogram: key.cryptogram, checkValue: key.checkValue)
    }
    self.init(
      pin: wrapped(block.pin), mac: wrapped(block.mac), track: block.track.map(wrapped))
  }
}
