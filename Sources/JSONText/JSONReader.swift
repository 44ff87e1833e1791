/// A cursor over JSON text.
///
/// Source: RFC 8259.
struct JSONReader {
  /// How deep lists and objects may stand in each other.
  static let depthLimit = 64

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The only value of the text.
  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipWhiteSpace()
    guard position == bytes.count else { throw failure(.trailingCharacters) }
    return value
  }

  private func failure(_ reason: JSONError.Reason) -> JSONError {
    JSONError(offset: position, reason: reason)
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// The next byte that is not white space, without advancing.
  private mutating func peek() throws(JSONError) -> UInt8 {
    skipWhiteSpace()
    guard position < bytes.count else { throw failure(.truncated) }
    return bytes[position]
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch try peek() {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in word.utf8 {
      guard position < bytes.count else { throw failure(.truncated) }
      guard bytes[position] == byte else { throw failure(.unexpectedCharacter) }
      position += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> Int {
    let start = position
    while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !text.isEmpty, !digits.hasPrefix("+"), digits == "0" || !digits.hasPrefix("0") else {
      position = start
      throw failure(.unexpectedCharacter)
    }
    guard let number = Int(text) else {
      position = start
      throw failure(.unsupportedNumber)
    }
    return number
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    var values: [JSONValue] = []
    try list(depth: depth, end: UInt8(ascii: "]")) { reader throws(JSONError) in
      values.append(try reader.value(depth: depth + 1))
    }
    return values
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    try list(depth: depth, end: UInt8(ascii: "}")) { reader throws(JSONError) in
      guard try reader.peek() == UInt8(ascii: "\"") else {
        throw reader.failure(.unexpectedCharacter)
      }
      let name = try reader.string()
      guard try reader.peek() == UInt8(ascii: ":") else {
        throw reader.failure(.unexpectedCharacter)
      }
      reader.position += 1
      members.append(JSONValue.Member(name, try reader.value(depth: depth + 1)))
    }
    return members
  }

  /// What stands between brackets, separated by commas.
  private mutating func list(
    depth: Int, end: UInt8, _ item: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard depth < Self.depthLimit else { throw failure(.nestedTooDeep) }
    position += 1
    if try peek() == end {
      position += 1
      return
    }
    while true {
      try item(&self)
      let next = try peek()
      guard next == end || next == UInt8(ascii: ",") else {
        throw failure(.unexpectedCharacter)
      }
      position += 1
      if next == end { return }
    }
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          position = start
          throw failure(.badText)
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        position += 1
        text.append(contentsOf: String(Character(try escape())).utf8)
      case 0..<0x20: throw failure(.unexpectedCharacter)
      default:
        text.append(byte)
        position += 1
      }
    }
    throw failure(.truncated)
  }

  /// What stands behind a backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure(.truncated) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default:
      position -= 1
      throw failure(.unexpectedCharacter)
    }
  }

  /// Four hexadecimal digits, or a surrogate pair of twice four.
  private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
    let start = position
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: [0x5C, 0x75]) {
      position += 2
      let second = try codeUnit()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    position = start
    throw failure(.badText)
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    guard bytes.count - position >= 4 else { throw failure(.truncated) }
    let digits = bytes[position..<position + 4]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure(.unexpectedCharacter) }
    position += 4
    return unit
  }
}
