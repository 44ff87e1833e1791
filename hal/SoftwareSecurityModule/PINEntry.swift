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

  private let request: PINEntryRequest
  /// ASCII; as long as the longest PIN from the start, so that it never moves and leaves a copy.
  private var digits: [UInt8]
  private var count = 0

  /// Refuses lengths that no PIN may have, and a PAN that is none.
  init(_ request: PINEntryRequest) throws(SecurityModuleError) {
    let allowed = PINBlock.allowedDigitCounts
    guard let longest = request.allowedLengths.max(),
      request.allowedLengths.allSatisfy({ $0 == 0 || allowed.contains($0) })
    else { throw .badLength }
    self.request = request
    digits = [UInt8](repeating: 0, count: longest)
    // Whether the PAN will do is known before the cardholder types.
    var trial = try block(of: [UInt8](repeating: 0x30, count: allowed.lowerBound))
    trial.wipe()
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
    case .enter: return request.allowedLengths.contains(count) ? .finished : .ignored
    case .cancel: return .cancelled
    case .menu, .up, .down, .feed: return .ignored
    }
  }

  /// The block under the PIN key; the digits are gone afterwards.
  func encryptedBlock(under key: KeyMaterial) throws(SecurityModuleError) -> [UInt8] {
    var typed = Array(digits.prefix(count))
    defer { typed.wipe() }
    wipe()
    var clear = try block(of: typed)
    defer { clear.wipe() }
    do throws(CryptographyError) {
      return try TripleDES.encryptECB(clear, key: key.bytes)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  /// Overwrites the digits; the entry is over.
  func wipe() {
    digits.wipe()
    count = 0
  }

  private func block(of digits: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    do throws(CryptographyError) {
      return try PINBlock.clear(
        pinDigits: digits, panDigits: request.panDigits.isEmpty ? nil : request.panDigits)
    } catch {
      throw SecurityModuleError(error)
    }
  }
}

extension PINEntry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "a PIN entry" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
