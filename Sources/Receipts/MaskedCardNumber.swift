import PaymentTypes

/// A card number as slips show it.
enum MaskedCardNumber {
  /// The first six and last four digits with stars between, in groups of four.
  ///
  /// A card of 19 digits gives `6216 26** **** ***0 018`.
  static func text(_ pan: PrimaryAccountNumber) -> String {
    var text = ""
    for (index, character) in pan.masked.enumerated() {
      if index > 0, index % 4 == 0 { text.append(" ") }
      text.append(character)
    }
    return text
  }
}
