import HAL

/// A powered card of the virtual counter.
final class BenchCardSession: CardSession {
  let answerToReset: [UInt8]
  private let reader: BenchCardReader
  private let generation: Int

  init(answerToReset: [UInt8], reader: BenchCardReader, generation: Int) {
    self.answerToReset = answerToReset
    self.reader = reader
    self.generation = generation
  }

  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8] {
    let response = try await reader.transmit(command, generation: generation, timeout: timeout)
    // Without its two status bytes it is no response.
    guard response.count >= 2 else { throw .communication(code: response.count) }
    return response
  }

  func powerDown() async { reader.powerDown(generation: generation) }
}
