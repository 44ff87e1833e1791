import PaymentCryptography

/// Why a calculator has no result; it never carries what was given, since that may be a key.
enum CalculationError: Error, Hashable {
  /// There is no such input.
  case unknownKey(String, known: [String])
  /// An input is missing; the text says what is expected.
  case missing(key: String, expected: String)
  /// An input is there, but is not what it has to be; `found` describes it without repeating it.
  case wrong(key: String, expected: String, found: String)
  /// The input is no JSON object; the text says why.
  case notAnObject(String)
  /// The numbers are well formed, but nothing can be computed with them.
  case cryptography(CryptographyError)

  /// One sentence for an engineer.
  var reason: String {
    switch self {
    case .unknownKey(let key, let known):
      "there is no input “\(TerminalText.harmless(key))”; there are "
        + known.joined(separator: ", ")
    case .missing(let key, let expected): "“\(key)” is missing: expected \(expected)"
    case .wrong(let key, let expected, let found): "“\(key)”: expected \(expected), not \(found)"
    case .notAnObject(let reason): "the input is not one JSON object: \(reason)"
    case .cryptography(let error): Self.words(error)
    }
  }

  private static func words(_ error: CryptographyError) -> String {
    switch error {
    case .badKeyLength(let count): "a key of \(count) bytes can't be used, or is no key of its kind"
    case .badInputLength(let count):
      "data of \(count) bytes or digits can't be used with this key or method"
    case .badInputCharacter(let offset): "character \(offset + 1) can't stand there"
    case .notAuthentic: "the numbers do not belong together"
    case .libraryFailure: "OpenSSL can't compute this (is an algorithm missing?)"
    }
  }

  /// Does what may fail for the library's reasons.
  static func mapping<Value>(
    _ body: () throws(CryptographyError) -> Value
  ) throws(CalculationError) -> Value {
    do throws(CryptographyError) {
      return try body()
    } catch {
      throw .cryptography(error)
    }
  }
}
