/// A character set of the names on cards (tag 9F11, issuer code table index).
///
/// The index is the part of ISO/IEC 8859; the lower half of each is ASCII. Only the parts that this
/// terminal can turn into text are here, and only those may be claimed in 9F40. Source: EMV 4.3
/// Book 4, Annex A3 and B.
package enum CodeTable: UInt8, Hashable, Sendable, CaseIterable {
  /// Western European, ISO/IEC 8859-1.
  case latin1 = 1
  /// Cyrillic, ISO/IEC 8859-5.
  case cyrillic = 5
  /// Turkish, ISO/IEC 8859-9.
  case turkish = 9

  /// The bit of 9F40 that claims it.
  package var capability: AdditionalTerminalCapabilities.Bit {
    switch self {
    case .latin1: .codeTable1
    case .cyrillic: .codeTable5
    case .turkish: .codeTable9
    }
  }

  /// The printable characters; control characters are left out.
  package func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes where (0x20...0x7E).contains(byte) || byte >= 0xA0 {
      if let scalar = Unicode.Scalar(scalar(byte)) { text.append(scalar) }
    }
    return String(text)
  }

  private func scalar(_ byte: UInt8) -> UInt16 {
    let same = UInt16(byte)
    guard byte > 0xA0 else { return same }
    switch (self, byte) {
    case (.latin1, _): return same
    case (.cyrillic, 0xAD): return same
    case (.cyrillic, 0xF0): return 0x2116
    case (.cyrillic, 0xFD): return 0x00A7
    case (.cyrillic, _): return same + 0x0360
    case (.turkish, 0xD0): return 0x011E
    case (.turkish, 0xDD): return 0x0130
    case (.turkish, 0xDE): return 0x015E
    case (.turkish, 0xF0): return 0x011F
    case (.turkish, 0xFD): return 0x0131
    case (.turkish, 0xFE): return 0x015F
    case (.turkish, _): return same
    }
  }
}
