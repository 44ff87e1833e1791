/// The names that the kernel has for key codes (linux/input-event-codes.h).
enum InputKeyCode {
  /// The highest code, `KEY_MAX`.
  private static let limit: UInt16 = 0x2FF

  /// The code of a name such as `KEY_KP5`, or of a number; nil for anything else.
  static func number(of text: String) -> UInt16? {
    if let number = UInt16(text) { return (1...limit).contains(number) ? number : nil }
    guard text.hasPrefix("KEY_") else { return nil }
    return names[String(text.dropFirst(4))]
  }

  /// Those that keypads have; any other can be given by its number.
  private static let names: [String: UInt16] = [
    "ESC": 1, "1": 2, "2": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "0": 11,
    "MINUS": 12, "EQUAL": 13, "BACKSPACE": 14, "TAB": 15, "Q": 16, "W": 17, "E": 18, "R": 19,
    "T": 20, "Y": 21, "U": 22, "I": 23, "O": 24, "P": 25, "ENTER": 28, "A": 30, "S": 31, "D": 32,
    "F": 33, "G": 34, "H": 35, "J": 36, "K": 37, "L": 38, "LEFTSHIFT": 42, "Z": 44, "X": 45,
    "C": 46, "V": 47, "B": 48, "N": 49, "M": 50, "COMMA": 51, "DOT": 52, "SLASH": 53,
    "KPASTERISK": 55, "SPACE": 57, "F1": 59, "F2": 60, "F3": 61, "F4": 62, "F5": 63, "F6": 64,
    "F7": 65, "F8": 66, "F9": 67, "F10": 68, "NUMLOCK": 69, "KP7": 71, "KP8": 72, "KP9": 73,
    "KPMINUS": 74, "KP4": 75, "KP5": 76, "KP6": 77, "KPPLUS": 78, "KP1": 79, "KP2": 80, "KP3": 81,
    "KP0": 82, "KPDOT": 83, "F11": 87, "F12": 88, "KPENTER": 96, "KPSLASH": 98, "HOME": 102,
    "UP": 103, "PAGEUP": 104, "LEFT": 105, "RIGHT": 106, "END": 107, "DOWN": 108, "PAGEDOWN": 109,
    "DELETE": 111, "POWER": 116, "KPEQUAL": 117, "KPCOMMA": 121, "HELP": 138, "MENU": 139,
    "SETUP": 141, "BACK": 158, "EXIT": 174, "F13": 183, "F14": 184, "F15": 185, "F16": 186,
    "F17": 187, "F18": 188, "F19": 189, "F20": 190, "F21": 191, "F22": 192, "F23": 193,
    "F24": 194, "PRINT": 210, "CANCEL": 223, "OK": 352, "SELECT": 353, "CLEAR": 355, "INFO": 358,
    "NUMERIC_0": 512, "NUMERIC_1": 513, "NUMERIC_2": 514, "NUMERIC_3": 515, "NUMERIC_4": 516,
    "NUMERIC_5": 517, "NUMERIC_6": 518, "NUMERIC_7": 519, "NUMERIC_8": 520, "NUMERIC_9": 521,
    "NUMERIC_STAR": 522, "NUMERIC_POUND": 523, "NUMERIC_A": 524, "NUMERIC_B": 525,
    "NUMERIC_C": 526, "NUMERIC_D": 527,
  ]
}
