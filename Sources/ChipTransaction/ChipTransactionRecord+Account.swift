import EMVKernel
import Octets
import PaymentTypes

/// The whole transaction in sentences, for engineers.
extension ChipTransactionRecord {
  /// What happened and why, one sentence an element, in the order of the phases.
  ///
  /// Holds names of applications and verdicts, never card data.
  package var account: [String] {
    var sentences = offers.map { offer in
      let names = offer.map { "\($0.name)" }.joined(separator: ", ")
      return "The cardholder was offered \(names) (EMV 4.3 Book 1, 12.4)"
    }
    if let application {
      let name = application.candidate.name
      let configured = application.candidate.configuration.identifier
      sentences.append("Application \(name) was selected under \(configured)")
    }
    if let store { sentences += Self.sentences(store) }
    sentences += analyses.map(\.sentence)
    sentences += cryptograms.map(\.sentence)
    if let online { sentences.append(online.sentence) }
    if let failure { sentences.append(failure.sentence) }
    if let outcome { sentences.append(outcome.sentence) }
    return sentences
  }

  private static func sentences(_ store: DataObjectStore) -> [String] {
    var sentences: [String] = []
    if let method = store.authenticationMethod {
      sentences.append("Offline data authentication: \(method)")
    }
    sentences += store.findings.map { "\($0)" }
    if let results = store.verificationMethodResults {
      sentences.append("CVM results \(results): \(results.sentence)")
    }
    sentences += store.statusInformation.names.map { "TSI \($0.place): \($0.meaning)" }
    return sentences
  }

  /// Whether the card wants the center to hear of a transaction that stays offline (9F27, bit 4).
  ///
  /// Source: EMV 4.3 Book 4, 12.2.5.
  package var requiresAdvice: Bool {
    cryptograms.last?.information.requiresAdvice == true && online?.response == nil
  }
}

extension CVMResults {
  /// What the three bytes say.
  fileprivate var sentence: String {
    if self == .notRequired { return "the card asks for no cardholder verification" }
    if self == .nonePerformed { return "no rule of the card could be performed" }
    let rule = "rule " + Hexadecimal.text([method, condition])
    return switch result {
    case .unknown: "\(rule) was performed, and others will find out"
    case .failed: "\(rule) failed"
    case .successful: "\(rule) succeeded"
    }
  }
}

extension CryptogramType {
  fileprivate var name: String {
    switch self {
    case .declined: "AAC"
    case .approved: "TC"
    case .onlineRequest: "ARQC"
    }
  }
}

extension TerminalActionAnalysis {
  /// What was asked for, and which bits led to it.
  fileprivate var sentence: String {
    let bits = hits.names.map { "byte \($0.rawValue >> 4) bit \($0.rawValue & 0x0F)" }
      .joined(separator: ", ")
    let reason =
      switch basis {
      case .denial: "the action codes for denial name TVR \(bits)"
      case .online: "the action codes for online name TVR \(bits)"
      case .byDefault: "the default action codes name TVR \(bits)"
      case .onlineOnlyTerminal: "the terminal decides nothing without the center"
      case .unsignedVerdict: "the card's verdict is not signed as it should be: TVR \(bits)"
      case .none: "no action code names a bit of the TVR"
      }
    return "The terminal asks for \(request.name), because \(reason) (EMV 4.3 Book 3, 10.7)"
  }
}

extension GeneratedCryptogram {
  fileprivate var sentence: String {
    let advice = information.requiresAdvice ? ", and wants an advice to be sent" : ""
    let reason =
      switch information.reason {
      case .serviceNotAllowed?: ", since the service is not allowed"
      case .pinTryLimitExceeded?: ", since the limit of PIN tries is exceeded"
      case .issuerAuthenticationFailed?: ", since the issuer could not be authenticated"
      case Optional.none, CryptogramInformationData.Reason.none?: ""
      }
    return "Asked for \(request.name), the card gave \(information.type.name)\(reason)\(advice)"
  }
}

extension OnlineResult {
  fileprivate var sentence: String {
    switch self {
    case .answered(let response): "The center answered \(response.responseCode.text)"
    case .approvedByReferral(let response):
      "The center answered \(response.responseCode.text), and the issuer approved by telephone"
    case .unableToGoOnline: "The center could not be reached, and nothing was sent"
    case .outcomeUnknown: "Nobody knows what the center did"
    }
  }
}

extension ChipTransactionFailure {
  fileprivate var sentence: String {
    switch self {
    case .cardLost(let error): "The card was lost: \(error)"
    case .stopped: "The terminal ended the transaction"
    case .kernel(let failure): "The transaction was terminated: \(failure)"
    }
  }
}

extension ChipOutcome {
  fileprivate var sentence: String {
    switch self {
    case .approvedOffline: "Approved offline (Y1)"
    case .declinedOffline: "Declined offline (Z1)"
    case .approvedByReferral: "Approved by the issuer's word, and to be delivered later"
    case .acceptedByMerchant: "Accepted at the merchant's own risk, and to be delivered later"
    case .approvedOnline: "Approved by center and card"
    case .declinedOnline: "Declined by the center"
    case .declinedByCardAfterApproval:
      "Declined by the card after the center's approval, which is to be reversed"
    case .approvedWithoutCenter: "Approved offline, as the center can't be reached (Y3)"
    case .declinedWithoutCenter: "Declined, as the center can't be reached (Z3)"
    case .outcomeUnknown: "Of unknown outcome, and to be reversed"
    }
  }
}
