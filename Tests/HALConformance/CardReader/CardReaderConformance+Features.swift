import HAL

extension CardReaderConformance {
  static var featureChecks: [Check] {
    [
      Check("a reader says what it can do without a card") { rig in
        _ = try await rig.reader.features(timeout: patience)
        _ = try await rig.reader.features(timeout: patience)
      },
      Check("a PIN that is typed on the reader's keys is verified by the card") { rig in
        let session = try await sessionWithKeys(rig)
        try await rig.type(.digits("1234"))
        try requireEqual(try await verify(session), .verified)
        try await requireEcho(session)
      },
      Check("a wrong PIN costs a try, and none are left after the last") { rig in
        let session = try await sessionWithKeys(rig)
        try await rig.type(.digits("9999"))
        try requireEqual(try await verify(session), .wrong(triesLeft: 2))
        try requireEqual(try await verify(session), .wrong(triesLeft: 1))
        try requireEqual(try await verify(session), .blocked)
        try await rig.type(.digits("1234"))
        try requireEqual(try await verify(session), .blocked)
      },
      Check("cancelling and waiting are results, and the session goes on") { rig in
        let session = try await sessionWithKeys(rig)
        try await rig.type(.cancel)
        try requireEqual(try await verify(session), .cancelled)
        try await rig.type(.nothing)
        try requireEqual(try await verify(session), .timedOut)
        try await requireEcho(session)
      },
    ]
  }

  private static func sessionWithKeys(_ rig: any CardReaderRig) async throws -> any CardSession {
    guard try await rig.reader.features(timeout: patience).verifiesPIN else {
      throw HandsMissing("the reader has no keys")
    }
    return try await session(.overCharacters, on: rig)
  }

  private static func verify(_ session: any CardSession) async throws -> CardPINOutcome {
    try await session.verifyPIN(
      CardPINRequest(entryTimeout: .seconds(2)), timeout: patience)
  }
}
