import CLinux
import Glibc

/// Text in the character sets of Chinese printers and centers, by the C library's converter.
///
/// GBK has 21,886 characters of one or two bytes, which every Chinese printer's font holds;
/// GB 18030 has all of Unicode, with four bytes for what GBK lacks.
package final class ChineseText {
  /// A character set.
  package enum CharacterSet: String, Hashable, Sendable, CaseIterable {
    /// GBK 1.0.
    case gbk = "GBK"
    /// GB 18030.
    case gb18030 = "GB18030"
  }

  /// How a converter from one set to another is kept open.
  private struct Converter: ~Copyable {
    private let handle: iconv_t

    init?(from source: String, to target: String) {
      guard let handle = iconv_open(target, source),
        handle != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Converts until the end or an error; gives the output, how many bytes were read and whether
    /// the next ones can't be converted.
    func convert(_ input: ArraySlice<UInt8>) -> (output: [UInt8], read: Int, isStuck: Bool) {
      iconv(handle, nil, nil, nil, nil)
      var source = input.map { CChar(bitPattern: $0) }
      // No character of either set grows beyond four times its length.
      var target = [CChar](repeating: 0, count: source.count * 4 + 4)
      var left = source.count
      var room = target.count
      let isStuck = source.withUnsafeMutableBufferPointer { source in
        target.withUnsafeMutableBufferPointer { target in
          var from = source.baseAddress
          var to = target.baseAddress
          return iconv(handle, &from, &left, &to, &room) == -1
        }
      }
      let output = target.prefix(target.count - room).map { UInt8(bitPattern: $0) }
      return (output, input.count - left, isStuck)
    }
  }

  private let encoder: Converter
  private let decoder: Converter

  /// Opens the converters; nil when the C library has no tables for the set.
  package init?(_ characterSet: CharacterSet) {
    guard let encoder = Converter(from: "UTF-8", to: characterSet.rawValue),
      let decoder = Converter(from: characterSet.rawValue, to: "UTF-8")
    else { return nil }
    self.encoder = encoder
    self.decoder = decoder
  }

  /// The text in the character set, with `?` for each character that it lacks.
  package func encode(_ text: String) -> [UInt8] {
    var rest = Array(Self.substituted(text).utf8)[...]
    var output: [UInt8] = []
    while !rest.isEmpty {
      let (bytes, read, isStuck) = encoder.convert(rest)
      output += bytes
      rest = rest.dropFirst(read)
      guard isStuck, !rest.isEmpty else { break }
      output.append(0x3F)
      // One scalar is a first byte and those that continue it.
      rest = rest.dropFirst().drop { $0 & 0xC0 == 0x80 }
    }
    return output
  }

  /// The text of bytes, with U+FFFD for each byte that means nothing.
  package func decode(_ bytes: some Sequence<UInt8>) -> String {
    var rest = Array(bytes)[...]
    var output: [UInt8] = []
    while !rest.isEmpty {
      let (text, read, isStuck) = decoder.convert(rest)
      output += text
      rest = rest.dropFirst(read)
      guard isStuck, !rest.isEmpty else { break }
      output += [0xEF, 0xBF, 0xBD]
      rest = rest.dropFirst()
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether every character of the text is in the set.
  package func covers(_ text: String) -> Bool { decode(encode(text)) == Self.substituted(text) }

  /// Signs that people type and the sets lack, by signs that look the same.
  private static func substituted(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar {
          case "\u{A5}": "\u{FFE5}"  // yen sign
          case "\u{A0}": " "
          case "\u{2022}": "\u{B7}"  // bullet
          case "\u{2011}": "-"
          default: scalar
          }
        }))
  }
}
