import ArgumentParser
import BoardInspection
import BoardProfile
import EventLoop
import Glibc
import JSONText
import YAMLDocument

/// `posctl board doctor`: what is behind each entry of a profile, here and now.
struct BoardDoctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check a board profile on the spot, entry by entry.",
    discussion: """
      Each entry is looked at with the driver that posd would use: is it there, does it answer, \
      and if not, what would make it work. Nothing is changed, and no question takes longer than \
      --timeout. Stop posd first: a device that it holds can't be asked twice.

      --json prints one object when the last look has ended: {"profile","board", \
      "findings":[{"entry","place","wanted","verdict","seen","cure","required"}],"ready", \
      "limited","missing","canTrade"}; the verdict is ready, limited or missing.

      Exit status: 0 everything that the terminal needs is there; 1 something that it needs is \
      missing: a required entry, or all that reads cards; 2 the profile can't be read.
      """)

  @OptionGroup var options: ProfileOptions

  @Option(help: "How many seconds a device or the center may take to answer, 1 to 120.")
  var timeout = 5

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    guard (1...120).contains(timeout) else {
      throw Complaint("--timeout \(timeout): give it a number of seconds from 1 to 120")
    }
    let profile = try options.read()
    let document: YAMLNode
    do throws(YAMLError) {
      document = try YAMLDocument.read(path: options.profile)
    } catch {
      throw Complaint("\(error)")
    }
    if !json { print("\(profile.board.name): \(options.profile)") }
    let findings = EventLoop.run { [json, timeout] loop in
      var findings: [BoardFinding] = []
      let inspector = BoardInspector(
        profile, document: document, patience: .seconds(timeout), loop: loop)
      await inspector.inspect { finding in
        findings.append(finding)
        if json { return }
        print(Self.text(of: finding), terminator: "")
        fflush(nil)
      }
      return findings
    }
    print(json ? Self.report(of: findings, profile, options.profile) : Self.summary(of: findings))
    if !Self.canTrade(findings) { throw Complaint(Self.complaint(findings), status: .damaged) }
  }

  /// Whether nothing is missing that the terminal needs.
  static func canTrade(_ findings: [BoardFinding]) -> Bool { obstacles(findings).isEmpty }

  /// The entries without which the terminal does not trade, as `posd` has it: what is required, and
  /// of the two ways to read a card at least one.
  private static func obstacles(_ findings: [BoardFinding]) -> [String] {
    let missing = findings.filter { $0.verdict == .missing }
    let required = missing.filter(\.isRequired).map(\.entry)
    func readers(_ findings: [BoardFinding]) -> [String] {
      findings.map(\.entry).filter(BoardInspector.cardEntries.contains)
    }
    guard readers(missing) == readers(findings) else { return required }
    return required + readers(missing).filter { !required.contains($0) }
  }

  /// The verdict and what was seen, and the cure on a line of its own.
  static func text(of finding: BoardFinding) -> String {
    var text = "\(mark(finding.verdict))  \(finding.entry): \(finding.seen)\n"
    if let cure = finding.cure {
      text += "         \(finding.place) wants \(finding.wanted)\n         → \(cure)\n"
    }
    return text
  }

  private static func mark(_ verdict: BoardFinding.Verdict) -> String {
    switch verdict {
    case .ready: "ready  "
    case .limited: "limited"
    case .missing: "MISSING"
    }
  }

  private static func summary(of findings: [BoardFinding]) -> String {
    let counts = BoardFinding.Verdict.allCases.map { verdict in
      "\(findings.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    return counts.joined(separator: ", ")
  }

  private static func complaint(_ findings: [BoardFinding]) -> String {
    "the terminal will not trade on this board without: "
      + obstacles(findings).joined(separator: ", ")
  }

  private static func report(
    of findings: [BoardFinding], _ profile: BoardProfile, _ path: String
  ) -> String {
    func count(_ verdict: BoardFinding.Verdict) -> JSONValue {
      .number(findings.count { $0.verdict == verdict })
    }
    let report: JSONValue = [
      "profile": .string(path), "board": .string(profile.board.identifier),
      "findings": .array(findings.map(object)), "ready": count(.ready),
      "limited": count(.limited), "missing": count(.missing),
      "canTrade": .boolean(canTrade(findings)),
    ]
    return report.text
  }

  private static func object(_ finding: BoardFinding) -> JSONValue {
    [
      "entry": .string(finding.entry), "place": .string(finding.place),
      "wanted": .string(finding.wanted), "verdict": .string(finding.verdict.rawValue),
      "seen": .string(finding.seen), "cure": finding.cure.map(JSONValue.string) ?? .null,
      "required": .boolean(finding.isRequired),
    ]
  }
}
