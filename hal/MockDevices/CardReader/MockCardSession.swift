import HAL
import ISO7816

/// A powered card of a `MockCardReader`.
final class MockCardSession: CardSession {
  let answerToReset: [UInt8]
  private let reader: MockCardReader
  private let generation: Int
  private let transmission: TransmissionProtocol

  init(answerToReset: [UInt8], reader: MockCardReader, generation: Int) {
    self.answerToReset = answerToReset
    self.reader = reader
    self.generation = generation
    let parsed = try? AnswerToReset(answerToReset)
    // A contactless reader speaks T=1 with every card, whatever comes first.
    transmission = parsed?.firstProtocol == 1 || parsed?.contactless != nil ? .t1 : .t0
  }

  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8] {
    try await reader.transmit(
      command, over: transmission, generation: generation, timeout: timeout)
  }

  func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    try await reader.verifyPIN(request, generation: generation, timeout: timeout)
  }

  func powerDown() async { reader.powerDown(generation: generation) }
}
