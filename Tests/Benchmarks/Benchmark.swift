/// Something that is timed, beside what it may cost (docs/architecture.md).
struct Benchmark: Sendable {
  let name: String
  /// What the architecture allows one operation; nil where it names no time.
  let limit: Duration?
  /// What it asks for besides.
  let note: String
  /// Operations in a run.
  let count: Int
  /// Makes what a run needs, and returns one operation.
  let prepare: @Sendable () throws -> () throws -> Void

  init(
    _ name: String, limit: Duration? = nil, note: String = "", count: Int,
    prepare: @escaping @Sendable () throws -> () throws -> Void
  ) {
    self.name = name
    self.limit = limit
    self.note = note
    self.count = count
    self.prepare = prepare
  }

  /// Times it and prints a row.
  func run() throws {
    let operation = try prepare()
    let measured = try Measurement(count: count, operation)
    let tenths = Int((measured.allocations * 10).rounded())
    let syncs = measured.syncs > 0 ? "seen: \(Int(measured.syncs.rounded())) syncs" : ""
    print(
      Self.row(
        name, minimum: measured.minimum, median: measured.median,
        allocations: "\(tenths / 10).\(tenths % 10)", limit: limit,
        note: [note, syncs].filter { !$0.isEmpty }.joined(separator: "; ")))
  }

  /// A row of the table; the ratio is of the median to the limit.
  static func row(
    _ name: String, minimum: Duration, median: Duration, allocations: String = "",
    limit: Duration?, note: String = ""
  ) -> String {
    let budget = limit.map { "≤ \($0.text)" } ?? ""
    return name.padded(to: 44) + minimum.text.padded(to: 10, before: true)
      + median.text.padded(to: 10, before: true) + allocations.padded(to: 10, before: true)
      + (limit.map { ratio(median / $0) } ?? "").padded(to: 9, before: true)
      + "  " + [budget, note].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Two decimals and a sign, such as `0.25 ×`.
  static func ratio(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) ×"
  }

  /// The row above all rows.
  static let head =
    "operation".padded(to: 44) + "min".padded(to: 10, before: true)
    + "median".padded(to: 10, before: true) + "allocs".padded(to: 10, before: true)
    + "of it".padded(to: 9, before: true) + "  budget"
}

extension String {
  /// The text with spaces behind or before it.
  fileprivate func padded(to width: Int, before: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - count))
    return before ? spaces + self : self + spaces
  }
}
