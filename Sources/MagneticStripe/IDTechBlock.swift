package import HAL
import Octets

/// ID TECH's encrypted block, in its original and in its enhanced form.
///
/// STX, the length of the card data (two bytes, lowest first), card data, its exclusive-or, its
/// sum, ETX. Card data: encode type (the high bit marks the enhanced form), track status, three
/// clear lengths; enhanced: what is sent masked and how it is encrypted, what is sent encrypted,
/// optional bytes; then the masked tracks, the encrypted ones, session, hashes, serial number, KSN.
/// The original form encrypts tracks 1 and 2 as one block and sends track 3 in clear.
/// Source: ID TECH 80096504, 10.6 and 10.7; reference 2.6.
package enum IDTechBlock {
  /// STX.
  package static let start: UInt8 = 0x02
  /// ETX.
  package static let end: UInt8 = 0x03
  /// What stands before the card data.
  private static let headByteCount = 3

  /// Reads a block in binary, or as hexadecimal digits, as older readers type it.
  package static func swipe(
    binaryOrHexadecimal bytes: [UInt8]
  ) throws(SwipeReportError) -> Swipe {
    // The digit 0 of a typed STX is no STX.
    guard bytes.first == UInt8(ascii: "0") else { return try swipe(bytes) }
    let digits = bytes.prefix { $0 != 0 }
    let binary: [UInt8]
    do throws(Hexadecimal.ParsingError) {
      binary = try Hexadecimal.bytes(String(decoding: digits, as: UTF8.self))
    } catch {
      switch error {
      case .notADigit(let offset): throw .notHexadecimal(offset: offset)
      case .oddDigitCount(let count): throw .notHexadecimal(offset: count)
      }
    }
    return try swipe(binary)
  }

  /// Reads a block that begins at `base` of its report; what follows it is not looked at.
  package static func swipe(
    _ bytes: [UInt8], base: Int = 0
  ) throws(SwipeReportError) -> Swipe {
    let data = try cardData(in: bytes, base: base)
    let card: IDTechCardData
    do throws(ByteReader.Truncated) {
      card = try IDTechCardData(data)
    } catch {
      throw SwipeReportError(error, base: base + headByteCount)
    }
    guard card.explainsAllBytes else {
      throw .badLength(card.rest.count, offset: base + headByteCount + card.restOffset)
    }
    return card.swipe
  }

  /// What is between the frame's bytes, when all checks are right.
  private static func cardData(
    in bytes: [UInt8], base: Int
  ) throws(SwipeReportError) -> ArraySlice<UInt8> {
    guard let first = bytes.first else {
      throw .truncated(offset: base, wanted: 1, available: 0)
    }
    guard first == start else { throw .notFramed(offset: base) }
    guard bytes.count >= headByteCount else {
      throw .truncated(offset: base + 1, wanted: 2, available: bytes.count - 1)
    }
    let length = Int(bytes[1]) | Int(bytes[2]) << 8
    let behind = headByteCount + length
    guard bytes.count >= behind + 3 else {
      throw .truncated(
        offset: base + headByteCount, wanted: length + 3,
        available: bytes.count - headByteCount)
    }
    let data = bytes[headByteCount..<behind]
    guard bytes[behind + 2] == end else { throw .notFramed(offset: base + behind + 2) }
    guard bytes[behind] == Checksum.lrc(data) else { throw .checkWrong(offset: base + behind) }
    guard bytes[behind + 1] == data.reduce(0, &+) else {
      throw .sumWrong(offset: base + behind + 1)
    }
    return data
  }
}
