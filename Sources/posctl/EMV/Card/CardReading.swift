import BERTLV
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import JSONText
import Octets

/// Everything that a card tells without a transaction: selection, records, counters and logs.
struct CardReading: Sendable {
  /// An object that GET DATA gave.
  private struct DataElementValue: Sendable {
    let tag: DataObjectTag
    let value: [UInt8]
  }

  /// Counters and limits, and what PBOC adds for electronic cash.
  private static let tags: [DataObjectTag] = [
    0x9F36, 0x9F13, 0x9F17, 0x9F79, 0x9F77, 0x9F78, 0x9F6D, 0x9F5D,
  ]

  private let reader: String
  private let answerToReset: [UInt8]
  private let record: ChipTransactionRecord
  private var values: [DataElementValue] = []
  private var log: [TransactionLogRecord] = []
  private var loadLog: [TransactionLogRecord] = []

  /// Powers a card up, reads it, and powers it down.
  init(
    in driver: any CardReader, name: String, configuration: ReplayConfiguration,
    application: [UInt8]?, clock: any DeviceClock
  ) async throws(CardReaderError) {
    reader = name
    let session = try await driver.powerUp(timeout: ReaderSurroundings.answerTimeout)
    answerToReset = session.answerToReset
    let surroundings = ReaderSurroundings(session, clock: clock, application: application)
    record = await ChipSequence(
      configuration: configuration.kernel, parameters: configuration.parameters,
      surroundings: surroundings
    ).readCard()
    do throws(CardReaderError) {
      if let application = record.application { try await readMore(of: application, session) }
    } catch {
      await session.powerDown()
      throw error
    }
    await session.powerDown()
  }

  private mutating func readMore(
    of application: SelectedApplication, _ session: any CardSession
  ) async throws(CardReaderError) {
    for tag in Self.tags {
      let raw = tag.rawValue
      let command: [UInt8] = [0x80, 0xCA, UInt8(raw >> 8 & 0xFF), UInt8(raw & 0xFF), 0x00]
      let answer = ResponseAPDU(
        try await session.transmit(command, timeout: ReaderSurroundings.answerTimeout))
      guard let answer, answer.status == .success,
        let value = try? TLVReader(answer.data).first(tag)
      else { continue }
      values.append(DataElementValue(tag: tag, value: Array(value)))
    }
    log = try await records(TransactionLogReading(.transactions, of: application), session)
    loadLog = try await records(TransactionLogReading(.loads, of: application), session)
  }

  private func records(
    _ reading: TransactionLogReading, _ session: any CardSession
  ) async throws(CardReaderError) -> [TransactionLogRecord] {
    var reading = reading
    var step = reading.begin()
    while true {
      switch step {
      case .finished(let records): return records
      case .transmit(let command):
        let bytes = try await session.transmit(
          command.bytes, timeout: ReaderSurroundings.answerTimeout)
        step = reading.resume(with: ResponseAPDU(bytes) ?? ResponseAPDU(status: StatusWord(0x6F00)))
      }
    }
  }

  private func exchanges(unmasked: Bool) -> ExchangeReport {
    var report = ExchangeReport(unmasked: unmasked)
    for exchange in record.exchanges {
      _ = report.appendCommand(exchange.command)
      if let response = exchange.response { _ = report.appendResponse(response) }
    }
    return report
  }

  /// The exchanges as a tree, then counters and logs.
  func text(unmasked: Bool) -> String {
    var text = TextTable(rows: [["reader", reader]]).text + AnswerReport(answerToReset).text
    text += "\n" + exchanges(unmasked: unmasked).text
    if !values.isEmpty { text += "\nCounters and limits:\n" }
    for object in values {
      text += "  \(Self.title(object.tag)): \(Hexadecimal.text(object.value))"
      text += Self.meaning(object.tag, object.value).map { "  \($0)" } ?? ""
      text += "\n"
    }
    text += Self.text("Payments, newest first", log) + Self.text("Loads, newest first", loadLog)
    if let failure = record.failure { text += "\nReading ended early: \(failure)\n" }
    return text
  }

  /// The same as an object.
  func json(unmasked: Bool) -> JSONValue {
    let failure = record.failure.map { JSONValue.string("\($0)") }
    return .object([
      .init("reader", .string(reader)), .init("answerToReset", AnswerReport(answerToReset).json),
      .init(
        "selectedAID",
        record.application.map { .string($0.candidate.name.description) } ?? .null),
      .init("exchanges", exchanges(unmasked: unmasked).json),
      .init("counters", .array(values.map { Self.json($0.tag, $0.value) })),
      .init("log", .array(log.map(Self.json))), .init("loadLog", .array(loadLog.map(Self.json))),
      .init("failure", failure ?? .null),
    ])
  }

  private static func title(_ tag: DataObjectTag) -> String {
    "\(tag) \(DataElement.named(tag)?.name ?? "unknown")"
  }

  private static func meaning(_ tag: DataObjectTag, _ value: [UInt8]) -> String? {
    ElementMeaning.explanations(tag, value).first.map(\.line)
  }

  private static func text(_ title: String, _ records: [TransactionLogRecord]) -> String {
    guard !records.isEmpty else { return "" }
    var text = "\n\(title):\n"
    for record in records {
      let parts = record.objects.map { object in
        meaning(object.tag, object.value) ?? Hexadecimal.text(object.value)
      }
      text += "  \(record.number): \(parts.joined(separator: "; "))\n"
    }
    return text
  }

  private static func json(_ tag: DataObjectTag, _ value: [UInt8]) -> JSONValue {
    [
      "tag": .string(tag.text), "name": .string(DataElement.named(tag)?.name ?? ""),
      "value": .string(Hexadecimal.text(value)),
      "meaning": .array(ElementMeaning.explanations(tag, value).map(\.json)),
    ]
  }

  private static func json(_ record: TransactionLogRecord) -> JSONValue {
    [
      "number": .number(Int(record.number)),
      "objects": .array(record.objects.map { json($0.tag, $0.value) }),
    ]
  }
}
