/// What the books say of one data object: name, format, and who may set it.
package struct DataElement: Hashable, Sendable {
  /// How a value is written.
  package enum Format: String, Hashable, Sendable {
    /// Letters.
    case a
    /// Letters and digits.
    case an
    /// Printable characters.
    case ans
    /// Bits or a binary number.
    case b
    /// Packed digits, right-aligned, with zeros in front.
    case n
    /// Packed digits, left-aligned, with F behind.
    case cn
    /// Parts of several formats, or a list of tags.
    case mixed
    /// Data objects.
    case template
  }

  /// Where a value comes from; only what the card may set is taken from the card.
  package enum Source: String, Hashable, Sendable {
    /// The card's chip.
    case card
    /// The terminal, its configuration or the transaction.
    case terminal
    /// The issuer, by way of the center's answer.
    case issuer
  }

  /// How much of a value a person may see.
  package enum Secrecy: Hashable, Sendable {
    /// All of it.
    case none
    /// The first six and last four digits: it is a card number.
    case cardNumber
    /// Nothing.
    case full
  }

  /// Its name on the wire.
  package let tag: DataObjectTag
  /// Its name in the books.
  package let name: String
  /// How its value is written.
  package let format: Format
  /// Who may set it.
  package let source: Source
  /// Who may see it.
  package let secrecy: Secrecy

  /// The element with this tag, or nil when no table that we know names it.
  package static func named(_ tag: DataObjectTag) -> DataElement? {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      let element = table[middle]
      if element.tag == tag { return element }
      if element.tag < tag { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
