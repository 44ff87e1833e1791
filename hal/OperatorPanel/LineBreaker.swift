/// Breaks a text into lines: between words, and between Chinese characters.
struct LineBreaker {
  /// What stands at the end of a text of which a part is missing.
  static let ellipsis: Character = "…"
  /// Signs that do not begin a line.
  private static let closing: Set<Character> = [
    "，", "。", "、", "；", "：", "？", "！", "）", "》", "」", "”", "’", ",", ".", ";", ":", "?", "!",
    ")", "…",
  ]

  /// The dots that a text takes.
  let width: (String) -> Int

  /// At most `limit` lines, none wider than `room`; what is left of the text is cut off, and said
  /// to be by an ellipsis.
  func lines(of text: String, room: Int, limit: Int) -> [String] {
    var lines: [String] = []
    var rest = pieces(of: text, room: room)[...]
    while !rest.isEmpty, lines.count < limit {
      if lines.count == limit - 1 {
        lines.append(shortened(Self.joined(rest), room: room))
        break
      }
      var line = rest.removeFirst()
      while let next = rest.first, width(Self.trimmed(line + next)) <= room {
        line += next
        rest.removeFirst()
      }
      lines.append(Self.trimmed(line))
    }
    return lines
  }

  /// The text, or as much of its beginning as fits with an ellipsis behind it.
  func shortened(_ text: String, room: Int) -> String {
    if width(text) <= room { return text }
    var text = text
    while let last = text.popLast() {
      let candidate = Self.trimmed(text) + String(Self.ellipsis)
      if last != " ", width(candidate) <= room { return candidate }
    }
    return ""
  }

  /// The parts between which a line may end; a space stays with what is before it.
  private func pieces(of text: String, room: Int) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      let mayBreak =
        !piece.isEmpty && !Self.closing.contains(character) && character != " "
        && (piece.last == " " || Self.standsAlone(character)
          || piece.last.map(Self.standsAlone) == true)
      if mayBreak || (!piece.isEmpty && width(piece + String(character)) > room) {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// Whether a line may end on both sides of a character: Chinese, Japanese, full-width signs.
  private static func standsAlone(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return (0x2E80...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFF00...0xFF60).contains(scalar.value) || (0x20000...0x3FFFF).contains(scalar.value)
  }

  private static func joined(_ pieces: ArraySlice<String>) -> String {
    trimmed(pieces.joined())
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
