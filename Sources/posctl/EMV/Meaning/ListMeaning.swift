import BERTLV
import EMVKernel
import Octets

/// Lists in words: data object lists, file locators, scripts' results.
enum ListMeaning {
  /// A DOL: each object with its name and length.
  static func dataObjectList(_ value: [UInt8]) -> [Explanation]? {
    guard let list = try? DataObjectList(value) else { return nil }
    return list.entries.map { entry in
      Explanation(
        entry.tag.text,
        "\(DataElement.named(entry.tag)?.name ?? "unknown"), \(count(entry.byteCount))")
    } + [Explanation("together \(count(list.byteCount))")]
  }

  /// The values of a filled DOL, each with its tag and name.
  static func filled(_ list: DataObjectList, _ bytes: [UInt8], unmasked: Bool) -> [Explanation]? {
    guard let values = list.values(in: bytes) else { return nil }
    return values.map { tag, value in
      let element = DataElement.named(tag)
      let isSecret = (element?.secrecy ?? .none) != .none && !unmasked
      let text = isSecret ? String(repeating: "*", count: value.count * 2) : Hexadecimal.text(value)
      return Explanation("\(tag) \(element?.name ?? "unknown")", text)
    }
  }

  /// An AFL: which records there are.
  static func fileLocator(_ value: [UInt8]) -> [Explanation]? {
    guard !value.isEmpty, value.count % 4 == 0 else { return nil }
    return stride(from: 0, to: value.count, by: 4).map { index in
      let (first, last) = (value[index + 1], value[index + 2])
      let records = first == last ? "record \(first)" : "records \(first) to \(last)"
      let signed =
        switch value[index + 3] {
        case 0: "none of them"
        case 1: "the first"
        default: "the first \(value[index + 3])"
        }
      return Explanation(
        "file \(value[index] >> 3)", "\(records); offline data authentication covers \(signed)")
    } + (ApplicationFileLocator(value) == nil ? [Explanation("this locator is not allowed")] : [])
  }

  /// 9F4A: which objects are authenticated beside the records.
  static func tagList(_ value: [UInt8]) -> [Explanation]? {
    value == [0x82] ? [Explanation("82", "Application Interchange Profile (AIP)")] : nil
  }

  /// 9F5B: what became of scripts, five bytes each.
  static func scriptResults(_ value: [UInt8]) -> [Explanation]? {
    guard !value.isEmpty, value.count % 5 == 0 else { return nil }
    return stride(from: 0, to: value.count, by: 5).map { index in
      let verdict =
        switch value[index] >> 4 {
        case 0: "not performed"
        case 1: "failed"
        case 2: "done"
        default: "in unknown state"
        }
      let command = value[index] & 0x0F
      return Explanation(
        "script \(Hexadecimal.text(value[index + 1..<index + 5]))",
        command == 0
          ? verdict : "\(verdict) at command \(command)\(command == 15 ? " or later" : "")")
    }
  }

  /// 9F4D: where a card keeps its log.
  static func logEntry(_ value: [UInt8]) -> [Explanation]? {
    guard value.count == 2 else { return nil }
    return [Explanation("file \(value[0])", "up to \(value[1]) records")]
  }

  private static func count(_ number: Int) -> String { "\(number) byte\(number == 1 ? "" : "s")" }
}
