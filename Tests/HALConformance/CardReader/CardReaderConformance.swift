import HAL

/// What every card reader must do.
package enum CardReaderConformance {
  /// A check of a card reader.
  package typealias Check = ConformanceCheck<any CardReaderRig>

  /// How long a call of an emulated card may take before it has failed.
  static let patience = Duration.seconds(10)

  /// All of them.
  package static var checks: [Check] {
    eventChecks + recoveryChecks + commandChecks + sessionChecks + troubleChecks + silenceChecks
      + featureChecks
  }

  /// Inserts a card and powers it up.
  static func session(
    _ card: ConformanceCard, on rig: any CardReaderRig
  ) async throws -> any CardSession {
    try await rig.insert(card)
    try await rig.events.expect(.cardInserted(rig.reader.name))
    return try await rig.reader.powerUp(timeout: patience)
  }

  /// Throws unless the call fails with one of these errors.
  static func requireError(
    _ expected: CardReaderError..., file: StaticString = #fileID, line: UInt = #line,
    _ call: () async throws(CardReaderError) -> Void
  ) async throws {
    let seen = await failure(of: call)
    try require(
      seen.map(expected.contains) ?? false,
      "\(seen.map { "\($0)" } ?? "no error"), not \(expected)", file: file, line: line)
  }

  /// What the call fails with; nil when it does not.
  static func failure(
    of call: () async throws(CardReaderError) -> Void
  ) async -> CardReaderError? {
    do throws(CardReaderError) {
      try await call()
      return nil
    } catch {
      return error
    }
  }

  /// Throws unless the card echoes.
  static func requireEcho(
    _ session: any CardSession, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let answer = try await session.transmit(
      [0x00, 0x88, 0x00, 0x00, 0x02, 0x12, 0x34, 0x00], timeout: patience)
    try requireEqual(answer, [0x12, 0x34, 0x90, 0x00], file: file, line: line)
  }
}
