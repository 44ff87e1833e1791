/// The number of a data element, 1 to 64.
///
/// Number 1 stands for a second bitmap, which no dialect of ours has.
/// Source: ISO 8583:1987, clause 4.3.
package struct DataElement: Hashable, Sendable {
  /// 1 to 64.
  package let number: Int

  /// Nil when the number is not 1 to 64.
  package init?(number: Int) {
    guard (1...64).contains(number) else { return nil }
    self.number = number
  }

  /// The bit of this element in a bitmap whose first bit is the highest.
  var bit: UInt64 { 1 << UInt64(64 - number) }
  /// The place of this element in a table of 64.
  var index: Int { number - 1 }
}

extension DataElement: ExpressibleByIntegerLiteral {
  package init(integerLiteral number: Int) {
    precondition((1...64).contains(number), "no data element has this number")
    self.number = number
  }
}

extension DataElement: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension DataElement: CustomStringConvertible {
  package var description: String { String(number) }
}

/// The elements that mean the same in every dialect.
extension DataElement {
  /// 2, the card number.
  package static let primaryAccountNumber: DataElement = 2
  /// 3, what is done with which accounts.
  package static let processingCode: DataElement = 3
  /// 4, in minor units.
  package static let transactionAmount: DataElement = 4
  /// 11, the terminal's number of the message (STAN).
  package static let systemTraceAuditNumber: DataElement = 11
  /// 12, hhmmss.
  package static let localTime: DataElement = 12
  /// 13, MMDD.
  package static let localDate: DataElement = 13
  /// 14, YYMM.
  package static let expiryDate: DataElement = 14
  /// 15, MMDD.
  package static let settlementDate: DataElement = 15
  /// 22, how the card and the PIN were read.
  package static let entryMode: DataElement = 22
  /// 23, which of several cards with one number.
  package static let cardSequenceNumber: DataElement = 23
  /// 25, under which circumstances.
  package static let conditionCode: DataElement = 25
  /// 26, how many digits of a PIN can be taken.
  package static let pinCaptureCode: DataElement = 26
  /// 32, who acquires.
  package static let acquiringInstitution: DataElement = 32
  /// 35, without sentinels.
  package static let trackTwo: DataElement = 35
  /// 36, without sentinels.
  package static let trackThree: DataElement = 36
  /// 37, the center's name of the transaction (RRN).
  package static let retrievalReferenceNumber: DataElement = 37
  /// 38, the issuer's name of an approval.
  package static let authorizationCode: DataElement = 38
  /// 39, the verdict; in a reversal its reason.
  package static let responseCode: DataElement = 39
  /// 41, the acquirer's name of the terminal.
  package static let terminalIdentifier: DataElement = 41
  /// 42, the acquirer's name of the merchant.
  package static let merchantIdentifier: DataElement = 42
  /// 44, more about the answer.
  package static let additionalResponseData: DataElement = 44
  /// 48, totals, lists and counts.
  package static let additionalPrivateData: DataElement = 48
  /// 49, three digits of ISO 4217.
  package static let currencyCode: DataElement = 49
  /// 52, the encrypted PIN block.
  package static let pinBlock: DataElement = 52
  /// 53, how PIN and track are encrypted.
  package static let securityControl: DataElement = 53
  /// 54, balances.
  package static let additionalAmounts: DataElement = 54
  /// 55, what the chip signed and what the issuer answers to it.
  package static let chipData: DataElement = 55
  /// 64, the message authentication code.
  package static let messageAuthenticationCode: DataElement = 64
}
