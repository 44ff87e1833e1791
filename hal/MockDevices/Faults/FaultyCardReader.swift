package import HAL

/// A card reader of which some calls go wrong, as a plan says; the others go to the reader behind
/// it.
///
/// The plan is asked once for each power-up, transmission and PIN entry.
package final class FaultyCardReader: CardReader {
  /// How a call goes wrong.
  package enum Fault: Hashable, Sendable {
    /// It throws without having reached the reader.
    case refused(CardReaderError)
    /// It is done, and throws all the same: its answer was lost on the way back.
    case answerLost(CardReaderError)
    /// Transmission alone: the answer has a bit turned in it. Other calls go through.
    case answerGarbled
  }

  private let reader: any CardReader
  private var plan: FaultPlan<Fault>

  /// Puts faults on a reader.
  package init(_ reader: any CardReader, plan: FaultPlan<Fault>) {
    self.reader = reader
    self.plan = plan
  }

  package var name: DeviceName { reader.name }
  package var state: CardReaderState { reader.state }
  package func attach(to sink: any DeviceEventSink) { reader.attach(to: sink) }

  package func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    let fault = plan.next()
    if case .refused(let error) = fault { throw error }
    let session = try await reader.powerUp(timeout: timeout)
    if case .answerLost(let error) = fault {
      await session.powerDown()
      throw error
    }
    return FaultyCardSession(session, reader: self)
  }

  package func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures {
    try await reader.features(timeout: timeout)
  }

  package func escape(
    _ command: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    try await reader.escape(command, timeout: timeout)
  }

  fileprivate func nextFault() -> Fault? { plan.next() }
}

/// A session of a `FaultyCardReader`; after a fault that throws it is over, as every session is.
private final class FaultyCardSession: CardSession {
  private let session: any CardSession
  private let reader: FaultyCardReader
  private var end: CardReaderError?

  init(_ session: any CardSession, reader: FaultyCardReader) {
    self.session = session
    self.reader = reader
  }

  var answerToReset: [UInt8] { session.answerToReset }

  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8] {
    let fault = try await beginCall()
    var answer = try await session.transmit(command, timeout: timeout)
    try await finishCall(fault)
    if fault == .answerGarbled, !answer.isEmpty { answer[answer.count / 2] ^= 0x04 }
    return answer
  }

  func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    let fault = try await beginCall()
    let outcome = try await session.verifyPIN(request, timeout: timeout)
    try await finishCall(fault)
    return outcome
  }

  func powerDown() async { await session.powerDown() }

  private func beginCall() async throws(CardReaderError) -> FaultyCardReader.Fault? {
    if let end { throw end }
    let fault = reader.nextFault()
    if case .refused(let error) = fault { try await endSession(error) }
    return fault
  }

  private func finishCall(_ fault: FaultyCardReader.Fault?) async throws(CardReaderError) {
    if case .answerLost(let error) = fault { try await endSession(error) }
  }

  private func endSession(_ error: CardReaderError) async throws(CardReaderError) {
    end = error
    await session.powerDown()
    throw error
  }
}
