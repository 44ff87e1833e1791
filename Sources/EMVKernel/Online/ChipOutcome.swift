/// How a chip transaction ended.
///
/// Source: EMV 4.3 Book 3, 10.11; Book 4, 6.3.7.
package enum ChipOutcome: Hashable, Sendable {
  /// The card approved alone (Y1).
  case approvedOffline
  /// Card or terminal declined without going online (Z1).
  case declinedOffline
  /// The issuer approved by telephone, and the card agreed.
  case approvedByReferral
  /// The merchant takes the risk of what terminal or card declined without the center.
  case acceptedByMerchant
  /// Center and card approved.
  case approvedOnline
  /// The center declined.
  case declinedOnline
  /// The center approved, but the card did not: what was booked must be reversed.
  case declinedByCardAfterApproval
  /// The center could not be reached and the card approved alone (Y3).
  case approvedWithoutCenter
  /// The center could not be reached and the card declined (Z3).
  case declinedWithoutCenter
  /// Nobody knows what the center did; the card was asked to decline, and a reversal is owed.
  case outcomeUnknown

  /// The outcome of a transaction that ended with the first GENERATE AC; nil when it goes online.
  package init?(first: CryptogramInformationData) {
    switch first.type {
    case .approved: self = .approvedOffline
    case .declined: self = .declinedOffline
    case .onlineRequest: return nil
    }
  }

  /// The outcome after going online.
  ///
  /// `final` is the card's second verdict, or nil when there was none: removed, mute or refused.
  /// A failure of the kernel after the center's approval is therefore a decline by the card.
  package init(
    _ online: OnlineResult, final: CryptogramInformationData?,
    configuration: KernelConfiguration
  ) {
    let isCardApproval = final?.type == .approved
    switch online {
    case .answered(let response) where response.isApproved(by: configuration):
      self = isCardApproval ? .approvedOnline : .declinedByCardAfterApproval
    case .answered: self = .declinedOnline
    case .unableToGoOnline: self = isCardApproval ? .approvedWithoutCenter : .declinedWithoutCenter
    case .approvedByReferral: self = isCardApproval ? .approvedByReferral : .declinedOnline
    case .outcomeUnknown: self = .outcomeUnknown
    }
  }

  /// Whether goods may be handed out.
  package var isApproved: Bool {
    switch self {
    case .approvedOffline, .approvedOnline, .approvedWithoutCenter, .approvedByReferral,
      .acceptedByMerchant:
      true
    case .declinedOffline, .declinedOnline, .declinedByCardAfterApproval, .declinedWithoutCenter,
      .outcomeUnknown:
      false
    }
  }

  /// Whether nothing stands at the center yet, so that the transaction must be delivered later.
  package var isOfflineSale: Bool {
    switch self {
    case .approvedOffline, .approvedWithoutCenter, .approvedByReferral, .acceptedByMerchant: true
    case .declinedOffline, .approvedOnline, .declinedOnline, .declinedByCardAfterApproval,
      .declinedWithoutCenter, .outcomeUnknown:
      false
    }
  }

  /// Whether a merchant may still accept it on his own risk: nobody but card and terminal declined.
  ///
  /// What the center declined or may have booked is never accepted so. Source: EMV 4.3 Book 4,
  /// 6.5.2.
  package var allowsForcedAcceptance: Bool {
    self == .declinedOffline || self == .declinedWithoutCenter
  }

  /// Whether a booking that the center has made, or may have made, must be taken back.
  package var requiresReversal: Bool {
    self == .declinedByCardAfterApproval || self == .outcomeUnknown
  }
}
