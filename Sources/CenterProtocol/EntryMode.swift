/// How the card number and the PIN got into the terminal (field 22).
///
/// On the wire: three digits, on the left of two bytes: two for the card, one for the PIN.
/// Source: UnionPay POS, field 22.
package struct EntryMode: Hashable, Sendable {
  /// How the card number was read.
  package enum Card: String, Hashable, Sendable, CaseIterable {
    /// Not known.
    case unknown = "00"
    /// Typed.
    case manual = "01"
    /// From the stripe.
    case magneticStripe = "02"
    /// From a bar code or QR code.
    case code = "03"
    /// From a chip by contact.
    case chip = "05"
    /// From a chip without contact.
    case contactless = "07"
    /// From the stripe of a card whose chip failed.
    case fallback = "80"
    /// A reservation by phone, without a card.
    case mobileReservation = "92"
    /// From a chip whose data may be wrong.
    case unreliableChip = "95"
    /// From the chip of a phone.
    case phoneChip = "96"
    /// From a chip without contact, in the full sequence of a contact card.
    case contactlessFull = "98"
  }

  /// Whether a PIN was typed.
  package enum PIN: String, Hashable, Sendable, CaseIterable {
    /// Not known.
    case unknown = "0"
    /// It was.
    case entered = "1"
    /// It was not.
    case absent = "2"
  }

  /// How the card number was read.
  package var card: Card
  /// Whether a PIN was typed.
  package var pin: PIN

  /// Puts an entry mode together.
  package init(card: Card, pin: PIN) {
    self.card = card
    self.pin = pin
  }

  /// Takes the three digits; nil when one has no meaning.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 3, let card = Card(rawValue: String(text.prefix(2))),
      let pin = PIN(rawValue: String(text.suffix(1)))
    else { return nil }
    self.init(card: card, pin: pin)
  }

  /// The three digits.
  package var text: String { card.rawValue + pin.rawValue }
}
