import Testing

/// `docs/hal-rules.md` says of each member of the HAL's protocols what it promises.
@Suite struct HALRulesTests {
  private static let page = "docs/hal-rules.md"

  /// What stands in the first cells of the page's tables, between back quotes.
  private static let rows: Set<String> = {
    let cells = Project.text(of: page).split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "|").first }
    return Set(cells.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.output.1) } })
  }()

  /// The members of the public protocols, `Protocol.member`.
  private static let members: [String] = {
    let files = Project.files(below: "hal/HAL").map(Project.text)
    let protocols = Set(
      files.flatMap { $0.matches(of: /(?m)^\w+ protocol (\w+)/).map { String($0.output.1) } })
    return Set(files.flatMap { HALMembers.names(in: $0, of: protocols) }).sorted()
  }()

  @Test func `the protocols of the HAL have members`() {
    #expect(Self.members.count > 40)
    #expect(Self.members.contains("CardReader.powerUp"))
    #expect(Self.members.contains("CardSession.uniqueIdentifier"))
  }

  @Test func `each member of the HAL has its row`() {
    for member in Self.members where !Self.rows.contains(member) {
      Issue.record("\(Self.page) has no row for `\(member)`")
    }
  }

  @Test func `each row is of a member that there is`() {
    let protocols = Set(Self.members.compactMap { $0.split(separator: ".").first })
    for row in Self.rows {
      guard let name = row.split(separator: ".").first, protocols.contains(name) else { continue }
      #expect(Self.members.contains(row), "\(Self.page) has a row for `\(row)`, which is gone")
    }
  }

  @Test func `members are found in protocols and their extensions, and nowhere else`() {
    let text = """
      public protocol Lamp: AnyObject {
        var isLit: Bool { get }
        /// func no
        func light(timeout: Duration) async throws(LampError)
      }
      extension Lamp {
        public var isDark: Bool { !isLit }
        private func secret() {}
        public func blink(
          times: Int
        ) {
          func inner() {}
        }
      }
      public struct Bulb {
        public var watts: Int
      }
      """
    #expect(
      HALMembers.names(in: text, of: ["Lamp"]) == [
        "Lamp.isLit", "Lamp.light", "Lamp.isDark", "Lamp.blink",
      ])
  }
}

/// Finds members in a source that is laid out by `swift format`.
private enum HALMembers {
  /// What in front of a member makes it none of the extension's own.
  private static let hidden: Set<Substring> = ["private", "fileprivate", "static"]

  static func names(in text: String, of protocols: Set<String>) -> [String] {
    var owner: (name: String, isProtocol: Bool)?
    var names: [String] = []
    for line in text.split(separator: "\n") {
      if let start = line.firstMatch(of: /^(\w+ protocol|extension) (\w+)[ :].*\{$/) {
        let name = String(start.output.2)
        owner = protocols.contains(name) ? (name, start.output.1 != "extension") : nil
      } else if line == "}" {
        owner = nil
      } else if let owner,
        let member = line.firstMatch(of: /^  (?:(\w+) )?(?:func|var) (\w+)/),
        owner.isProtocol || member.output.1.map({ !hidden.contains($0) }) == true
      {
        names.append("\(owner.name).\(member.output.2)")
      }
    }
    return names
  }
}
