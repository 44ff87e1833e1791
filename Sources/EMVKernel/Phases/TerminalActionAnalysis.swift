import BERTLV

/// What the terminal asks the card for, and which bits decided it.
///
/// Source: EMV 4.3 Book 3, 10.7. Pure: the rules are issuer's and acquirer's action codes.
package struct TerminalActionAnalysis: Hashable, Sendable {
  /// Which action codes decided.
  package enum Basis: Hashable, Sendable {
    /// Decline at once.
    case denial
    /// Go online.
    case online
    /// Decline, now that going online is impossible.
    case byDefault
    /// The terminal always goes online, or always asks for the decline when it can't.
    case onlineOnlyTerminal
    /// The card's verdict is not signed as it should be.
    case unsignedVerdict
    /// No code hit.
    case none
  }

  /// What to ask for.
  package let request: CryptogramType
  /// Which action codes decided.
  package let basis: Basis
  /// The bits that are set both in the results and in those codes.
  package let hits: TerminalVerificationResults

  /// The analysis before the first GENERATE AC.
  package static func beforeFirstCryptogram(_ store: DataObjectStore) -> TerminalActionAnalysis {
    let denied = hits(store, .denial)
    if denied.rawValue != 0 { return .init(request: .declined, basis: .denial, hits: denied) }
    let type = store.configuration.terminalType
    if type.isOfflineOnly { return withoutOnline(store) }
    if decidesNothingAlone(store) {
      return .init(request: .onlineRequest, basis: .onlineOnlyTerminal, hits: .init())
    }
    let online = hits(store, .online)
    return online.rawValue != 0
      ? .init(request: .onlineRequest, basis: .online, hits: online)
      : .init(request: .approved, basis: .none, hits: .init())
  }

  /// The analysis when the center can't be reached after the card asked for it.
  ///
  /// An online-only terminal approves nothing alone, and none approves a card that could not sign
  /// its verdict (EMV 4.4 Book 4, 6.3.2.2.4).
  package static func unableToGoOnline(_ store: DataObjectStore) -> TerminalActionAnalysis {
    let doubts = store.verificationResults.intersection(VerdictSignature.doubts)
    if doubts.rawValue != 0 {
      return .init(request: .declined, basis: .unsignedVerdict, hits: doubts)
    }
    return decidesNothingAlone(store)
      ? .init(request: .declined, basis: .onlineOnlyTerminal, hits: .init())
      : withoutOnline(store)
  }

  private static func decidesNothingAlone(_ store: DataObjectStore) -> Bool {
    store.configuration.terminalType.isOnlineOnly || !store.configuration.allowsOfflineApproval
  }

  private static func withoutOnline(_ store: DataObjectStore) -> TerminalActionAnalysis {
    guard store.configuration.allowsOfflineApproval else {
      return .init(request: .declined, basis: .onlineOnlyTerminal, hits: .init())
    }
    let byDefault = hits(store, .byDefault)
    return byDefault.rawValue != 0
      ? .init(request: .declined, basis: .byDefault, hits: byDefault)
      : .init(request: .approved, basis: .none, hits: .init())
  }

  /// The bits of the results that the codes of card or terminal name.
  ///
  /// A card without a denial code denies nothing; without one of the others it names every bit.
  static func hits(_ store: DataObjectStore, _ basis: Basis) -> TerminalVerificationResults {
    let (tag, codes, absent): (DataObjectTag, TerminalVerificationResults, UInt8)
    switch basis {
    case .denial: (tag, codes, absent) = (0x9F0E, store.application.actionCodeDenial, 0x00)
    case .online: (tag, codes, absent) = (0x9F0F, store.application.actionCodeOnline, 0xFF)
    case .byDefault: (tag, codes, absent) = (0x9F0D, store.application.actionCodeDefault, 0xFF)
    case .onlineOnlyTerminal, .unsignedVerdict, .none: return TerminalVerificationResults()
    }
    let bytes = store.value(tag) ?? Array(repeating: absent, count: 5)
    let issuer = TerminalVerificationResults(bytes: bytes) ?? TerminalVerificationResults()
    return store.verificationResults.intersection(issuer.union(codes))
  }
}
