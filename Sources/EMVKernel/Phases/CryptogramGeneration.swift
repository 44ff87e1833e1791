import BERTLV
package import ISO7816

/// One GENERATE AC: the terminal asks, the card analyses on its own and signs its verdict.
///
/// A transaction has one or two. Source: EMV 4.3 Book 3, 6.5.5, 9 and 10.8.
///
/// ```swift
/// var generation = CryptogramGeneration(.first, request: analysis.request, store)
/// var step = generation.begin(using: cryptography)
/// while true {
///   switch step {
///   case .transmit(let command):
///     step = generation.resume(with: try await card.send(command), using: cryptography)
///   case .finished(let store, let verdict): return (store, verdict)
///   case .unauthentic(let store, let verdict): return decline(store, after: verdict)
///   case .failed(let failure): throw failure
///   }
/// }
/// ```
package struct CryptogramGeneration: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go on with this store and the card's verdict.
    case finished(DataObjectStore, CryptogramInformationData)
    /// Decline: the card gave a TC or an ARQC, but its signature is wrong.
    ///
    /// After a first ARQC the card is asked for an AAC at once, without the center; when the host
    /// has approved before the second, reverse. Source: EMV 4.4 Book 4, 6.3.2.
    case unauthentic(DataObjectStore, CryptogramInformationData)
    /// End; when the host has approved, reverse.
    case failed(KernelFailure)
  }

  /// Which of the two a transaction may have.
  package enum Turn: Hashable, Sendable {
    /// Before going online; the card says with CDOL1 what it wants to know.
    case first
    /// After the center's answer, or the lack of one; the card says it with CDOL2.
    case second
  }

  private let turn: Turn
  private let request: CryptogramType
  private var store: DataObjectStore
  private var signatureRequest = SignatureRequest.none
  private var commandData: [UInt8] = []
  private var isUnderWay = false

  /// Takes the store after the action analysis, or after the center's answer was taken in.
  ///
  /// The second request is for a TC or an AAC; an ARQC in its place is taken for an AAC.
  package init(_ turn: Turn, request: CryptogramType, _ store: DataObjectStore) {
    self.turn = turn
    self.request = turn == .second && request == .onlineRequest ? .declined : request
    self.store = store
  }

  /// Fills the card's list and asks.
  package mutating func begin(using cryptography: any KernelCryptography) -> Step {
    if turn == .first { announceOfflineVerdict() }
    TransactionCertificateHash.update(&store, using: cryptography)
    let tag: DataObjectTag = turn == .first ? 0x8C : 0x8D
    signatureRequest = VerdictSignature.request(for: request, store)
    guard let list = RecordRules.list(tag, of: store),
      let command = CommandAPDU.generateCryptogram(request, signatureRequest, store.fill(list))
    else { return .failed(.invalid(tag)) }
    commandData = command.data
    if turn == .first { store.authentication.firstCryptogramData = commandData }
    isUnderWay = true
    return .transmit(command)
  }

  /// Takes the answer in.
  package mutating func resume(
    with response: ResponseAPDU, using cryptography: any KernelCryptography
  ) -> Step {
    precondition(isUnderWay, "no command is under way")
    isUnderWay = false
    guard response.status == .success else {
      return .failed(.refused(command, response.status))
    }
    guard CryptogramAnswer.take(response.data, signatureRequest, into: &store) else {
      return .failed(.malformedAnswer(command))
    }
    guard let byte = store.value(0x9F27)?.first, let information = CryptogramInformationData(byte),
      information.type.isAllowed(whenAskedFor: request),
      turn == .first || information.type != .onlineRequest
    else { return .failed(.cryptogramOutOfOrder) }
    if turn == .first { store.mark(.cardRiskManagementPerformed) }
    let signature = VerdictSignature(
      turn: turn, commandData: commandData, answer: response.data)
    switch signatureRequest {
    case .none: return .finished(store, information)
    case .combined: return judge(information, combined: signature, cryptography)
    case .extended: return judge(information, extended: signature, cryptography)
    }
  }

  /// CDA: an AAC needs no signature, anything else is worth nothing without it.
  private mutating func judge(
    _ information: CryptogramInformationData, combined signature: VerdictSignature,
    _ cryptography: any KernelCryptography
  ) -> Step {
    if information.type == .declined { return .finished(store, information) }
    do throws(AuthenticationFlaw) {
      try signature.verifyCombined(&store, using: cryptography)
      store.mark(.authenticationPerformed)
      return .finished(store, information)
    } catch {
      store.raise(.combinedAuthenticationFailed, because: .authentication(error))
      store.mark(.authenticationPerformed)
      return refuse(information)
    }
  }

  /// XDA: what failed with the first verdict is for the action codes and for the issuer to judge.
  ///
  /// Source: EMV 4.4 Book 4, 6.3.2.2. It would also send a TC online whose signature is wrong; no
  /// request of ours has a place for that, so it is declined.
  private mutating func judge(
    _ information: CryptogramInformationData, extended signature: VerdictSignature,
    _ cryptography: any KernelCryptography
  ) -> Step {
    let hadFailed = hasDoubts
    if let flaw = store.authentication.heldBackFlaw {
      store.authentication.heldBackFlaw = nil
      store.raise(.curveKeyRecoveryFailed, because: .authentication(flaw))
      store.mark(.authenticationPerformed)
    } else if !hadFailed && information.type != .declined {
      store.mark(.authenticationPerformed)
      do throws(AuthenticationFlaw) {
        try signature.verifyExtended(store, using: cryptography)
      } catch {
        store.raise(.extendedAuthenticationFailed, because: .authentication(error))
      }
    }
    guard hasDoubts, information.type != .declined else { return .finished(store, information) }
    // The issuer has approved in spite of the first failure: the second is not looked at.
    if turn == .second {
      return hadFailed ? .finished(store, information) : refuse(information)
    }
    let isDenied = TerminalActionAnalysis.hits(store, .denial).rawValue != 0
    return isDenied || information.type == .approved
      ? refuse(information) : .finished(store, information)
  }

  /// A card that is asked for its last word is told that the terminal declined on its own.
  private mutating func refuse(_ information: CryptogramInformationData) -> Step {
    if turn == .first { store.set(0x8A, Array("Z1".utf8)) }
    return .unauthentic(store, information)
  }

  private var hasDoubts: Bool {
    store.verificationResults.intersection(VerdictSignature.doubts).rawValue != 0
  }

  private var command: KernelFailure.Command {
    turn == .first ? .firstGenerateCryptogram : .secondGenerateCryptogram
  }

  /// A card that asks for the response code of an offline verdict gets Y1 or Z1 (Book 4, A6).
  private mutating func announceOfflineVerdict() {
    switch request {
    case .approved: store.set(0x8A, Array("Y1".utf8))
    case .declined: store.set(0x8A, Array("Z1".utf8))
    case .onlineRequest: break
    }
  }
}
