/// Lines that the modules of a family send without being asked, by what they mean.
///
/// A pattern is the whole line, blanks left out; with `*` at its end it is how the line begins.
package struct UnsolicitedTable: Hashable, Sendable {
  /// The module has just started and has forgotten its settings.
  package var started: [String] = ["RDY"]
  /// One step of starting up is done.
  package var progress: [String] = []
  /// A SIM was put into the holder.
  package var simInserted: [String] = []
  /// The SIM was taken out of the holder.
  package var simRemoved: [String] = []
  /// The module switches itself off.
  package var poweringDown: [String] = []
  /// The supply is out of range.
  package var supplyFault: [String] = []

  /// What any module may say.
  package init() {}

  /// What a line means; nil when it stands in no list.
  func meaning(of line: String) -> UnsolicitedCode? {
    let lists: [([String], UnsolicitedCode)] = [
      (started, .started), (simInserted, .simHolder(isOccupied: true)),
      (simRemoved, .simHolder(isOccupied: false)), (poweringDown, .poweringDown),
      (supplyFault, .supplyFault(line)), (progress, .progress(line)),
    ]
    let compact = Self.compact(line)
    return lists.first { $0.0.contains { Self.matches(compact, Self.compact($0)) } }?.1
  }

  /// Makers are not of one mind about blanks: `+QSIMSTAT : 1,0`.
  private static func compact(_ text: String) -> [UInt8] { text.utf8.filter { $0 != 0x20 } }

  private static func matches(_ line: [UInt8], _ pattern: [UInt8]) -> Bool {
    pattern.last == 0x2A ? line.starts(with: pattern.dropLast()) : line == pattern
  }
}
