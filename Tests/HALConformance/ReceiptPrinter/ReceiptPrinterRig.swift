package import HAL

/// A printer of slips and the hands that work it.
///
/// A board maker writes one for a printer of their own. Hands that are not there throw
/// `HandsMissing`, and the checks that need them are left out, loudly. What a hand did is known to
/// the printer when the call returns.
package protocol ReceiptPrinterRig: AnyObject {
  /// The printer: plugged in, with paper, its cover closed, its head cool.
  var printer: any ReceiptPrinter { get }
  /// The time.
  var clock: any DeviceClock { get }
  /// What the printer can tell.
  var knowledge: ConformanceKnowledge { get }
  /// What came out, the oldest first, cut off or torn off; reading a slip off the paper may be a
  /// person's work.
  func slips() async throws -> [ConformanceSlip]
  /// Takes the paper away.
  func takePaper() async throws
  /// Puts a new roll in, and tears off what hangs out.
  func loadPaper() async throws
  /// Lets the roll be nearly used up.
  func setPaperLow() async throws
  /// Opens or closes the cover.
  func setCover(isOpen: Bool) async throws
  /// Heats the head until it stops, or cools it.
  func setHead(isHot: Bool) async throws
  /// Does something as soon as so many more lines are out; it replaces what was to be done.
  func afterLines(_ count: Int, _ hand: ConformanceHand) async throws
  /// Has the cutter get stuck when it is used next.
  func jamNextCut() async throws
  /// Frees the cutter and what is jammed.
  func clearFault() async throws
  /// Pulls the cable, if it is plugged in.
  func unplug() async throws
  /// Plugs the cable in again, if it is not.
  func plug() async throws
  /// Switches the printer off and on again.
  func cyclePower() async throws
}

/// What happens in the middle of a slip.
package enum ConformanceHand: Hashable, Sendable {
  /// The roll ends.
  case endPaper
  /// Somebody opens the cover.
  case openCover
  /// The head gets too hot for a fifth of a second.
  case heatHead
  /// Paper jams.
  case jam
  /// The power goes, and comes back a tenth of a second later.
  case dropPower
  /// Somebody pulls the cable.
  case unplug
}

/// What a printer can tell of itself.
package struct ConformanceKnowledge: Hashable, Sendable {
  /// Whether it proves that a slip is out.
  package var provesSlips: Bool
  /// Whether it names what keeps it from printing.
  package var namesObstacles: Bool

  /// Puts it together.
  package init(provesSlips: Bool = true, namesObstacles: Bool = true) {
    self.provesSlips = provesSlips
    self.namesObstacles = namesObstacles
  }
}

/// A piece of paper that came out.
package struct ConformanceSlip: Hashable, Sendable, CustomStringConvertible {
  /// The lines of text on it, without blanks around them.
  package var lines: [String]
  /// Whether it came out to its end.
  package var isComplete: Bool

  /// Puts one together.
  package init(lines: [String], isComplete: Bool) {
    self.lines = lines
    self.isComplete = isComplete
  }

  package var description: String {
    let ends = [lines.first, lines.last].compactMap { $0.map { "“\($0)”" } }
    return "a \(isComplete ? "whole slip" : "piece") of \(lines.count) lines, "
      + ends.joined(separator: " to ")
  }
}

extension ReceiptPrinterRig {
  package func takePaper() async throws { throw HandsMissing("nobody can take the paper out") }
  package func loadPaper() async throws { throw HandsMissing("nobody can put paper in") }
  package func setPaperLow() async throws { throw HandsMissing("there is no roll that runs low") }
  package func setCover(isOpen: Bool) async throws {
    throw HandsMissing("nobody can open the cover")
  }
  package func setHead(isHot: Bool) async throws { throw HandsMissing("nobody can heat the head") }
  package func afterLines(_ count: Int, _ hand: ConformanceHand) async throws {
    throw HandsMissing("nobody is quick enough for the middle of a slip")
  }
  package func jamNextCut() async throws { throw HandsMissing("nobody can jam the cutter") }
  package func clearFault() async throws { throw HandsMissing("nobody can free the cutter") }
  package func unplug() async throws { throw HandsMissing("nobody can pull the cable") }
  package func plug() async throws { throw HandsMissing("nobody can plug the cable in") }
  package func cyclePower() async throws { throw HandsMissing("nobody can switch it off") }
}
