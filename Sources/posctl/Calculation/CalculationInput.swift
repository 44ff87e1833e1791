import JSONText
import Octets

/// What a calculator was told, checked against the fields that it declares.
struct CalculationInput {
  private enum Value {
    case bytes([UInt8])
    case text(String)
    case number(Int)
  }

  private let fields: [CalculationField]
  private var values: [String: Value] = [:]

  /// Reads an object; every member must be declared, and every field that is not optional be there.
  init(_ json: JSONValue, fields: [CalculationField]) throws(CalculationError) {
    self.fields = fields
    guard case .object(let members) = json else {
      throw .notAnObject("it begins with no brace")
    }
    for member in members {
      guard let field = fields.first(where: { $0.key == member.name }) else {
        throw .unknownKey(member.name, known: fields.map(\.key))
      }
      guard values[field.key] == nil else {
        throw .wrong(key: field.key, expected: "it once", found: "a second time")
      }
      if member.value != .null { values[field.key] = try Self.value(member.value, field) }
    }
    for field in fields where !field.isOptional && values[field.key] == nil {
      throw .missing(key: field.key, expected: field.expectation)
    }
  }

  /// The bytes of a field, or nil when it was left out.
  func optionalBytes(_ key: String) -> [UInt8]? {
    switch value(key) {
    case nil: nil
    case .bytes(let bytes): bytes
    case .text, .number: preconditionFailure("\(key) is not declared as bytes")
    }
  }

  /// The bytes of a field; none when it was left out.
  func bytes(_ key: String) -> [UInt8] { optionalBytes(key) ?? [] }

  /// The digits or the word of a field, or nil when it was left out.
  func optionalText(_ key: String) -> String? {
    switch value(key) {
    case nil: nil
    case .text(let text): text
    case .bytes, .number: preconditionFailure("\(key) is not declared as text")
    }
  }

  /// The digits or the word of a field; empty when it was left out.
  func text(_ key: String) -> String { optionalText(key) ?? "" }

  /// The digits of a field as ASCII.
  func digits(_ key: String) -> [UInt8] { Array(text(key).utf8) }

  /// The number of a field, or nil when it was left out.
  func optionalNumber(_ key: String) -> Int? {
    switch value(key) {
    case nil: nil
    case .number(let number): number
    case .bytes, .text: preconditionFailure("\(key) is not declared as a number")
    }
  }

  /// The bytes of an optional field that this calculation can't do without.
  func requiredBytes(_ key: String, for purpose: String) throws(CalculationError) -> [UInt8] {
    if let bytes = optionalBytes(key) { return bytes }
    let field = fields.first { $0.key == key }
    throw .missing(key: key, expected: "\(field?.expectation ?? "it") for \(purpose)")
  }

  /// The digits or the word of an optional field that this calculation can't do without.
  func requiredText(_ key: String, for purpose: String) throws(CalculationError) -> String {
    if let text = optionalText(key) { return text }
    let field = fields.first { $0.key == key }
    throw .missing(key: key, expected: "\(field?.expectation ?? "it") for \(purpose)")
  }

  private func value(_ key: String) -> Value? {
    precondition(fields.contains { $0.key == key }, "\(key) is not declared")
    return values[key]
  }

  private static func value(
    _ json: JSONValue, _ field: CalculationField
  ) throws(CalculationError) -> Value {
    switch (field.kind, json) {
    case (.bytes(let counts), .string(let text)):
      return .bytes(try bytes(text, field) { counts.contains($0) })
    case (.bytesOf(let counts), .string(let text)):
      return .bytes(try bytes(text, field) { counts.contains($0) })
    case (.digits(let counts), .string(let text)):
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw wrong(field, "a text with other characters")
      }
      guard counts.contains(text.utf8.count) else {
        throw wrong(field, "\(text.utf8.count) digits")
      }
      return .text(text)
    case (.number(let range), .number(let number)):
      guard range.contains(number) else { throw wrong(field, String(number)) }
      return .number(number)
    case (.choice(let words), .string(let text)):
      guard let word = words.first(where: { $0 == text.lowercased() }) else {
        throw wrong(field, "another word")
      }
      return .text(word)
    default: throw wrong(field, kind(of: json))
    }
  }

  private static func bytes(
    _ text: String, _ field: CalculationField, _ isAllowed: (Int) -> Bool
  ) throws(CalculationError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(Hexadecimal.ParsingError) {
      bytes = try Hexadecimal.bytes(text)
    } catch {
      switch error {
      case .notADigit(let offset):
        throw wrong(field, "a text with another character (the one at place \(offset + 1))")
      case .oddDigitCount(let count): throw wrong(field, "an odd number of digits (\(count))")
      }
    }
    guard isAllowed(bytes.count) else { throw wrong(field, "\(bytes.count) bytes") }
    return bytes
  }

  private static func wrong(_ field: CalculationField, _ found: String) -> CalculationError {
    .wrong(key: field.key, expected: field.expectation, found: found)
  }

  private static func kind(of json: JSONValue) -> String {
    switch json {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number (put it in quotation marks)"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
