/// Where and for what a card may be used (tag 9F07, AUC).
///
/// Source: EMV 4.3 Book 3, Annex C2.
package struct ApplicationUsageControl: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Cash in the issuer's country.
    case domesticCash = 0x18
    /// Cash in other countries.
    case internationalCash = 0x17
    /// Goods in the issuer's country.
    case domesticGoods = 0x16
    /// Goods in other countries.
    case internationalGoods = 0x15
    /// Services in the issuer's country.
    case domesticServices = 0x14
    /// Services in other countries.
    case internationalServices = 0x13
    /// At automated teller machines.
    case automatedTellerMachines = 0x12
    /// At terminals other than automated teller machines.
    case otherTerminals = 0x11
    /// Cashback in the issuer's country.
    case domesticCashback = 0x28
    /// Cashback in other countries.
    case internationalCashback = 0x27
  }

  package static let byteCount = 2
  package var rawValue: UInt64 = 0

  package init() {}
}
