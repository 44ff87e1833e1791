import HAL

/// A powered card behind pcscd.
final class PCSCCardSession: CardSession {
  let answerToReset: [UInt8]
  private let reader: PCSCReader
  private let generation: Int

  init(answerToReset: [UInt8], reader: PCSCReader, generation: Int) {
    self.answerToReset = answerToReset
    self.reader = reader
    self.generation = generation
  }

  /// A session that is simply dropped lets go of its card all the same.
  deinit { reader.drop(generation: generation) }

  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8] {
    try await reader.transmit(command, generation: generation, timeout: timeout)
  }

  func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    try await reader.verifyPIN(request, generation: generation, timeout: timeout)
  }

  func powerDown() async { await reader.powerDown(generation: generation) }
}
