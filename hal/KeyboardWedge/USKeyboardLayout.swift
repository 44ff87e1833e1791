/// The characters of keys on a US keyboard, which is what readers pretend to be.
///
/// The layout of the host does not come into it: keys are read by their numbers, before anybody's
/// layout turns `;` or `%` into another sign. Source: the kernel's `input-event-codes.h`; reference
/// 2.9.
package enum USKeyboardLayout {
  /// The number of the left shift key.
  package static let leftShift: UInt16 = 42
  /// The number of the right shift key.
  package static let rightShift: UInt16 = 54

  // From each first key on, plain and with shift.
  private static let rows: [(first: UInt16, plain: [UInt8], shifted: [UInt8])] = [
    (2, Array("1234567890-=".utf8), Array("!@#$%^&*()_+".utf8)),
    (16, Array("qwertyuiop[]".utf8), Array("QWERTYUIOP{}".utf8)),
    (30, Array("asdfghjkl;'`".utf8), Array("ASDFGHJKL:\"~".utf8)),
    (43, Array("\\zxcvbnm,./".utf8), Array("|ZXCVBNM<>?".utf8)),
    (28, [0x0D], [0x0D]),  // enter
    (57, [0x20], [0x20]),
    (96, [0x0D], [0x0D]),  // enter of the number pad
  ]

  /// The character of a key; nil for keys without one.
  package static func character(of code: UInt16, isShifted: Bool) -> UInt8? {
    for row in rows where code >= row.first && Int(code - row.first) < row.plain.count {
      return (isShifted ? row.shifted : row.plain)[Int(code - row.first)]
    }
    return nil
  }

  /// The key of a character, and whether it takes shift; nil when no key has it.
  package static func key(of character: UInt8) -> (code: UInt16, isShifted: Bool)? {
    for row in rows {
      if let index = row.plain.firstIndex(of: character) {
        return (row.first + UInt16(index), false)
      }
      if let index = row.shifted.firstIndex(of: character) {
        return (row.first + UInt16(index), true)
      }
    }
    return nil
  }
}
