extension JSONValue {
  /// Reads one value and nothing else; numbers must be whole.
  package init(parsing text: String) throws(JSONError) {
    var reader = JSONReader(Array(text.utf8))
    self = try reader.document()
  }

  /// The value of an object's member; nil without one, and for every other kind of value.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, if it is one.
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The number, if it is one.
  package var number: Int? { if case .number(let number) = self { number } else { nil } }
  /// The truth value, if it is one.
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  /// The elements, if it is a list.
  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
}
