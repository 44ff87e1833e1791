package import BERTLV
package import ISO7816

/// Reads the card's own log of its transactions, or of its loads, newest first.
///
/// The application says with SELECT where the log is (9F4D: file and number of records) and to GET
/// DATA what a record holds (9F4F: a list of tags and lengths). PBOC has the same for loads with
/// DF4D and DF4F. Needs no GET PROCESSING OPTIONS. Source: EMV 4.3 Book 3, Annex D; JR/T 0025.
///
/// ```swift
/// var reading = TransactionLogReading(.transactions, of: application)
/// var step = reading.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = reading.resume(with: try await card.send(command))
///   case .finished(let log): return log
///   }
/// }
/// ```
package struct TransactionLogReading: Hashable, Sendable {
  /// Which log.
  package enum Kind: Hashable, Sendable {
    /// Of payments (9F4D, 9F4F).
    case transactions
    /// Of loads of electronic cash (DF4D, DF4F).
    case loads
  }

  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// The log; empty when the card has none, or none that can be read.
    case finished([TransactionLogRecord])
  }

  private enum State: Hashable, Sendable {
    case readingFormat(file: UInt8, count: UInt8)
    case readingRecord(UInt8, file: UInt8, count: UInt8, DataObjectList)
    case finished
  }

  private let kind: Kind
  private let entry: [UInt8]
  private var records: [TransactionLogRecord] = []
  private var state = State.finished

  /// Takes the application that was selected.
  package init(_ kind: Kind, of application: SelectedApplication) {
    self.kind = kind
    let tag: DataObjectTag = kind == .transactions ? 0x9F4D : 0xDF4D
    entry = application.objects.first { $0.tag == tag }?.value ?? []
  }

  /// Starts with the format of the records.
  package mutating func begin() -> Step {
    guard entry.count == 2, (11...30).contains(entry[0]), entry[1] > 0 else { return .finished([]) }
    state = .readingFormat(file: entry[0], count: entry[1])
    return .transmit(.getData(kind == .transactions ? 0x9F4F : 0xDF4F))
  }

  /// Goes on with the answer to the last command.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    switch state {
    case .readingFormat(let file, let count):
      let tag: DataObjectTag = kind == .transactions ? 0x9F4F : 0xDF4F
      guard response.status == .success, let value = try? TLVReader(response.data).first(tag),
        let list = try? DataObjectList(value), list.byteCount > 0
      else { return finish() }
      return read(1, file: file, count: count, list)
    case .readingRecord(let number, let file, let count, let list):
      // 6A83 ends a log that is not full yet; a record of another length is not one of its format.
      guard response.status == .success, let values = list.values(in: response.data) else {
        return finish()
      }
      records.append(
        TransactionLogRecord(
          number: number, objects: values.map { .init(tag: $0.tag, value: Array($0.value)) }))
      return number < count ? read(number + 1, file: file, count: count, list) : finish()
    case .finished: preconditionFailure("no command is under way")
    }
  }

  private mutating func read(
    _ number: UInt8, file: UInt8, count: UInt8, _ list: DataObjectList
  ) -> Step {
    state = .readingRecord(number, file: file, count: count, list)
    return .transmit(.readRecord(file: file, record: number))
  }

  private mutating func finish() -> Step {
    state = .finished
    return .finished(records)
  }
}

/// One line of a card's log; 1 is the newest.
package struct TransactionLogRecord: Hashable, Sendable {
  /// One object of the line.
  package struct Object: Hashable, Sendable {
    /// Which object.
    package let tag: DataObjectTag
    /// Its value, as long as the format of the log says.
    package let value: [UInt8]
  }

  /// Its place in the log.
  package let number: UInt8
  /// What it holds, in the order of the log's format.
  package let objects: [Object]
}
