import BERTLV
import ISO7816
import JSONText
import Octets

/// Commands and answers of a card in words, with what they carry as trees.
///
/// It remembers the lists that the card has sent, so that it can name the values in later commands.
struct ExchangeReport {
  /// A command or an answer.
  private enum Part {
    case command(CommandAPDU, values: [Explanation])
    case response(ResponseAPDU, TLVInspection?, [Explanation])
  }

  private let unmasked: Bool
  private var parts: [Part] = []
  private var lists: [DataObjectTag: DataObjectList] = [:]
  private var last: CommandAPDU?
  private var generateCount = 0

  init(unmasked: Bool) { self.unmasked = unmasked }

  /// Takes a command; false when the bytes are none.
  mutating func appendCommand(_ bytes: [UInt8]) -> Bool {
    guard let command = CommandAPDU(bytes) else { return false }
    if command.instruction == 0xAE { generateCount += 1 }
    if command.instruction == 0xA8 { generateCount = 0 }
    parts.append(.command(command, values: values(of: command)))
    last = command
    return true
  }

  /// Takes what the card answered to the last command; false when the bytes are no answer.
  mutating func appendResponse(_ bytes: [UInt8]) -> Bool {
    guard let response = ResponseAPDU(bytes) else { return false }
    let inspection = TLVInspection(response.data, revealingSecrets: unmasked)
    let isTree = inspection.error == nil && !inspection.items.isEmpty && !isRawAnswer
    if isTree { remember(response.data) }
    let notes = isTree ? formatOne(response.data) : raw(response.data)
    parts.append(.response(response, isTree ? inspection : nil, notes))
    return true
  }

  /// One block a command or answer.
  var text: String {
    var text = ""
    for part in parts {
      switch part {
      case .command(let command, let values):
        text += "> \(header(command))  \(CommandMeaning.summary(command))\n"
        text += values.map { "    \($0.line)\n" }.joined()
      case .response(let response, let inspection, let notes):
        text += "< \(response.status)  \(response.status.meaning)\n"
        if let inspection {
          let tree = inspection.text { EMVDecode.notes(for: $0, in: response.data).map(\.line) }
          text += tree.split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        text += notes.map { "    \($0.line)\n" }.joined()
      }
    }
    return text
  }

  /// The same as a list of objects.
  var json: JSONValue {
    .array(
      parts.map { part in
        switch part {
        case .command(let command, let values):
          return [
            "command": .string(header(command)),
            "meaning": .string(CommandMeaning.summary(command)),
            "length": .number(command.data.count), "values": .array(values.map(\.json)),
          ]
        case .response(let response, let inspection, let notes):
          let objects = inspection?.json { item in
            let lines = EMVDecode.notes(for: item, in: response.data)
            return lines.isEmpty ? [] : [.init("meaning", .array(lines.map(\.json)))]
          }
          return [
            "status": .string(response.status.description),
            "meaning": .string(response.status.meaning),
            "length": .number(response.data.count),
            "objects": objects?["objects"] ?? .array([]), "values": .array(notes.map(\.json)),
          ]
        }
      })
  }

  private func header(_ command: CommandAPDU) -> String {
    Hexadecimal.text([
      command.classByte, command.instruction, command.parameter1, command.parameter2,
    ])
  }

  /// Whether the data of the last command's answer are bytes of their own kind.
  private var isRawAnswer: Bool { last?.instruction == 0x84 }

  /// The values in a command whose list the card has sent.
  private func values(of command: CommandAPDU) -> [Explanation] {
    let list: DataObjectList?
    var data = command.data
    switch command.instruction {
    case 0xA8:
      list = lists[0x9F38]
      data = (try? TLVReader(data).first(0x83)).flatMap { $0 }.map { Array($0) } ?? data
    case 0xAE: list = lists[generateCount > 1 ? 0x8D : 0x8C]
    case 0x88: list = lists[0x9F49]
    case 0x20: return [Explanation("PIN block of \(command.data.count) bytes, not shown")]
    default: list = nil
    }
    if let list, let values = ListMeaning.filled(list, data, unmasked: unmasked) { return values }
    return data.isEmpty || command.instruction == 0xA4
      ? [] : [Explanation("data", Hexadecimal.text(data))]
  }

  /// The parts of answers whose template 80 has no tags inside.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.5.4 and 6.5.8.4.
  private func formatOne(_ data: [UInt8]) -> [Explanation] {
    guard let value = (try? TLVReader(data).first(0x80)).flatMap({ $0 }).map({ Array($0) }) else {
      return []
    }
    var parts: [(DataObjectTag, [UInt8])] = []
    switch last?.instruction {
    case 0xA8: parts = [(0x82, Array(value.prefix(2))), (0x94, Array(value.dropFirst(2)))]
    case 0xAE:
      parts = [
        (0x9F27, Array(value.prefix(1))), (0x9F36, Array(value.dropFirst().prefix(2))),
        (0x9F26, Array(value.dropFirst(3).prefix(8))), (0x9F10, Array(value.dropFirst(11))),
      ]
    default: return []
    }
    return parts.filter { !$0.1.isEmpty }.flatMap { tag, bytes in
      let name = DataElement.named(tag)?.name ?? ""
      return [Explanation("\(tag) \(name)", Hexadecimal.text(bytes))]
        + ElementMeaning.explanations(tag, bytes).map { Explanation("  " + $0.line) }
    }
  }

  private func raw(_ data: [UInt8]) -> [Explanation] {
    guard !data.isEmpty else { return [] }
    let text =
      unmasked ? Hexadecimal.text(data) : "\(data.count) bytes that are no data objects"
    return [Explanation("data", text)]
  }

  private mutating func remember(_ data: [UInt8]) {
    var walk = TLVWalk(data)
    while let place = try? walk.next() {
      switch place.object.tag {
      case 0x9F38, 0x8C, 0x8D, 0x9F49:
        lists[place.object.tag] = try? DataObjectList(place.object.value)
      default: break
      }
    }
  }
}
