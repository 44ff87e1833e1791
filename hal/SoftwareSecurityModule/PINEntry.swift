import HAL
import PaymentCryptography

/// The digits that a cardholder is typing: one key in, one step out.
///
/// Clear takes all digits back, as on other UnionPay terminals. Enter counts only when the number
/// of digits is allowed. A digit beyond the longest allowed PIN and every other key are ignored.
final class PINEntry {
  /// What follows from a key.
  enum Step: Hashable {
    /// Nothing changes.
    case ignored
    /// This many digits stand now.
    case typing(digitCount: Int)
    /// The cardholder is done.
    case finished
    /// The cardholder does not want to.
    case cancelled
  }

  private let allowedLengths: Set<Int>
  /// ASCII; as long as the longest PIN from the start, so that it never moves and leaves a copy.
  private var digits: [UInt8]
  private var count = 0

  /// Refuses lengths that no PIN may have.
  init(allowedLengths: Set<Int>) throws(SecurityModuleError) {
    let allowed = PINBlock.allowedDigitCounts
    guard let longest = allowedLengths.max(),
      allowedLengths.allSatisfy({ $0 == 0 || allowed.contains($0) })
    else { throw .badLength }
    self.allowedLengths = allowedLengths
    digits = [UInt8](repeating: 0, count: longest)
  }

  deinit { wipe() }

  /// Whether nothing has been typed.
  var isEmpty: Bool { count == 0 }

  /// Takes one key.
  func press(_ key: Key) -> Step {
    switch key {
    case .digit(let value):
      guard value <= 9, count < digits.count else { return .ignored }
      digits[count] = 0x30 + value
      count += 1
      return .typing(digitCount: count)
    case .clear:
      if isEmpty { return .ignored }
      for index in digits.indices { digits[index] = 0 }
      count = 0
      return .typing(digitCount: 0)
    case .enter: return allowedLengths.contains(count) ? .finished : .ignored
    case .cancel: return .cancelled
    case .menu, .up, .down, .feed: return .ignored
    }
  }

  /// What `use` makes of the digits; they are gone afterwards.
  func taken<Value>(
    _ use: ([UInt8]) throws(CryptographyError) -> Value
  ) throws(SecurityModuleError) -> Value {
    var typed = Array(digits.prefix(count))
    defer { typed.wipe() }
    wipe()
    do throws(CryptographyError) {
      return try use(typed)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  /// Overwrites the digits; the entry is over.
  func wipe() {
    digits.wipe()
    count = 0
  }
}

extension PINEntry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "a PIN entry" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
