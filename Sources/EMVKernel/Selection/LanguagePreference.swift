/// The cardholder's languages, best first (tag 5F2D).
///
/// On the wire: one to four codes of two letters (ISO 639-1). Source: EMV 4.3 Book 4, 11.1.
package struct LanguagePreference: Hashable, Sendable {
  /// The codes in small letters.
  package let codes: [String]

  /// Reads the object; codes that are not two letters are left out.
  package init(_ bytes: [UInt8]) {
    codes = stride(from: 0, to: min(bytes.count, 8) - 1, by: 2).compactMap { index in
      let letters = bytes[index...index + 1].map { $0 | 0x20 }
      guard letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
      return String(decoding: letters, as: UTF8.self)
    }
  }

  /// The first of the cardholder's languages that the terminal speaks, too; nil when none is.
  ///
  /// The order of the terminal's languages does not matter.
  package func best(among languages: [String]) -> String? {
    codes.first { languages.contains($0) }
  }
}
