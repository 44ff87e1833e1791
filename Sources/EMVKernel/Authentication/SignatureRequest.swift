/// Whether and how a card is to sign its verdict: bits of P1 of GENERATE AC.
///
/// Source: EMV 4.4 Book 3, 6.5.5.2.
enum SignatureRequest: UInt8, Hashable, Sendable {
  /// It need not sign.
  case none = 0x00
  /// CDA.
  case combined = 0x10
  /// XDA.
  case extended = 0x08
}
