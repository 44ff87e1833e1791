import Testing

/// Something that the house style forbids, found by reading source.
struct TidyRule: Sendable, CustomTestStringConvertible {
  /// A place that breaks a rule.
  struct Finding: Hashable, Sendable {
    /// Counted from 1.
    let line: Int
    let what: String
  }

  /// Where a rule holds.
  enum Scope: Hashable, Sendable {
    /// `Sources` and `hal`.
    case product
    /// `Sources`, `hal` and `Tests`.
    case everything
  }

  let name: String
  let scope: Scope
  let findings: @Sendable (SourceText) -> [Finding]

  var testDescription: String { name }

  /// A rule that looks at a whole file.
  init(
    _ name: String, in scope: Scope = .product,
    findings: @escaping @Sendable (SourceText) -> [Finding]
  ) {
    self.name = name
    self.scope = scope
    self.findings = findings
  }

  /// A rule that forbids rows of tokens, each written with a space between its tokens.
  init(_ name: String, in scope: Scope = .product, forbids rows: [String]) {
    self.init(name, in: scope) { source in
      rows.flatMap { row in
        source.lines(of: row.split(separator: " ").map(String.init)).map {
          Finding(line: $0, what: row)
        }
      }
    }
  }
}

extension TidyRule {
  /// All of them.
  static let all: [TidyRule] =
    [
      fileLength, lineLength, functionLength, forcedTry, forcedCast, forcedUnwrapping,
      escapingTasks, sleeping, clocks, randomness, actors, unexplainedSharing, untypedErrors,
      foundation, nio, publicAPI, unfinishedWork,
    ]
}
