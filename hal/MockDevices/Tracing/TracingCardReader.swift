package import HAL

/// A card reader that reports every call and what came of it; the calls go to the reader behind it.
///
/// Of a command it shows the header, of an answer the status word, of both the number of bytes, and
/// never the data.
package final class TracingCardReader: CardReader {
  private let reader: any CardReader
  private let clock: any DeviceClock
  private let trace: DeviceTrace

  /// Puts a trace on a reader.
  package init(
    _ reader: any CardReader, clock: any DeviceClock, trace: @escaping DeviceTrace
  ) {
    self.reader = reader
    self.clock = clock
    self.trace = trace
  }

  package var name: DeviceName { reader.name }
  package var state: CardReaderState { reader.state }
  package func attach(to sink: any DeviceEventSink) { reader.attach(to: sink) }

  package func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    let session = try await report("power up") { () throws(CardReaderError) in
      try await reader.powerUp(timeout: timeout)
    } outcome: {
      "answer to reset, \($0.answerToReset.count) bytes"
    }
    return TracingCardSession(session, reader: self)
  }

  package func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures {
    try await report("features") { () throws(CardReaderError) in
      try await reader.features(timeout: timeout)
    } outcome: {
      $0.verifiesPIN ? "PIN pad" : "no PIN pad"
    }
  }

  package func escape(
    _ command: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    try await report("escape, \(command.count) bytes") { () throws(CardReaderError) in
      try await reader.escape(command, timeout: timeout)
    } outcome: {
      "\($0.count) bytes"
    }
  }

  /// Makes a call and reports it.
  fileprivate func report<Value>(
    _ call: String, _ body: () async throws(CardReaderError) -> Value,
    outcome: (Value) -> String
  ) async throws(CardReaderError) -> Value {
    let begin = clock.uptime
    do throws(CardReaderError) {
      let value = try await body()
      add(call, begin, outcome(value))
      return value
    } catch {
      add(call, begin, "\(error)")
      throw error
    }
  }

  private func add(_ call: String, _ begin: Duration, _ outcome: String) {
    trace(
      DeviceTraceEntry(
        device: name, begin: begin, duration: clock.uptime - begin, call: call, outcome: outcome))
  }
}

/// A session of a `TracingCardReader`.
private final class TracingCardSession: CardSession {
  private let session: any CardSession
  private let reader: TracingCardReader

  init(_ session: any CardSession, reader: TracingCardReader) {
    self.session = session
    self.reader = reader
  }

  var answerToReset: [UInt8] { session.answerToReset }

  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8] {
    let header = Self.hexadecimal(command.prefix(4))
    return try await reader.report(
      "transmit \(header), \(command.count) bytes"
    ) { () throws(CardReaderError) in
      try await session.transmit(command, timeout: timeout)
    } outcome: {
      "\(Self.hexadecimal($0.suffix(2))), \($0.count) bytes"
    }
  }

  func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    try await reader.report("verify PIN") { () throws(CardReaderError) in
      try await session.verifyPIN(request, timeout: timeout)
    } outcome: {
      "\($0)"
    }
  }

  func powerDown() async {
    _ = try? await reader.report("power down") { () throws(CardReaderError) in
      await session.powerDown()
    } outcome: {
      _ in
      "done"
    }
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}
