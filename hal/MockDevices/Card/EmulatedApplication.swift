import BERTLV
import ISO7816

/// One application of an emulated chip at work: its counters and where its transaction stands.
final class EmulatedApplication {
  /// How far a transaction has come.
  enum Progress: Hashable {
    case selected
    case started
    /// After a first GENERATE AC that asked to go online.
    case waitingForIssuer(cryptogram: [UInt8])
    case finished
  }

  /// What has become of the issuer's proof.
  enum IssuerProof: Hashable {
    case absent
    case accepted
    case refused
  }

  /// What has become of the cardholder's PIN.
  enum PINVerification: Hashable {
    case absent
    case accepted
    case refused
  }

  let personality: ApplicationPersonality
  var transactionCounter: UInt16
  var lastOnlineCounter: UInt16?
  var offlinePIN: OfflinePINPersonality?
  var isBlocked: Bool
  var data: [CardDataObject]
  var transactionLog: LogPersonality?
  var loadLog: LogPersonality?
  var records: [CardRecord]
  var rules: [AnswerRule]
  var progress = Progress.selected
  var issuerProof = IssuerProof.absent
  var pinVerification = PINVerification.absent
  /// What the terminal has said in this transaction.
  var terminalValues: [DataObjectTag: [UInt8]] = [:]
  /// The first cryptogram of this transaction, to which scripts refer.
  var firstCryptogram: [UInt8]?
  /// What GET PROCESSING OPTIONS and each GENERATE AC have brought.
  var transactionData: [UInt8] = []
  /// What the second GENERATE AC has brought; nil before it.
  var finalData: [UInt8]?
  /// Whether GENERATE AC asks for a signature, and for one on a curve.
  var requestsSignature = false
  var requestsCurveSignature = false
  /// What GET CHALLENGE gave, until the next command.
  var challenge: [UInt8]?
  var challengeCount: UInt64 = 0
  /// Whether a script has blocked the whole card.
  var hasBlockedCard = false

  init(_ personality: ApplicationPersonality) {
    self.personality = personality
    transactionCounter = personality.transactionCounter
    lastOnlineCounter = personality.lastOnlineCounter
    offlinePIN = personality.offlinePIN
    isBlocked = personality.isBlocked
    data = personality.data
    transactionLog = personality.transactionLog
    loadLog = personality.loadLog
    records = personality.records
    rules = personality.rules
  }

  /// Forgets the transaction, not the counters.
  func deselect() {
    progress = .selected
    issuerProof = .absent
    pinVerification = .absent
    terminalValues = [:]
    firstCryptogram = nil
    transactionData = []
    finalData = nil
    challenge = nil
  }

  /// What SELECT answers.
  var control: [UInt8] {
    if let information = personality.controlInformation { return information }
    var writer = TLVWriter()
    writer.appendTemplate(0x6F) { control in
      control.append(0x84, personality.identifier)
      control.appendTemplate(0xA5) { body in
        if let label = personality.label { body.append(0x50, label.utf8) }
        if let indicator = personality.priorityIndicator { body.append(0x87, [indicator]) }
        if let list = personality.processingOptionsList { body.append(0x9F38, list) }
        if let languages = personality.languages { body.append(0x5F2D, languages.utf8) }
        if let table = personality.codeTable { body.append(0x9F11, [table]) }
        if let name = personality.preferredName { body.append(0x9F12, name) }
        let logs = logEntries
        if !logs.isEmpty { body.append(0xBF0C, logs) }
      }
    }
    return writer.bytes
  }

  /// Where the logs are, and how long.
  private var logEntries: [UInt8] {
    var writer = TLVWriter()
    if let log = transactionLog { writer.append(0x9F4D, [log.file, log.recordLimit]) }
    if let log = loadLog { writer.append(0xDF4D, [log.file, log.recordLimit]) }
    return writer.bytes
  }

  /// Answers everything but SELECT and READ RECORD.
  func answer(_ command: CommandAPDU) -> ResponseAPDU {
    defer { if command.instruction != 0x84 { challenge = nil } }
    return switch (command.classByte, command.instruction) {
    case (0x80, 0xA8): processingOptions(command)
    case (0x80, 0xCA): data(command)
    case (0x80, 0xAE): cryptogram(command)
    case (0x00, 0x82): externalAuthenticate(command)
    case (0x00, 0x20): verify(command)
    case (0x00, 0x84) where personality.signing != nil: giveChallenge(command)
    case (0x00, 0x88) where personality.signing != nil: internalAuthenticate(command)
    case (0x84, _), (0x8C, _): script(command)
    case (0x00, _), (0x80, _): ResponseAPDU(status: .instructionNotSupported)
    default: ResponseAPDU(status: .classNotSupported)
    }
  }

  /// What READ RECORD answers; nil when there is no such record.
  func record(file: UInt8, number: UInt8) -> [UInt8]? {
    for log in [transactionLog, loadLog].compactMap({ $0 }) where log.file == file {
      let place = Int(number) - 1
      return log.records.indices.contains(place) ? log.records[place] : nil
    }
    return records.first { $0.file == file && $0.number == number }?.bytes
  }

  /// GET PROCESSING OPTIONS.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.8.
  private func processingOptions(_ command: CommandAPDU) -> ResponseAPDU {
    guard progress == .selected, !personality.rejectsProcessingOptions else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    let list = try? DataObjectList(personality.processingOptionsList ?? [])
    guard let given = try? TLVReader(command.data).first(0x83),
      let values = list.map({ $0.values(in: Array(given)) }) ?? []
    else {
      return ResponseAPDU(status: .wrongLength)
    }
    // A chip whose counter has run out is dead for ever.
    guard transactionCounter < .max else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    transactionCounter += 1
    progress = .started
    transactionData = Array(given)
    for (tag, value) in values { terminalValues[tag] = Array(value) }
    let locator = personality.fileLocator ?? Self.fileLocator(records)
    var writer = TLVWriter()
    if personality.usesFormat2 {
      writer.appendTemplate(0x77) {
        $0.append(0x82, personality.interchangeProfile)
        $0.append(0x94, locator)
      }
    } else {
      writer.append(0x80, personality.interchangeProfile + locator)
    }
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  /// The file locator of records, one group for each unbroken run in a file.
  private static func fileLocator(_ records: [CardRecord]) -> [UInt8] {
    var locator: [UInt8] = []
    for record in records {
      let start = locator.count - 4
      let hasGroup = start >= 0 && locator[start] == record.file << 3
      let isCovered = record.isAuthenticated ? UInt8(1) : 0
      if hasGroup, Int(locator[start + 2]) + 1 == Int(record.number),
        !record.isAuthenticated || locator[start + 3] == locator[start + 2] - locator[start + 1] + 1
      {
        locator[start + 2] = record.number
        locator[start + 3] += isCovered
      } else {
        locator += [record.file << 3, record.number, record.number, isCovered]
      }
    }
    return locator
  }

  static func bytes(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xFF)]
  }
}
