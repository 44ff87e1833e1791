/// Something that is timed, beside what it may cost (docs/architecture.md).
struct Benchmark: Sendable {
  let name: String
  /// What the architecture allows, in its words; empty when it names no figure.
  let budget: String
  /// Operations in a run.
  let count: Int
  /// Makes what a run needs, and returns one operation.
  let prepare: @Sendable () throws -> () throws -> Void

  init(
    _ name: String, budget: String = "", count: Int,
    prepare: @escaping @Sendable () throws -> () throws -> Void
  ) {
    self.name = name
    self.budget = budget
    self.count = count
    self.prepare = prepare
  }

  /// Times it and prints a row.
  func run() throws {
    let operation = try prepare()
    let measured = try Measurement(count: count, operation)
    var row = name.padded(to: 44)
    row += measured.minimum.text.padded(to: 10, before: true)
    row += measured.median.text.padded(to: 10, before: true)
    let tenths = Int((measured.allocations * 10).rounded())
    row += "\(tenths / 10).\(tenths % 10)".padded(to: 10, before: true)
    row += "  \(budget)"
    if measured.syncs > 0 { row += "; seen: \(Int(measured.syncs.rounded())) syncs" }
    print(row)
  }

  /// A row of something that was timed elsewhere.
  static func row(
    _ name: String, minimum: Duration, median: Duration, budget: String
  ) -> String {
    name.padded(to: 44) + minimum.text.padded(to: 10, before: true)
      + median.text.padded(to: 10, before: true) + "".padded(to: 10) + "  \(budget)"
  }

  /// The row above all rows.
  static let head =
    "operation".padded(to: 44) + "min".padded(to: 10, before: true)
    + "median".padded(to: 10, before: true) + "allocs".padded(to: 10, before: true) + "  budget"
}

extension String {
  /// The text with spaces behind or before it.
  fileprivate func padded(to width: Int, before: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - count))
    return before ? spaces + self : self + spaces
  }
}
