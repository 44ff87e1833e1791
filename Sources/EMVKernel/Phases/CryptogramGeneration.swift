import BERTLV
package import ISO7816

/// One GENERATE AC: the terminal asks, the card analyses on its own and signs its verdict.
///
/// A transaction has one or two. Source: EMV 4.3 Book 3, 6.5.5, 9 and 10.8.
///
/// ```swift
/// var generation = CryptogramGeneration(.first, request: analysis.request, store)
/// var step = generation.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = generation.resume(with: try await card.send(command))
///   case .finished(let store, let cryptogram): return (store, cryptogram)
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
  package mutating func begin() -> Step {
    if turn == .first { announceOfflineVerdict() }
    let tag: DataObjectTag = turn == .first ? 0x8C : 0x8D
    guard let list = RecordRules.list(tag, of: store),
      let command = CommandAPDU.generateCryptogram(request, store.fill(list))
    else { return .failed(.invalid(tag)) }
    isUnderWay = true
    return .transmit(command)
  }

  /// Takes the answer in.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    precondition(isUnderWay, "no command is under way")
    isUnderWay = false
    guard response.status == .success else {
      return .failed(.refused(command, response.status))
    }
    guard CryptogramAnswer.take(response.data, into: &store) else {
      return .failed(.malformedAnswer(command))
    }
    guard let byte = store.value(0x9F27)?.first, let information = CryptogramInformationData(byte),
      information.type.isAllowed(whenAskedFor: request),
      turn == .first || information.type != .onlineRequest
    else { return .failed(.cryptogramOutOfOrder) }
    if turn == .first { store.mark(.cardRiskManagementPerformed) }
    return .finished(store, information)
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
