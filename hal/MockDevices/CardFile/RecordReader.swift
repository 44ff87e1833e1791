import BERTLV
import Octets
import YAMLDocument

/// Reads what a file says of a record.
struct RecordReader {
  private static let expected =
    "bytes in hexadecimal, {text: …}, pan, track-2, expiry, sequence or the name of a signed object"

  let account: CardAccount
  /// What the issuer has signed; nil for a card without keys.
  let signatures: CardSignatures?

  /// A record; its name is file and number, such as `2.1`.
  func record(_ entry: YAMLNode.Entry) throws(YAMLError) -> RecordDraft {
    let parts = entry.key.split(separator: ".").compactMap { UInt8($0) }
    guard parts.count == 2, (0...31).contains(parts[0]) else {
      throw YAMLError(
        place: entry.keyPlace, expected: "a file and a record, such as 2.1",
        found: "“\(entry.key)”")
    }
    var draft = RecordDraft(file: parts[0], number: parts[1])
    for member in try entry.value.entries() {
      let node = member.value
      switch member.key {
      case "authenticated": draft.isAuthenticated = try node.boolean()
      case "long-lengths": draft.hasLongLengths = try node.boolean()
      case "append": draft.appended = try node.bytes()
      case "trailing": draft.trailing = try node.bytes()
      case "bytes": draft.bytes = try node.bytes()
      case "template":
        let byte = try node.byte()
        draft.template = byte == 0 ? nil : DataObjectTag(rawValue: UInt32(byte))
      default: draft.objects.append((try YAMLNode.tag(member), try value(node)))
      }
    }
    return draft
  }

  /// A value: hexadecimal, a word of the account or of what is signed, or `{text: …}`.
  func value(_ node: YAMLNode) throws(YAMLError) -> RecordDraft.Value {
    if case .scalar(let text, _) = node.content {
      if let value = account.value(text) { return .bytes(value) }
      if let signatures {
        if let value = signatures.value(text) { return .bytes(value) }
        if let object = RecordDraft.SignedObject(rawValue: text) { return .signed(object) }
      }
    }
    return .bytes(try node.bytesOrText(Self.expected))
  }
}

extension YAMLNode {
  /// Bytes in hexadecimal, or of a text: `{text: …}`.
  func bytesOrText(
    _ expected: String = "bytes in hexadecimal, or {text: …}"
  ) throws(YAMLError) -> [UInt8] {
    switch content {
    case .mapping: return Array(try mapping(allowing: ["text"]).required("text").text().utf8)
    case .scalar(let text, _):
      guard let bytes = try? Hexadecimal.bytes(text) else { throw error(expected: expected) }
      return bytes
    case .sequence: throw error(expected: expected)
    }
  }
}
