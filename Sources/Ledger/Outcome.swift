package import PaymentTypes

/// How a transaction went on after its intent; edges only go forward.
///
/// `intent → approved | declined | reversalDue`, `reversalDue → reversed | handedOver`.
/// Source: money rule 3.
package enum Outcome: Hashable, Sendable {
  /// The center approved, with a MAC that fits, and the card agreed.
  case approved(Approval)
  /// The center declined, in a way that the acquirer profile accepts as proof.
  case declined(Decline)
  /// Nobody knows whether money moved: a reversal must be accepted before the next transaction.
  case reversalDue(ReversalCause)
  /// The center accepted the reversal; the code is 00, 12 or 25.
  case reversed(ResponseCode)
  /// The center answered but never accepted the reversal before the acquirer's limit; people with
  /// the evidence go on from here. The code is its last answer.
  case handedOver(ResponseCode)
}

/// Why a reversal is sent (data element 39 of a 0400).
///
/// Source: UnionPay POS, section 7.1 of the reference.
package enum ReversalCause: String, Hashable, Sendable, CaseIterable {
  /// No answer in time.
  case noAnswer = "98"
  /// An approval came, and the terminal could not finish.
  case couldNotFinish = "96"
  /// The MAC of the answer is wrong or missing.
  case badMAC = "A0"
  /// Everything else, such as a card that refuses after an approval.
  case other = "06"
}

/// What the center said when it approved.
package struct Approval: Hashable, Sendable {
  /// The approval's code; 00 or another one that counts as approved.
  package var responseCode: ResponseCode
  /// The center's name of the transaction.
  package var retrievalReference: RetrievalReferenceNumber
  /// The issuer's name of the approval, when it gave one.
  package var authorizationCode: AuthorizationCode?
  /// The center's date, MMDD.
  package var date: String
  /// The center's time, hhmmss.
  package var time: String
  /// The card organisation, three characters such as `CUP`.
  package var cardOrganisation: String
  /// The acquirer's number, at most 11 digits; nil when the center gave none.
  package var acquiringInstitution: String?
  /// The issuer's and the acquirer's institution, 11 characters each, or empty.
  package var institutions: String
  /// What the center asks to print.
  package var remark: String
  /// For a chip card: data objects for the slip after the last cryptogram, as TLV.
  package var chipData: [UInt8]
  /// Results of issuer scripts that the center has yet to hear of; empty when there are none.
  package var scriptNotification: [UInt8]

  /// Puts an approval together.
  package init(
    responseCode: ResponseCode, retrievalReference: RetrievalReferenceNumber,
    authorizationCode: AuthorizationCode?, date: String, time: String, cardOrganisation: String,
    institutions: String, remark: String, chipData: [UInt8], scriptNotification: [UInt8],
    acquiringInstitution: String? = nil
  ) {
    self.responseCode = responseCode
    self.retrievalReference = retrievalReference
    self.authorizationCode = authorizationCode
    self.date = date
    self.time = time
    self.cardOrganisation = cardOrganisation
    self.institutions = institutions
    self.remark = remark
    self.chipData = chipData
    self.scriptNotification = scriptNotification
    self.acquiringInstitution = acquiringInstitution
  }

  /// Whether the card is of this country's own scheme, for the totals.
  package var isDomestic: Bool { cardOrganisation == "CUP" || cardOrganisation == "000" }
}

/// What the center said when it declined.
package struct Decline: Hashable, Sendable {
  /// Why a decline ends a transaction without a reversal.
  package enum Evidence: UInt8, Hashable, Sendable {
    /// Its MAC fits.
    case authenticated = 1
    /// It has no MAC, and the acquirer profile says that this center sends declines so.
    case acquirerProfile = 2
  }

  /// The center's code.
  package var responseCode: ResponseCode
  /// What makes it final.
  package var evidence: Evidence

  /// Puts a decline together.
  package init(responseCode: ResponseCode, evidence: Evidence) {
    self.responseCode = responseCode
    self.evidence = evidence
  }
}
