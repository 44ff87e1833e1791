import CLinux
package import HAL

/// What the key codes of the kernel mean; a key such as 00 is two presses.
package struct KeypadMap: Hashable, Sendable {
  private var keys: [UInt16: [Key]]

  /// Keys by code, of linux/input-event-codes.h.
  package init(_ keys: [UInt16: [Key]]) { self.keys = keys }

  /// What a code means; nothing for one that stands for no key.
  package subscript(code: UInt16) -> [Key] {
    get { keys[code] ?? [] }
    set { keys[code] = newValue }
  }

  /// Numeric keypads, keyboards, and the codes that boards give to the keys of payment terminals.
  ///
  /// On a numeric keypad, which has no such keys, / is the menu, * feeds paper, - is the red key
  /// and the point the yellow one.
  package static let numericKeypad: KeypadMap = {
    var map = KeypadMap([:])
    let digits = [
      [KEY_0, KEY_KP0, KEY_NUMERIC_0], [KEY_1, KEY_KP1, KEY_NUMERIC_1],
      [KEY_2, KEY_KP2, KEY_NUMERIC_2], [KEY_3, KEY_KP3, KEY_NUMERIC_3],
      [KEY_4, KEY_KP4, KEY_NUMERIC_4], [KEY_5, KEY_KP5, KEY_NUMERIC_5],
      [KEY_6, KEY_KP6, KEY_NUMERIC_6], [KEY_7, KEY_KP7, KEY_NUMERIC_7],
      [KEY_8, KEY_KP8, KEY_NUMERIC_8], [KEY_9, KEY_KP9, KEY_NUMERIC_9],
    ]
    for (digit, codes) in digits.enumerated() {
      for code in codes { map[UInt16(code)] = [.digit(UInt8(digit))] }
    }
    for code in [KEY_ENTER, KEY_KPENTER, KEY_OK] { map[UInt16(code)] = [.enter] }
    for code in [KEY_ESC, KEY_CANCEL, KEY_KPMINUS] { map[UInt16(code)] = [.cancel] }
    for code in [KEY_BACKSPACE, KEY_CLEAR, KEY_DELETE, KEY_KPDOT] { map[UInt16(code)] = [.clear] }
    for code in [KEY_MENU, KEY_F1, KEY_KPSLASH] { map[UInt16(code)] = [.menu] }
    for code in [KEY_F2, KEY_KPASTERISK] { map[UInt16(code)] = [.feed] }
    map[UInt16(KEY_UP)] = [.up]
    map[UInt16(KEY_DOWN)] = [.down]
    return map
  }()
}
