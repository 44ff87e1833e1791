import JSONText
import Octets

/// What was checked on the way to a result, each with its verdict.
struct CalculationChecks {
  private var list: [JSONValue] = []
  /// Whether every check passed.
  private(set) var hasPassed = true

  /// Adds a check; `detail` says what was found where it failed.
  mutating func add(_ name: String, _ passed: Bool, _ detail: @autoclosure () -> String = "") {
    var members: [JSONValue.Member] = [
      .init("check", .string(name)), .init("verdict", .string(passed ? "passed" : "failed")),
    ]
    let words = passed ? "" : detail()
    if !words.isEmpty { members.append(.init("detail", .string(words))) }
    list.append(.object(members))
    hasPassed = hasPassed && passed
  }

  /// Adds a check that could not be made, which counts neither way.
  mutating func skip(_ name: String, _ reason: String) {
    list.append([
      "check": .string(name), "verdict": "not checked", "detail": .string(reason),
    ])
  }

  /// The members that end a result: `checks` and `verdict`.
  var members: [JSONValue.Member] {
    [
      .init("checks", .array(list)),
      .init("verdict", .string(hasPassed ? "passed" : "failed")),
    ]
  }
}

extension JSONValue.Member {
  /// Bytes in upper-case hexadecimal.
  init(_ name: String, _ bytes: some Collection<UInt8>) {
    self.init(name, .string(Hexadecimal.text(Array(bytes))))
  }
}
