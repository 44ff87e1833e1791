import BERTLV

/// What came of going online.
package enum OnlineResult: Hashable, Sendable {
  /// The center answered.
  case answered(IssuerResponse)
  /// The request never left: nothing can have been booked, and the card may decide alone.
  case unableToGoOnline
  /// The center asked to call the issuer, who has approved by telephone; the center booked nothing.
  ///
  /// Whoever says so books it later, as an offline sale.
  case approvedByReferral(IssuerResponse)
  /// It may have been booked: no answer in time, or one that can't be believed.
  ///
  /// What was booked is reversed, so the card must decline (money rule 10).
  case outcomeUnknown
}

extension OnlineResult {
  /// The center's answer; nil when there was none.
  package var response: IssuerResponse? {
    switch self {
    case .answered(let response), .approvedByReferral(let response): response
    case .unableToGoOnline, .outcomeUnknown: nil
    }
  }

  /// What the card is asked for in its second GENERATE AC; takes the response code in.
  ///
  /// Without an answer the response code becomes Y3 or Z3. Source: EMV 4.3 Book 3, 10.7 and 10.11;
  /// Book 4, Annex A6.
  package func finalRequest(_ store: inout DataObjectStore) -> CryptogramType {
    switch self {
    case .answered(let response):
      return response.isApproved(by: store.configuration) ? .approved : .declined
    case .approvedByReferral: return .approved
    case .unableToGoOnline:
      let request = TerminalActionAnalysis.unableToGoOnline(store).request
      store.set(0x8A, Array((request == .approved ? "Y3" : "Z3").utf8))
      return request
    case .outcomeUnknown:
      store.set(0x8A, Array("Z3".utf8))
      return .declined
    }
  }
}
