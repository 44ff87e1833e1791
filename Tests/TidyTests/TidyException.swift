import Testing

/// A file or folder where a rule does not hold, and why.
struct TidyException: Sendable, CustomTestStringConvertible {
  /// The rules' names.
  let rules: [String]
  /// From the project's folder; a folder ends with `/`.
  let path: String
  let reason: String

  var testDescription: String { "\(path): \(rules.joined(separator: ", "))" }

  func covers(_ rule: TidyRule, path other: String) -> Bool {
    rules.contains(rule.name) && (path.hasSuffix("/") ? other.hasPrefix(path) : other == path)
  }
}

extension TidyException {
  /// All of them.
  ///
  /// A test fails when one is no longer needed.
  static let all: [TidyException] = [
    TidyException(
      rules: ["public"], path: "hal/HAL/",
      reason: "drivers outside this package are written against it"),
    TidyException(
      rules: ["clock"], path: "hal/EventLoop/",
      reason: "the production loop is where the terminal's time comes from"),
    TidyException(
      rules: ["randomness"], path: "hal/EventLoop/",
      reason: "the kernel's random numbers are what HAL.EntropySource means"),
    TidyException(
      rules: [
        "another actor", "clock", "escaping task", "sleeping", "untyped error", "Foundation",
      ],
      path: "Sources/Bench/",
      reason: "the counter stands outside the terminal: a web server with Foundation's JSON"),
    TidyException(
      rules: ["escaping task", "Foundation", "untyped error"], path: "Sources/posbench/",
      reason: "the counter's program; ArgumentParser's protocols throw any error"),
    TidyException(
      rules: ["untyped error"], path: "Sources/possim/",
      reason: "ArgumentParser's protocols throw any error"),
    TidyException(
      rules: ["another actor"], path: "Sources/Firmware/Terminal.swift",
      reason: "the one actor of the firmware"),
    TidyException(
      rules: ["function length"], path: "Sources/CenterProtocol/TransactionDefinition.swift",
      reason: "a table: what each transaction's messages are, one row each"),
    TidyException(
      rules: ["function length"], path: "Sources/Connectivity/TroubleCause+Table.swift",
      reason: "a table: what is said about each trouble, one row each"),
    TidyException(
      rules: ["file length"], path: "Sources/Firmware/OperatorText.swift",
      reason: "the table of all words on screens, in two languages side by side"),
    TidyException(
      rules: ["file length"], path: "Tests/CenterProtocolTests/ConstructedMessages.swift",
      reason: "a table of vectors"),
  ]
}
