/// The parts of a reader's name as the daemon puts it together.
///
/// `<name> [<interface>] (<serial number>) <reader> <slot>`: the last two are hexadecimal numbers
/// of two digits, of which the reader's goes by the order of plugging; interface and serial number
/// may be missing. Source: pcsc-lite, `readerfactory.c`.
package struct PCSCReaderName: Hashable, Sendable {
  /// What driver or product call it.
  package let product: String
  /// Which of a device's interfaces it is, such as `Contactless` or `SAM`.
  package let interface: String?
  /// The device's serial number.
  package let serial: String?
  /// Which of the reader's slots it is, from 0.
  package let slot: Int

  /// Takes a name apart; what does not look like one is all product, in slot 0.
  package init(_ name: String) {
    var words = name.split(separator: " ", omittingEmptySubsequences: false)[...]
    guard words.count >= 3, let slot = Self.number(words.last), let index = words.dropLast().last,
      Self.number(index) != nil
    else {
      product = name
      interface = nil
      serial = nil
      self.slot = 0
      return
    }
    words.removeLast(2)
    var rest = words.joined(separator: " ")
    serial = Self.takeLast("(", ")", from: &rest)
    interface = Self.takeLast("[", "]", from: &rest)
    product = rest
    self.slot = slot
  }

  private static func number(_ word: Substring?) -> Int? {
    guard let word, word.utf8.count == 2 else { return nil }
    return Int(word, radix: 16)
  }

  /// Takes away a part in brackets at the end.
  private static func takeLast(
    _ open: Character, _ close: Character, from text: inout String
  ) -> String? {
    guard text.last == close, let start = text.lastIndex(of: open), start > text.startIndex else {
      return nil
    }
    let part = text[text.index(after: start)...].dropLast()
    text = String(text[..<start])
    while text.last == " " { text.removeLast() }
    return String(part)
  }
}
