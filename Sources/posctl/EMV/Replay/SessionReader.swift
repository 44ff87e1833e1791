import BERTLV
import JSONText
import Octets
import PaymentTypes

/// Why a file is no session: the place in it, what was expected, and what stands there.
struct SessionError: Error, Hashable {
  /// `card.exchanges[3].r`, for example.
  let place: String
  let expected: String

  var text: String {
    place.isEmpty ? "expected \(expected)" : "“\(place)”: expected \(expected)"
  }
}

/// A cursor in a session's file that knows where it is.
struct SessionReader {
  let json: JSONValue
  let place: String

  init(_ json: JSONValue, place: String = "") {
    self.json = json
    self.place = place
  }

  /// The members; an error when it is no object.
  func members() throws(SessionError) -> [JSONValue.Member] {
    guard case .object(let members) = json else { throw error("an object") }
    return members
  }

  /// A member, or nil when it is missing or null.
  func optional(_ name: String) -> SessionReader? {
    guard let value = json[name], value != .null else { return nil }
    return SessionReader(value, place: path(name))
  }

  /// A member that must be there; `expected` describes it.
  func required(_ name: String, _ expected: String) throws(SessionError) -> SessionReader {
    _ = try members()
    guard let reader = optional(name) else {
      throw SessionError(place: path(name), expected: "\(expected); it is missing")
    }
    return reader
  }

  /// The elements; an error when it is no list.
  func elements() throws(SessionError) -> [SessionReader] {
    guard let values = json.array else { throw error("a list") }
    return values.enumerated().map { SessionReader($1, place: "\(place)[\($0)]") }
  }

  /// Hexadecimal text of so many bytes.
  func bytes(_ counts: ClosedRange<Int>) throws(SessionError) -> [UInt8] {
    let words =
      counts.lowerBound == counts.upperBound
      ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
    let expected = "hexadecimal digits of \(words) bytes, as a text"
    guard let text = json.string, let bytes = try? Hexadecimal.bytes(text),
      counts.contains(bytes.count)
    else { throw error(expected) }
    return bytes
  }

  /// The same, or a number, or an odd count of digits: what lists of keys have as exponents.
  func bytesOfNumber(_ counts: ClosedRange<Int>) throws(SessionError) -> [UInt8] {
    let digits = json.number.map { String(max(0, $0), radix: 16) } ?? json.string ?? ""
    let text = (digits.utf8.count % 2 == 0 ? "" : "0") + digits
    return try SessionReader(.string(text), place: place).bytes(counts)
  }

  /// Four digits of a country or currency, as text or number, in two bytes.
  func code() throws(SessionError) -> [UInt8] {
    guard let number = json.number ?? json.string.flatMap({ Int($0) }), (0...9999).contains(number),
      let bytes = BinaryCodedDecimal.pack(FixedDigits.text(number, 4).utf8, alignment: .right)
    else { throw error("four digits such as 0156") }
    return bytes
  }

  /// A tag in hexadecimal.
  func tag() throws(SessionError) -> DataObjectTag {
    let bytes = try bytes(1...4)
    let raw = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    guard let tag = DataObjectTag(rawValue: raw) else { throw error("a tag such as 9F33") }
    return tag
  }

  /// A whole number, or a text of digits.
  func number(_ range: ClosedRange<Int>) throws(SessionError) -> Int {
    let number = json.number ?? json.string.flatMap { Int($0) }
    guard let number, range.contains(number) else {
      throw error("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A text of so many decimal digits.
  func digits(_ count: Int, _ form: String) throws(SessionError) -> String {
    guard let text = json.string, text.utf8.count == count,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw error("\(form), as a text") }
    return text
  }

  /// true or false.
  func truth() throws(SessionError) -> Bool {
    guard let value = json.boolean else { throw error("true or false") }
    return value
  }

  /// One of some words.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type
  ) throws(SessionError) -> Word {
    guard let word = json.string.flatMap({ Word(rawValue: $0) }) else {
      throw error(Word.allCases.map { "“\($0.rawValue)”" }.joined(separator: " or "))
    }
    return word
  }

  func error(_ expected: String) -> SessionError {
    SessionError(place: place, expected: expected)
  }

  private func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
}
