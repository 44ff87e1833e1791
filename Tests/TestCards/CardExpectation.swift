/// What a transaction with a card must come to, as texts; what is not said is not looked at.
package struct CardExpectation: Hashable, Sendable {
  /// One line of it: what is looked at, and what must be seen.
  package struct Line: Hashable, Sendable {
    /// Such as `tvr` or `commands`.
    package var subject: String
    /// The texts that must be seen, in order.
    package var values: [String]
  }

  /// The lines in the order of the file.
  package var lines: [Line]

  /// What `seen` has otherwise, a sentence for each line; none when all is as it must be.
  package func deviations(from seen: CardObservation) -> [String] {
    lines.compactMap { line in
      let values = seen.values(line.subject)
      guard values.count == line.values.count else { return Self.sentence(line, values) }
      let isSame = zip(line.values, values).allSatisfy { $0.0 == $0.1.text || $0.0 == $0.1.bytes }
      return isSame ? nil : Self.sentence(line, values)
    }
  }

  private static func sentence(_ line: Line, _ seen: [CardObservation.Value]) -> String {
    if line.values.count <= 1, seen.count <= 1 {
      return "\(line.subject): expected \(line.values.first ?? "nothing"), "
        + "came \(seen.first?.text ?? "nothing")"
    }
    let count = max(line.values.count, seen.count)
    let rows = (0..<count).map { place in
      let expected = line.values.indices.contains(place) ? line.values[place] : "-"
      let came = seen.indices.contains(place) ? seen[place].text : "-"
      let isSame =
        seen.indices.contains(place) && (expected == came || expected == seen[place].bytes)
      return "  \(isSame ? " " : "!") \(place + 1). \(expected)" + (isSame ? "" : "   came \(came)")
    }
    return "\(line.subject):\n" + rows.joined(separator: "\n")
  }
}
