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
      and if not, what would make it work. Nothing is changed, and no look takes longer than a few \
      seconds. Stop posd first: a device that it holds can't be asked twice.

      --json prints one object: {"profile","board","findings":[{"entry","place","wanted", \
      "verdict","seen","cure","required"}],"ready","limited","missing","canTrade"}; the verdict is \
      ready, limited or missing.

      Exit status: 0 everything that the terminal needs is there; 1 something that it needs is \
      missing; 2 the profile can't be read.
      """)

  @OptionGroup var options: ProfileOptions

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    let profile = try options.read()
    let document: YAMLNode
    do throws(YAMLError) {
      document = try YAMLDocument.read(path: options.profile)
    } catch {
      throw Complaint("\(error)")
    }
    if !json { print("\(profile.board.name): \(options.profile)") }
    let findings = EventLoop.run { [json] loop in
      var findings: [BoardFinding] = []
      await BoardInspector(profile, document: document, loop: loop).inspect { finding in
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
  static func canTrade(_ findings: [BoardFinding]) -> Bool {
    !findings.contains { $0.isRequired && $0.verdict == .missing }
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
    let missing = findings.filter { $0.isRequired && $0.verdict == .missing }.map(\.entry)
    return "the terminal will not trade on this board without: \(missing.joined(separator: ", "))"
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
