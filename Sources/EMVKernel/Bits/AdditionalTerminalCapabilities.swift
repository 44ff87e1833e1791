/// What a terminal sells, how it is operated and what it shows (tag 9F40).
///
/// Source: EMV 4.3 Book 4, Annex A3.
package struct AdditionalTerminalCapabilities: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Cash.
    case cash = 0x18
    /// Goods.
    case goods = 0x17
    /// Services.
    case services = 0x16
    /// Cashback.
    case cashback = 0x15
    /// Inquiry.
    case inquiry = 0x14
    /// Transfer.
    case transfer = 0x13
    /// Payment.
    case payment = 0x12
    /// Administrative transactions.
    case administrative = 0x11
    /// Cash deposit.
    case cashDeposit = 0x28
    /// Numeric keys.
    case numericKeys = 0x38
    /// Alphabetic and special keys.
    case alphabeticKeys = 0x37
    /// Command keys.
    case commandKeys = 0x36
    /// Function keys.
    case functionKeys = 0x35
    /// Prints for the attendant.
    case printToAttendant = 0x48
    /// Prints for the cardholder.
    case printToCardholder = 0x47
    /// Displays to the attendant.
    case displayToAttendant = 0x46
    /// Displays to the cardholder.
    case displayToCardholder = 0x45
    /// Code table 10.
    case codeTable10 = 0x42
    /// Code table 9.
    case codeTable9 = 0x41
    /// Code table 8.
    case codeTable8 = 0x58
    /// Code table 7.
    case codeTable7 = 0x57
    /// Code table 6.
    case codeTable6 = 0x56
    /// Code table 5.
    case codeTable5 = 0x55
    /// Code table 4.
    case codeTable4 = 0x54
    /// Code table 3.
    case codeTable3 = 0x53
    /// Code table 2.
    case codeTable2 = 0x52
    /// Code table 1 (ISO/IEC 8859-1).
    case codeTable1 = 0x51
  }

  package static let byteCount = 5
  package var rawValue: UInt64 = 0

  package init() {}
}
