/// The message type identifier: version, class, function and origin of a message.
///
/// On the wire: four BCD digits in two bytes. Source: ISO 8583:1987, clause 4.2.1.
package struct MessageType: Hashable, Sendable {
  /// The four digits, one a nibble: 0200 is `0x0200`.
  package let bcd: UInt16

  /// Takes four digits, one a nibble; nil when a nibble is above 9.
  package init?(bcd: UInt16) {
    guard bcd.bytesAreDecimal else { return nil }
    self.bcd = bcd
  }

  /// Takes a text of exactly four decimal digits.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 4 else { return nil }
    var bcd: UInt16 = 0
    for character in text.utf8 {
      guard (0x30...0x39).contains(character) else { return nil }
      bcd = bcd << 4 | UInt16(character - 0x30)
    }
    self.bcd = bcd
  }

  private init(constant bcd: UInt16) { self.bcd = bcd }

  /// The four digits as text.
  package var text: String {
    let digits = [bcd >> 12, bcd >> 8 & 0x0F, bcd >> 4 & 0x0F, bcd & 0x0F]
    return String(decoding: digits.map { 0x30 + UInt8($0) }, as: UTF8.self)
  }

  /// Whether the function digit is even, so that an answer is expected.
  package var isRequest: Bool { bcd >> 4 & 1 == 0 }

  /// The type of the answer, this plus 0010; nil for what is an answer itself.
  package var response: MessageType? {
    isRequest ? MessageType(bcd: bcd | 0x0010) : nil
  }

  /// 0100: asks whether this card may spend this.
  package static let authorizationRequest = MessageType(constant: 0x0100)
  /// 0110: the answer to 0100.
  package static let authorizationResponse = MessageType(constant: 0x0110)
  /// 0200: move this money.
  package static let financialRequest = MessageType(constant: 0x0200)
  /// 0210: the answer to 0200.
  package static let financialResponse = MessageType(constant: 0x0210)
  /// 0220: this money has been promised already.
  package static let financialAdvice = MessageType(constant: 0x0220)
  /// 0230: the answer to 0220.
  package static let financialAdviceResponse = MessageType(constant: 0x0230)
  /// 0320: items of a batch.
  package static let fileAdvice = MessageType(constant: 0x0320)
  /// 0330: the answer to 0320.
  package static let fileAdviceResponse = MessageType(constant: 0x0330)
  /// 0400: undo a transaction whose end the terminal does not know.
  package static let reversalRequest = MessageType(constant: 0x0400)
  /// 0410: the answer to 0400.
  package static let reversalResponse = MessageType(constant: 0x0410)
  /// 0500: compare the totals of a batch.
  package static let reconciliationRequest = MessageType(constant: 0x0500)
  /// 0510: the answer to 0500.
  package static let reconciliationResponse = MessageType(constant: 0x0510)
  /// 0620: a report, such as the results of issuer scripts.
  package static let administrativeAdvice = MessageType(constant: 0x0620)
  /// 0630: the answer to 0620.
  package static let administrativeAdviceResponse = MessageType(constant: 0x0630)
  /// 0800: sign-in and downloads.
  package static let networkManagementRequest = MessageType(constant: 0x0800)
  /// 0810: the answer to 0800.
  package static let networkManagementResponse = MessageType(constant: 0x0810)
  /// 0820: sign-off, echo and status reports.
  package static let networkManagementAdvice = MessageType(constant: 0x0820)
  /// 0830: the answer to 0820.
  package static let networkManagementAdviceResponse = MessageType(constant: 0x0830)
}

extension MessageType: CustomStringConvertible {
  package var description: String { text }
}

extension UInt16 {
  fileprivate var bytesAreDecimal: Bool {
    self >> 12 <= 9 && self >> 8 & 0x0F <= 9 && self >> 4 & 0x0F <= 9 && self & 0x0F <= 9
  }
}
