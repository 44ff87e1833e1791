package import ChipTransaction
package import HAL
package import MockDevices

extension CardCase {
  /// Performs the transaction in a reader whose slot is at hand; what comes otherwise than the case
  /// has it, a sentence for each, none when all is well.
  ///
  /// `awaitChange` waits until the reader has noticed that the slot was filled or emptied.
  package func deviations(
    in reader: any CardReader, at slot: EmulatedSlot,
    awaitChange: () async throws -> Void = {}
  ) async throws -> [String] {
    guard let chip = personality.chip else { return ["the card has no chip"] }
    let card = CardSimulator(chip)
    slot.answerDelay = answerDelay
    var observation: CardObservation?
    for _ in 0..<repetitions {
      slot.insert(card)
      try await awaitChange()
      observation = await observe(reader)
      slot.remove()
      try await awaitChange()
    }
    slot.answerDelay = .zero
    return observation.map { expectation.deviations(from: $0) } ?? []
  }

  /// Performs the transaction with whatever is in a reader; nil when its card is refused.
  package func run(in reader: any CardReader) async -> ChipTransactionRecord? {
    await observe(reader).record
  }

  /// File and line of the case, its name, and what came otherwise.
  package func failureText(_ deviations: [String]) -> String {
    ([" \(place): \(title)"] + deviations).joined(separator: "\n")
  }

  private func observe(_ reader: any CardReader) async -> CardObservation {
    do throws(CardReaderError) {
      let session = try await reader.powerUp(timeout: .seconds(5))
      let surroundings = CaseSurroundings(self, session: session)
      let record = await ChipSequence(
        configuration: configuration, parameters: transaction, surroundings: surroundings
      ).run()
      await session.powerDown()
      return CardObservation(
        record: record, refusal: nil, commands: surroundings.commands,
        complaints: surroundings.complaints)
    } catch {
      return CardObservation(record: nil, refusal: error, commands: [], complaints: [])
    }
  }
}
