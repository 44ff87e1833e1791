/// Parts of a text at fixed places, by bytes; ASCII only, so that no character is cut in two.
struct FixedFields {
  private let characters: [UInt8]

  /// Nil when a character is not ASCII.
  init?(_ text: some StringProtocol) { self.init(bytes: text.utf8) }

  /// Nil when a byte is not ASCII.
  init?(bytes: some Sequence<UInt8>) {
    characters = Array(bytes)
    guard characters.allSatisfy({ $0 < 0x80 }) else { return nil }
  }

  /// How many characters there are.
  var count: Int { characters.count }

  /// `count` characters from `start`; nil when there are fewer.
  func text(_ start: Int, _ count: Int) -> String? {
    guard start >= 0, count >= 0, start + count <= characters.count else { return nil }
    return String(decoding: characters[start..<start + count], as: UTF8.self)
  }

  /// `count` decimal digits from `start`; nil when one is no digit or there are fewer.
  func digits(_ start: Int, _ count: Int) -> String? {
    guard let text = text(start, count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return text
  }

  /// The number of `count` decimal digits from `start`, at most 18 of them.
  func number(_ start: Int, _ count: Int) -> Int? {
    digits(start, count).flatMap { Int($0) }
  }
}
