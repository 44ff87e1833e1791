import Octets

/// Texts that several calculators show.
enum CalculatorText {
  /// Two digits.
  static func hexadecimal(_ byte: UInt8) -> String { Hexadecimal.text([byte]) }
}
