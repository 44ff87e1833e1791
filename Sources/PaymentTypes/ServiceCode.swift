/// What a card may be used for, three digits on its stripe.
///
/// Source: ISO/IEC 7813, table 4; reference 2.8.
package struct ServiceCode: Hashable, Sendable {
  /// Where the card may be used: the first digit.
  package enum Interchange: UInt8, Hashable, Sendable {
    /// Everywhere.
    case international = 1
    /// Everywhere, by its chip where there is a reader for it.
    case internationalWithChip = 2
    /// In its own country, and where banks have agreed on it.
    case national = 5
    /// The same, by its chip where there is a reader for it.
    case nationalWithChip = 6
    /// Only where the issuer has agreed on it.
    case privateUse = 7
    /// For tests.
    case test = 9
  }

  /// Who decides: the second digit.
  package enum Authorization: UInt8, Hashable, Sendable {
    /// As usual.
    case normal = 0
    /// The issuer, online.
    case issuer = 2
    /// The issuer, online, unless banks have agreed otherwise.
    case issuerUnlessAgreed = 4
  }

  /// What the card may pay for: in the third digit.
  package enum Services: Hashable, Sendable {
    /// Everything.
    case all
    /// Goods and services, no cash.
    case goodsAndServices
    /// Cash from machines only.
    case cashMachine
    /// Cash only.
    case cash
  }

  /// When the PIN is asked for: in the third digit.
  package enum PINRequirement: Hashable, Sendable {
    /// Not by the service code.
    case none
    /// Always.
    case always
    /// Where there are keys for it.
    case whereThereIsAPad
  }

  /// The three values, each 0 to 9.
  package let values: [UInt8]

  /// Takes three ASCII digits.
  package init?(digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    values = digits.map { $0 - 0x30 }
  }

  /// The three digits.
  package var text: String { values.map { String($0) }.joined() }

  /// Where the card may be used; nil for a digit that has no meaning.
  package var interchange: Interchange? { Interchange(rawValue: values[0]) }

  /// Who decides; nil for a digit that has no meaning.
  package var authorization: Authorization? { Authorization(rawValue: values[1]) }

  /// What the card may pay for; nil for a digit that has no meaning.
  package var services: Services? {
    switch values[2] {
    case 0, 1, 6: .all
    case 2, 5, 7: .goodsAndServices
    case 3: .cashMachine
    case 4: .cash
    default: nil
    }
  }

  /// When the PIN is asked for; nil for a digit that has no meaning.
  package var pinRequirement: PINRequirement? {
    switch values[2] {
    case 0, 3, 5: .always
    case 1, 2, 4: PINRequirement.none
    case 6, 7: .whereThereIsAPad
    default: nil
    }
  }

  /// Whether the card has a chip, so that a terminal with a slot must ask for it (2xx and 6xx).
  ///
  /// The stripe of such a card is only a declared fallback, where the scheme does not forbid it.
  package var announcesChip: Bool {
    interchange == .internationalWithChip || interchange == .nationalWithChip
  }
}
