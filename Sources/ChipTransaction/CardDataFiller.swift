import BERTLV
package import PaymentTypes

/// Puts fillers of the same length in the place of card data in commands and answers.
///
/// Numbers keep their first six and last four digits, their separators and dates; names,
/// discretionary data and everything that is secret become zeros or letters. Certificates and
/// signatures of the card's data go too, since who has the public keys can read the number in
/// them. What is no data objects is filled as a whole.
package struct CardDataFiller {
  private let number: [UInt8]

  /// Takes the card's number, so that it is found wherever it stands; nil when it is not known.
  package init(_ number: PrimaryAccountNumber?) {
    self.number = number.map { Array($0.digits) } ?? []
  }

  /// A command: only the card's number could be in it.
  package func command(_ bytes: [UInt8]) -> [UInt8] { withoutNumber(bytes) }

  /// An answer, status word included.
  package func response(_ bytes: [UInt8], to command: [UInt8]) -> [UInt8] {
    guard bytes.count > 2 else { return bytes }
    var data = Array(bytes.dropLast(2))
    var walk = TLVWalk(data)
    var end = 0
    do throws(TLVError) {
      while let place = try walk.next() {
        let value = place.object.value
        end = place.object.tag.isConstructed ? value.startIndex : value.endIndex
        if !place.object.tag.isConstructed { fill(value.indices, of: place.object.tag, in: &data) }
      }
    } catch {
      // Challenges, log records and bytes of GET DATA are no data objects, and hold no number.
      if Self.mayHoldCardData(command) { fillAll(end..<data.count, in: &data) }
    }
    return withoutNumber(data) + bytes.suffix(2)
  }

  /// Whatever is not SELECT, GET CHALLENGE, GET DATA, or READ RECORD of a log.
  private static func mayHoldCardData(_ command: [UInt8]) -> Bool {
    guard command.count > 3 else { return true }
    switch command[1] {
    case 0xB2: return command[3] >> 3 <= 10
    case 0x84, 0xA4, 0xCA: return false
    default: return true
    }
  }

  private func fill(_ range: Range<Int>, of tag: DataObjectTag, in data: inout [UInt8]) {
    switch tag {
    case 0x93, 0x9F46, 0x9F2D: fillAll(range, in: &data)
    case 0x56: fillTrackOne(range, in: &data)
    default:
      switch DataElement.named(tag)?.secrecy ?? .none {
      case .none: break
      case .cardNumber: fillNumber(range, in: &data)
      case .full: fillAll(range, in: &data)
      }
    }
  }

  /// Zeros; in texts the digit 0, so that they stay texts.
  private func fillAll(_ range: Range<Int>, in data: inout [UInt8]) {
    let isText = data[range].allSatisfy { (0x20...0x7E).contains($0) }
    for index in range { data[index] = isText ? 0x30 : 0 }
  }

  /// Packed digits: a number up to D or F, and behind D four digits of expiry and three of service.
  private func fillNumber(_ range: Range<Int>, in data: inout [UInt8]) {
    var nibbles = data[range].flatMap { [$0 >> 4, $0 & 0x0F] }
    let end = nibbles.firstIndex { $0 > 9 } ?? nibbles.count
    if end > 10 { for index in 6..<end - 4 { nibbles[index] = 0 } }
    for index in nibbles.indices.dropFirst(end + 8) where nibbles[index] <= 9 {
      nibbles[index] = 0
    }
    for (offset, index) in range.enumerated() {
      data[index] = nibbles[offset * 2] << 4 | nibbles[offset * 2 + 1]
    }
  }

  /// Characters: B, a number, ^, a name, ^, expiry and service code, discretionary data.
  private func fillTrackOne(_ range: Range<Int>, in data: inout [UInt8]) {
    var part = 0
    var place = 0
    for index in range {
      place += 1
      if data[index] == 0x5E {
        part += 1
        place = 0
        continue
      }
      switch part {
      case 0 where place > 7: data[index] = 0x30
      case 1 where data[index] != 0x2F && data[index] != 0x20: data[index] = 0x58
      case 2 where place > 7: data[index] = 0x30
      default: break
      }
    }
  }

  /// Zeros for the middle digits of the number, packed at either half of a byte or as text.
  private func withoutNumber(_ bytes: [UInt8]) -> [UInt8] {
    guard number.count > 10 else { return bytes }
    let digits = number.map { $0 & 0x0F }
    var nibbles = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
    Self.clear(digits, in: &nibbles)
    var result = (0..<bytes.count).map { nibbles[$0 * 2] << 4 | nibbles[$0 * 2 + 1] }
    Self.clear(number, in: &result)
    return result
  }

  private static func clear(_ pattern: [UInt8], in bytes: inout [UInt8]) {
    guard bytes.count >= pattern.count, let zero = pattern.first.map({ $0 & 0xF0 }) else { return }
    for start in 0...bytes.count - pattern.count
    where bytes[start..<start + pattern.count].elementsEqual(pattern) {
      for index in start + 6..<start + pattern.count - 4 { bytes[index] = zero }
    }
  }
}
