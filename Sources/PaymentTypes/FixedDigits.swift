/// Numbers as a fixed count of decimal digits.
package enum FixedDigits {
  /// The number with leading zeros; only its last `count` digits when it has more.
  package static func text(_ number: Int, _ count: Int) -> String {
    let digits = String(number.magnitude)
    if digits.utf8.count >= count { return String(digits.suffix(count)) }
    return String(repeating: "0", count: count - digits.utf8.count) + digits
  }
}
