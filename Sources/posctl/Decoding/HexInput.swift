import Glibc
import Octets

/// Bytes as people hand them over: digits on the command line or on standard input.
enum HexInput {
  /// Why there are no bytes; the offset counts the whole bytes before the place.
  struct Failure: Error, Hashable {
    let offset: Int
    let reason: String
  }

  /// Twice the digits of the longest message, for the white space between them.
  static let characterLimit = 256 << 10

  /// The bytes of all words together; a single `-` stands for standard input.
  static func bytes(of words: [String]) throws(Failure) -> [UInt8] {
    try bytes(ofText: words == ["-"] ? standardInput() : words.joined(separator: " "))
  }

  /// The bytes of a text.
  static func bytes(ofText text: String) throws(Failure) -> [UInt8] {
    guard text.utf8.count <= characterLimit else { throw tooLong }
    let bytes: [UInt8]
    do throws(Hexadecimal.ParsingError) {
      bytes = try Hexadecimal.bytes(text)
    } catch {
      throw failure(error, in: text)
    }
    guard !bytes.isEmpty else {
      throw Failure(offset: 0, reason: "no bytes: give hexadecimal digits, or - and a file")
    }
    return bytes
  }

  private static let tooLong = Failure(
    offset: 0,
    reason: "more than \(characterLimit / 1024) KiB of text; no message is that long, so give one "
      + "message at a time")

  private static func failure(_ error: Hexadecimal.ParsingError, in text: String) -> Failure {
    switch error {
    case .notADigit(let offset):
      let digitCount = text.utf8.prefix(offset).count { Hexadecimal.value(ofDigit: $0) != nil }
      return Failure(
        offset: digitCount / 2,
        reason: "character \(offset + 1) is not a hexadecimal digit: give 0 to 9, A to F and "
          + "white space alone")
    case .oddDigitCount(let count):
      return Failure(
        offset: count / 2,
        reason: "\(count) hexadecimal digits, and a byte has two: one is missing or too many")
    }
  }

  /// All of standard input, or no more than shows that it is too long.
  static func standardInput() throws(Failure) -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while text.count <= characterLimit {
      let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(offset: 0, reason: "standard input can't be read (errno \(errno))")
      }
      if count == 0 { break }
      text += buffer.prefix(count)
    }
    // Before decoding: the cut may have split a character.
    if text.count > characterLimit { throw tooLong }
    return String(decoding: text, as: UTF8.self)
  }
}
