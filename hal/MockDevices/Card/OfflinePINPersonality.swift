/// The PIN that a test chip verifies itself.
package struct OfflinePINPersonality: Hashable, Sendable {
  /// Its ASCII digits.
  package var digits: [UInt8]
  /// How many wrong tries in a row block it.
  package var tryLimit: UInt8
  /// How many of them are left.
  package var triesLeft: UInt8
  /// Whether GET DATA tells how many are left (tag 9F17).
  package var tellsTriesLeft: Bool

  /// Puts it together.
  package init(
    digits: [UInt8], tryLimit: UInt8 = 3, triesLeft: UInt8 = 3, tellsTriesLeft: Bool = true
  ) {
    self.digits = digits
    self.tryLimit = tryLimit
    self.triesLeft = triesLeft
    self.tellsTriesLeft = tellsTriesLeft
  }
}

extension OfflinePINPersonality: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "a PIN, \(triesLeft) of \(tryLimit) tries left" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
