// Time, randomness and tasks come from the HAL, so that the simulator owns them.
extension TidyRule {
  /// A task runs on the loop that it names; any other bounces through the global pool.
  static let escapingTasks = TidyRule("escaping task") { source in
    let tokens = source.tokens
    let created = tokens.indices.dropLast(2).filter { index in
      guard tokens[index].isCode("Task") else { return false }
      if tokens[index + 1].isCode("{") { return true }
      return tokens[index + 1].isCode("(") && !tokens[index + 2].isCode("executorPreference")
    }.map { Finding(line: tokens[$0].line, what: "Task on no named loop") }
    return created + other.findings(source)
  }

  private static let other = TidyRule(
    "",
    forbids: [
      "Task . detached", "Task . immediate", "async let", "withTaskGroup", "withThrowingTaskGroup",
      "withDiscardingTaskGroup", "DispatchQueue", "import Dispatch",
    ])

  static let sleeping = TidyRule(
    "sleeping", forbids: ["Task . sleep", "usleep (", "nanosleep ("])

  static let clocks = TidyRule(
    "clock",
    forbids: [
      "ContinuousClock", "SuspendingClock", "DispatchTime", "Date (", "Date . now", "clock_gettime",
      "gettimeofday", "time ( nil", "time ( &",
    ])

  static let randomness = TidyRule(
    "randomness",
    forbids: [
      ". random (", ". randomElement (", ". shuffled (", ". shuffle (",
      "SystemRandomNumberGenerator", "UUID (", "getrandom", "arc4random",
    ])

  /// One actor, `Terminal`; the rest is values, or classes that it owns.
  static let actors = TidyRule("another actor") { source in
    let tokens = source.tokens
    return tokens.indices.dropLast().filter { index in
      tokens[index].isCode("actor") && tokens[index + 1].kind == .word
    }.map { Finding(line: tokens[$0].line, what: "actor \(tokens[$0 + 1].text)") }
      + TidyRule("", forbids: ["@ MainActor", "@ globalActor"]).findings(source)
  }

  /// Where the compiler's check is turned off, a comment says which thread owns what.
  static let unexplainedSharing = TidyRule("unexplained sharing") { source in
    let rows = [["@", "unchecked", "Sendable"], ["nonisolated", "(", "unsafe", ")"]]
    return rows.flatMap { source.lines(of: $0) }.filter { line in
      // On the line itself, or at most three lines above.
      !(line - 3...line).contains { source.comments[$0] != nil }
    }.map { Finding(line: $0, what: "no comment says which thread owns this") }
  }
}
