/// A card as data: what its chip and its stripe say, and what its bank knows of it.
///
/// Identifiers are stable: scenarios name cards by them. Only test numbers and test keys.
package struct CardPersonality: Hashable, Sendable {
  /// The name in scenario files, such as `chip-debit-online-pin`.
  package var identifier: String
  /// What it is called on a Chinese panel.
  package var chineseName: String
  /// What it is called on an English panel.
  package var englishName: String
  /// The chip, or nil for a card without one.
  package var chip: ChipPersonality?
  /// The stripe, or nil for a card without one.
  package var stripe: StripePersonality?
  /// What the bank keeps for each of its numbers; a test center opens these accounts.
  package var accounts: [AccountFacts]

  /// Puts a card together.
  package init(
    identifier: String, chineseName: String, englishName: String, chip: ChipPersonality?,
    stripe: StripePersonality?, accounts: [AccountFacts]
  ) {
    self.identifier = identifier
    self.chineseName = chineseName
    self.englishName = englishName
    self.chip = chip
    self.stripe = stripe
    self.accounts = accounts
  }
}

extension CardPersonality: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { identifier }
  package var debugDescription: String { identifier }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
