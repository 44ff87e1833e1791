/// Bar codes of the kind Code 128: letters, digits and signs of ASCII.
///
/// In a printer's command the data is ASCII with `{A`, `{B`, `{C` in front of what stands in each
/// code set, `{{` for a brace, and in set C one byte of 0 to 99 for two digits.
/// Source: ISO/IEC 15417; Epson's ESC/POS command reference, GS k, m = 73.
package struct Code128: Hashable, Sendable {
  /// The number of the kind in GS k.
  package static let system: UInt8 = 73
  /// The most bytes of data that one command takes.
  package static let dataLimit = 255

  private static let setA = 103
  private static let setB = 104
  private static let setC = 105
  private static let toB = 100
  private static let toC = 99
  private static let toA = 101
  private static let stop = 106

  /// The start, what it says and the check number; values 0 to 105, without the stop.
  package let symbols: [Int]
  /// What it says, as people read it.
  package let text: String

  /// Bars and gaps in modules, black first: the code as it is printed, without the quiet zones.
  package var runs: [Int] {
    (symbols + [Self.stop]).flatMap { symbol in
      Self.patterns[symbol].utf8.map { Int($0) - 0x30 }
    }
  }

  /// How many modules it is wide.
  package var moduleCount: Int { runs.reduce(0, +) }

  /// A command's data that says `text`, with pairs of digits in set C where that is shorter; nil
  /// when it is empty, too long or not all printable ASCII.
  package static func data(of text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard !characters.isEmpty, characters.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    var data: [UInt8] = []
    var isPairs: Bool?
    var index = 0
    while index < characters.count {
      let digits = characters[index...].prefix { (0x30...0x39).contains($0) }.count
      let isBetterInPairs =
        isPairs == true ? digits >= 2 : digits >= 4 && (digits % 2 == 0 || isPairs == nil)
      if isBetterInPairs != isPairs {
        data += [0x7B, isBetterInPairs ? 0x43 : 0x42]
        isPairs = isBetterInPairs
      }
      if isBetterInPairs {
        data.append((characters[index] - 0x30) * 10 + characters[index + 1] - 0x30)
        index += 2
      } else {
        data += characters[index] == 0x7B ? [0x7B, 0x7B] : [characters[index]]
        index += 1
      }
    }
    return data.count <= dataLimit ? data : nil
  }

  /// Reads a command's data; nil when it begins with no code set or has what its set lacks.
  package init?(data: [UInt8]) {
    var symbols: [Int] = []
    var text = ""
    var set: Int?
    var index = 0
    while index < data.count {
      let byte = data[index]
      index += 1
      if byte == 0x7B {
        guard index < data.count else { return nil }
        let letter = data[index]
        index += 1
        if let next = Self.set(letter) {
          symbols.append(set == nil ? next : Self.change(to: next))
          set = next
          continue
        }
        guard letter == 0x7B, set != nil else { return nil }
      }
      guard let set, let symbol = Self.symbol(of: byte, in: set) else { return nil }
      symbols.append(symbol)
      text += set == Self.setC ? "\(byte / 10)\(byte % 10)" : String(UnicodeScalar(byte))
    }
    guard symbols.count >= 2 else { return nil }
    let sum = symbols.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element }
    self.symbols = symbols + [sum % 103]
    self.text = text
  }

  private static func set(_ letter: UInt8) -> Int? {
    switch letter {
    case 0x41: setA
    case 0x42: setB
    case 0x43: setC
    default: nil
    }
  }

  private static func change(to set: Int) -> Int {
    set == setA ? toA : set == setB ? toB : toC
  }

  private static func symbol(of byte: UInt8, in set: Int) -> Int? {
    switch set {
    case setC: byte <= 99 ? Int(byte) : nil
    case setA: byte < 0x20 ? Int(byte) + 64 : byte < 0x60 ? Int(byte) - 0x20 : nil
    default: (0x20...0x7E).contains(byte) ? Int(byte) - 0x20 : nil
    }
  }
}
