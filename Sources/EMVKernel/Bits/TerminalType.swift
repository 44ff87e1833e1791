/// Where a terminal stands, who operates it and whether it can go online (tag 9F35).
///
/// Source: EMV 4.3 Book 4, Annex A1.
package struct TerminalType: Hashable, Sendable {
  /// Two digits: who operates it, then environment and reach.
  package let rawValue: UInt8

  /// Nil when the digits are none that the books define.
  package init?(rawValue: UInt8) {
    guard (1...3).contains(rawValue >> 4), (1...6).contains(rawValue & 0x0F) else { return nil }
    self.rawValue = rawValue
  }

  private init(checked rawValue: UInt8) { self.rawValue = rawValue }

  /// 22: a merchant's, attended, offline with online capability.
  package static let attendedMerchant = TerminalType(checked: 0x22)

  /// Whether somebody of the merchant or bank stands by.
  package var isAttended: Bool { rawValue & 0x0F <= 3 }
  /// Whether it can do nothing without the center (x1, x4).
  package var isOnlineOnly: Bool { rawValue & 0x0F == 1 || rawValue & 0x0F == 4 }
  /// Whether it can never reach a center (x3, x6).
  package var isOfflineOnly: Bool { rawValue & 0x0F == 3 || rawValue & 0x0F == 6 }
  /// Whether it belongs to a bank and nobody stands by: with cash, a teller machine.
  package var isUnattendedOfBank: Bool { (0x14...0x16).contains(rawValue) }
}
