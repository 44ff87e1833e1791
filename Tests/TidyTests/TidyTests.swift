import Testing

/// Reads the package's own sources.
///
/// A rule without a test is a wish. Where a rule must not hold, `TidyException` says why.
@Suite struct TidyTests {
  @Test func `the walk finds sources`() { #expect(Project.sources.count > 100) }

  @Test(arguments: TidyRule.all)
  func `the project keeps a rule`(rule: TidyRule) {
    for file in Project.sources where rule.scope == .everything || !file.isTest {
      if TidyException.all.contains(where: { $0.covers(rule, path: file.path) }) { continue }
      for finding in rule.findings(file.text) {
        Issue.record("\(file.path):\(finding.line): \(rule.name): \(finding.what)")
      }
    }
  }

  @Test(arguments: TidyException.all)
  func `an exception is still needed`(exception: TidyException) {
    for rule in exception.rules {
      #expect(TidyRule.all.contains { $0.name == rule }, "no rule is called “\(rule)”")
    }
    for rule in TidyRule.all where exception.rules.contains(rule.name) {
      let findings = Project.sources.filter { exception.covers(rule, path: $0.path) }
        .flatMap { rule.findings($0.text) }
      #expect(!findings.isEmpty, "\(exception.path) keeps the rule “\(rule.name)” by now")
    }
  }
}
