import Testing

/// Each rule bites on what it forbids, and stays quiet on what it allows.
@Suite struct TidyRuleTests {
  /// Source that a rule finds something in, line for line, and source that it lets pass.
  private static let examples: [(rule: TidyRule, bites: [String], passes: [String])] = [
    (
      .forcedTry, ["let y = try! decode(bytes)"],
      ["let y = try !isEmpty()", "let y = try? decode(bytes)", "// try! traps"]
    ),
    (.forcedCast, ["let z = value as! Amount"], ["let z = value as? Amount", "\"as! x\""]),
    (
      .forcedUnwrapping,
      [
        "let a = b!", "f(x)!.y", "a[0]! + 1", "var window: Window!", "let c: Array<Int>!",
        "a?.b!", "print(\"\\(a!)\")",
      ],
      [
        "if !a { }", "a != b", "a!=b", "f(!a)", "#if !os(Linux)", "return !a", "x && !y",
        "print(\"stop!\")", "let y = try! decode()", "/// Mind!",
      ]
    ),
    (
      .escapingTasks,
      [
        "Task { await work() }", "Task(priority: .high) { }", "Task.detached { }",
        "async let a = b()", "await withTaskGroup(of: Int.self) { }",
        "DispatchQueue.main.async { }",
      ],
      [
        "Task(executorPreference: loop) { await work() }", "let task: Task<Void, Never>",
        "MyTask { }", "// Task { would escape to the pool",
      ]
    ),
    (
      .sleeping, ["try await Task.sleep(for: .seconds(1))", "usleep(5)"],
      ["await clock.sleep(for: delay)", "let text = \"Task.sleep\""]
    ),
    (
      .clocks,
      [
        "let now = Date()", "Date.now", "Foundation.Date()", "let c = ContinuousClock()",
        "var now = time(nil)", "print(\"\\(Date())\")",
      ],
      [
        "ExpiryDate(month: 1)", "CardDate()", "let d: Date", "time(of: approval)",
        "print(\"Date() is not ours\")",
      ]
    ),
    (
      .randomness,
      ["Int.random(in: 0...9)", "x.shuffled()", "SystemRandomNumberGenerator()", "UUID()"],
      ["entropy.randomBytes(4)", ".randomlySelected", "let random = 4", "case .random:"]
    ),
    (.actors, ["actor Cashier { }", "@MainActor func f() { }"], ["final class actorLike { }"]),
    (
      .unexplainedSharing,
      ["nonisolated(unsafe) var a = 1", "final class A: @unchecked Sendable { }"],
      [
        "nonisolated(unsafe) var a = 1  // the loop's thread alone",
        "/// Only the loop's thread touches it.\nfinal class A: @unchecked Sendable { }",
      ]
    ),
    (
      .untypedErrors, ["func f() throws -> Int { 1 }", "init() async throws { }"],
      ["func f() throws(ReaderError) -> Int { 1 }", "func f() rethrows { }", "// throws"]
    ),
    (
      .foundation,
      ["import Foundation", "import FoundationEssentials", "import struct Foundation.Data"],
      ["import HAL", "// import Foundation"]
    ),
    (.nio, ["import NIOCore", "package import NIO"], ["import EventLoop", "let NIO = 1"]),
    (
      .publicAPI, ["public struct A { }", "  public var a = 1"],
      ["package struct A { }", "x.public"]
    ),
    (
      .unfinishedWork, ["// TODO: later", "/// FIXME", "/* XXX */", "let a = 1  // HACK"],
      ["let TODO = 1", "// toDo", "print(\"TODO\")"]
    ),
    (.lineLength, [String(repeating: "x", count: 101)], [String(repeating: "联", count: 100)]),
    (.fileLength, [], [String(repeating: "\n", count: 400)]),
    (.functionLength, [], []),
  ]

  @Test func `every rule has examples`() {
    #expect(Self.examples.map(\.rule.name).sorted() == TidyRule.all.map(\.name).sorted())
  }

  @Test func `a rule finds what it forbids`() {
    for example in Self.examples {
      for text in example.bites {
        let findings = example.rule.findings(SourceText("let first = 1\n\n\n\n" + text))
        #expect(findings.map(\.line) == [5], "\(example.rule.name): \(text)")
      }
    }
  }

  @Test func `a rule lets pass what it allows`() {
    for example in Self.examples {
      for text in example.passes {
        let findings = example.rule.findings(SourceText(text))
        #expect(findings.isEmpty, "\(example.rule.name): \(text): \(findings)")
      }
    }
  }

  @Test func `four hundred lines are the limit of a file`() {
    let rule = TidyRule.fileLength
    #expect(rule.findings(SourceText(String(repeating: "\n", count: 401))).count == 1)
    #expect(rule.findings(SourceText(String(repeating: "\n", count: 399) + "last")).isEmpty)
  }

  @Test(
    arguments: [
      "func f() {", "init(a: Int = 1) {", "init?() {", "deinit {", "var a: Int {",
      "subscript(i: Int) -> Int {", "func f(\n    a: () -> Void = { }\n  ) {",
    ], [0, 1])
  func `sixty lines are the limit of a function`(head: String, more: Int) {
    let headLines = head.split(separator: "\n").count
    let body = String(repeating: "    work()\n", count: 59 - headLines + more)
    let source = SourceText("struct A {\n  \(head)\n\(body)  }\n  let b = 1\n}\n")
    #expect(TidyRule.functionLength.findings(source).count == more)
  }

  @Test func `what has no body has no length`() {
    let rows = String(repeating: "  case a\n", count: 80)
    let source = SourceText(
      """
      protocol P {
        func f() async -> Int
        var a: Int { get }
        init()
      }
      enum E {
      \(rows)}
      let made = A.init(b)
      """)
    #expect(TidyRule.functionLength.findings(source).isEmpty)
    #expect(source.functions.map(\.name) == ["a"])
  }
}
