import ISO8583
import Octets
import PaymentTypes

/// Hides card numbers and tracks in what people see of a message.
///
/// A card number keeps its first six and last four digits; of tracks nothing else stays. What can't
/// be told apart is hidden whole.
enum CardDataMask {
  /// The masked value of an element that can hold card data; nil for any other.
  static func text(of element: DataElement, in message: Message) -> String? {
    guard let bytes = message.bytes(of: element) else { return nil }
    switch element {
    case .primaryAccountNumber: return card(bytes)
    case .trackTwo: return trackTwo(bytes)
    case .trackThree: return stars(bytes.count)
    case .additionalPrivateData:
      let isBatch = message.type == .fileAdvice || message.type == .fileAdviceResponse
      return isBatch ? batchList(bytes) : nil
    case .chipData: return chipData(bytes)
    default: return nil
    }
  }

  private static func stars(_ count: Int) -> String { String(repeating: "*", count: count) }

  private static func card(_ digits: some Collection<UInt8>) -> String {
    PrimaryAccountNumber(digits: digits)?.masked ?? stars(digits.count)
  }

  private static func trackTwo(_ characters: [UInt8]) -> String {
    guard let separator = characters.firstIndex(of: 0x44),
      let pan = PrimaryAccountNumber(digits: characters[..<separator])
    else { return stars(characters.count) }
    return pan.masked + "D" + stars(characters.count - separator - 1)
  }

  /// A list has the card numbers in known places; a count alone has four digits.
  private static func batchList(_ digits: [UInt8]) -> String? {
    if digits.count <= 4 { return nil }
    let itemDigitCount = BatchList.itemDigitCount
    guard digits.count % itemDigitCount == 2 else { return stars(digits.count) }
    var text = String(decoding: digits.prefix(2), as: UTF8.self)
    for start in stride(from: 2, to: digits.count, by: itemDigitCount) {
      let item = digits[start..<start + itemDigitCount]
      let padded = item.dropFirst(BatchList.panOffset).prefix(BatchList.panDigitCount)
      let zeros = padded.prefix { $0 == 0x30 }
      text += String(decoding: item.prefix(BatchList.panOffset) + zeros, as: UTF8.self)
      text += card(padded.dropFirst(zeros.count))
      text += String(
        decoding: item.dropFirst(BatchList.panOffset + BatchList.panDigitCount), as: UTF8.self)
    }
    return text
  }

  /// The tags that hold card numbers or tracks: track 1, track 2, PAN, discretionary data, and the
  /// contactless track 2.
  private static let secretTags: Set<[UInt8]> = [
    [0x56], [0x57], [0x5A], [0x9F, 0x1F], [0x9F, 0x20], [0x9F, 0x6B],
  ]

  /// Hexadecimal text with the values of secret tags hidden.
  private static func chipData(_ bytes: [UInt8]) -> String {
    var text = ""
    var reader = ByteReader(bytes)
    while !reader.isAtEnd {
      let rest = reader.rest
      guard let head = TagAndLength(&reader) else { return text + stars(2 * rest.count) }
      text += Hexadecimal.text(rest.prefix(rest.count - reader.remaining))
      if head.isConstructed { continue }
      guard let value = try? reader.bytes(head.length) else {
        return text + stars(2 * reader.remaining)
      }
      let isSecret = secretTags.contains(head.tag)
      text += isSecret ? secret(value, of: head.tag) : Hexadecimal.text(value)
    }
    return text
  }

  private static func secret(_ value: ArraySlice<UInt8>, of tag: [UInt8]) -> String {
    guard tag == [0x5A] else { return stars(2 * value.count) }
    let nibbles = Array(Hexadecimal.text(value).utf8)
    let digits = nibbles.prefix { $0 != 0x46 }
    return card(digits) + String(decoding: nibbles.dropFirst(digits.count), as: UTF8.self)
  }
}

/// The tag and length of one BER-TLV object: just enough to step from one to the next.
private struct TagAndLength {
  private(set) var tag: [UInt8]
  private(set) var length: Int
  /// Whether the value is a list of objects, so that the next one begins at once.
  var isConstructed: Bool { tag[0] & 0x20 != 0 }

  init?(_ reader: inout ByteReader) {
    guard let first = try? reader.byte() else { return nil }
    tag = [first]
    if first & 0x1F == 0x1F {
      var isLast = false
      while !isLast {
        guard tag.count < 4, let next = try? reader.byte() else { return nil }
        tag.append(next)
        isLast = next & 0x80 == 0
      }
    }
    guard let short = try? reader.byte() else { return nil }
    if short < 0x80 {
      length = Int(short)
    } else {
      guard (1...2).contains(short & 0x7F),
        let long = try? reader.integer(byteCount: Int(short & 0x7F))
      else { return nil }
      length = Int(long)
    }
  }
}
