/// One thing that every device of a kind must do, and how to find out whether it does.
///
/// A check knows the device by its HAL protocol only, and the hands that insert cards and pull
/// cables by the `Rig`: so a mock, a driver over an emulated device and a reader on the desk are
/// held to the same sentences.
package struct ConformanceCheck<Rig>: Sendable {
  /// What must hold, as a sentence.
  package let sentence: String
  private let body: @Sendable (Rig) async throws -> Void

  /// States what must hold; `body` throws what it saw instead.
  package init(_ sentence: String, _ body: @escaping @Sendable (Rig) async throws -> Void) {
    self.sentence = sentence
    self.body = body
  }

  /// Tries it on a device whose rig was made for this check alone.
  package func run(on rig: Rig) async throws { try await body(rig) }
}

/// What a device did instead of what it must do.
package struct ConformanceFailure: Error, CustomStringConvertible {
  /// What was seen, and where the check stands.
  package let description: String
}

extension ConformanceFailure {
  /// Says what was seen, and where.
  package init(_ seen: String, file: StaticString = #fileID, line: UInt = #line) {
    self.init(description: "\(seen) (\(file):\(line))")
  }
}

/// A check needs hands that this rig has not, such as somebody who pulls the reader's cable.
package struct HandsMissing: Error, CustomStringConvertible {
  /// What can't be done here.
  package let description: String

  /// Says what can't be done here.
  package init(_ description: String) { self.description = description }
}

/// Throws a failure unless `condition` holds.
package func require(
  _ condition: Bool, _ seen: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) throws(ConformanceFailure) {
  if !condition { throw ConformanceFailure(description: "\(seen()) (\(file):\(line))") }
}

/// Throws a failure unless both are equal.
package func requireEqual<Value: Equatable>(
  _ seen: Value, _ expected: Value, file: StaticString = #fileID, line: UInt = #line
) throws(ConformanceFailure) {
  try require(seen == expected, "\(seen), not \(expected)", file: file, line: line)
}
