import HAL
import JSONText

/// Reads a slip that somebody wrote: plain text, or a JSON list of what stands on it.
enum SlipFile {
  /// The longest file.
  static let byteLimit = 1 << 20

  /// The forms of an element, for the help.
  static let forms = """
    {"text": "…", "align": "left|center|right", "size": "normal|double|tall", "bold": true}, \
    {"pair": ["label", "value"]}, {"rule": true}, {"feed": 2}, {"qr": "…"}, {"barcode": "…"}, \
    {"logo": true}, {"drawer": true}, {"cut": true}
    """

  /// The slip in a file; a plain text gets its cut.
  static func document(_ bytes: [UInt8], name: String) throws(Complaint) -> PrintDocument {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Complaint("\(name) is not UTF-8: convert it, as in iconv -f GB18030 -t UTF-8 \(name)")
    }
    guard text.first(where: { !$0.isWhitespace }) == "[" else { return plain(text) }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: text)
    } catch {
      throw Complaint("\(name): \(error)")
    }
    guard let list = value.array else { throw Complaint("\(name): expected a list of elements") }
    var document = PrintDocument()
    for (index, item) in list.enumerated() {
      guard let element = element(item) else {
        throw Complaint("\(name): element \(index + 1) is none of these: \(forms)")
      }
      document.elements.append(element)
    }
    return document
  }

  private static func plain(_ text: String) -> PrintDocument {
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return PrintDocument(
      lines.map { .text($0, alignment: .left, size: .normal, isBold: false) } + [.cut])
  }

  private static func element(_ value: JSONValue) -> PrintDocument.Element? {
    guard case .object(let members) = value, let first = members.first else { return nil }
    if let text = value["text"]?.string { return self.text(text, value) }
    guard members.count == 1 else { return nil }
    switch first.name {
    case "pair":
      guard let parts = first.value.array?.compactMap(\.string), parts.count == 2 else {
        return nil
      }
      return .pair(parts[0], parts[1])
    case "feed":
      return first.value.number.flatMap { (0...255).contains($0) ? .feed(lines: $0) : nil }
    case "qr": return first.value.string.map { .qrCode($0) }
    case "barcode": return first.value.string.map { .barcode($0) }
    case "rule": return first.value == true ? .rule : nil
    case "logo": return first.value == true ? .logo : nil
    case "drawer": return first.value == true ? .drawer : nil
    case "cut": return first.value == true ? .cut : nil
    default: return nil
    }
  }

  private static func text(_ text: String, _ value: JSONValue) -> PrintDocument.Element? {
    guard case .object(let members) = value,
      members.allSatisfy({ ["text", "align", "size", "bold"].contains($0.name) })
    else { return nil }
    let alignment = value["align"].map { $0.string.flatMap(PrintDocument.Alignment.init) }
    let size = value["size"].map { $0.string.flatMap(PrintDocument.Size.init) }
    let isBold = value["bold"].map(\.boolean)
    guard let alignment = alignment ?? .left, let size = size ?? .normal,
      let isBold = isBold ?? false
    else { return nil }
    return .text(text, alignment: alignment, size: size, isBold: isBold)
  }
}
