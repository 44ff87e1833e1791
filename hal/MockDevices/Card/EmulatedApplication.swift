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

  let personality: ApplicationPersonality
  var transactionCounter: UInt16
  var lastOnlineCounter: UInt16?
  var progress = Progress.selected
  var issuerProof = IssuerProof.absent

  init(_ personality: ApplicationPersonality) {
    self.personality = personality
    transactionCounter = personality.transactionCounter
    lastOnlineCounter = personality.lastOnlineCounter
  }

  /// Forgets the transaction, not the counters.
  func deselect() {
    progress = .selected
    issuerProof = .absent
  }

  /// What SELECT answers.
  var control: [UInt8] {
    var writer = TLVWriter()
    writer.appendTemplate(0x6F) { control in
      control.append(0x84, personality.identifier)
      control.appendTemplate(0xA5) { body in
        body.append(0x50, personality.label.utf8)
        if let indicator = personality.priorityIndicator { body.append(0x87, [indicator]) }
        if let list = personality.processingOptionsList { body.append(0x9F38, list) }
        body.append(0x5F2D, "zhen".utf8)
        if let name = personality.preferredName {
          body.append(0x9F11, [1])
          body.append(0x9F12, name.utf8)
        }
      }
    }
    return writer.bytes
  }

  /// Answers everything but SELECT and READ RECORD.
  func answer(_ command: CommandAPDU) -> ResponseAPDU {
    switch (command.classByte, command.instruction) {
    case (0x80, 0xA8): processingOptions(command)
    case (0x80, 0xCA): data(command)
    case (0x80, 0xAE): cryptogram(command)
    case (0x00, 0x82): externalAuthenticate(command)
    // The PIN is the issuer's affair: no reference PIN in this chip can be used.
    case (0x00, 0x20): ResponseAPDU(status: .referenceDataUnusable)
    case (0x84, _), (0x8C, _): ResponseAPDU(status: StatusWord(personality.scriptStatus))
    case (0x00, _), (0x80, _): ResponseAPDU(status: .instructionNotSupported)
    default: ResponseAPDU(status: .classNotSupported)
    }
  }

  /// GET PROCESSING OPTIONS.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.8.
  private func processingOptions(_ command: CommandAPDU) -> ResponseAPDU {
    guard progress == .selected, !personality.rejectsProcessingOptions else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    let wanted = (try? DataObjectList(personality.processingOptionsList ?? []))?.byteCount
    guard let given = try? TLVReader(command.data).first(0x83), given.count == wanted else {
      return ResponseAPDU(status: .wrongLength)
    }
    // A chip whose counter has run out is dead for ever.
    guard transactionCounter < .max else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    transactionCounter += 1
    progress = .started
    let locator = personality.fileLocator ?? Self.fileLocator(personality.records)
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

  /// GET DATA.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.7.
  private func data(_ command: CommandAPDU) -> ResponseAPDU {
    let value: [UInt8]?
    switch (command.parameter1, command.parameter2) {
    case (0x9F, 0x36): value = Self.bytes(transactionCounter)
    case (0x9F, 0x13): value = lastOnlineCounter.map(Self.bytes)
    case (0x9F, 0x17): value = personality.pinTryCounter.map { [$0] }
    default: value = nil
    }
    let raw = UInt32(command.parameter1) << 8 | UInt32(command.parameter2)
    guard let value, let tag = DataObjectTag(rawValue: raw) else {
      return ResponseAPDU(status: .referencedDataNotFound)
    }
    var writer = TLVWriter()
    writer.append(tag, value)
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  static func bytes(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xFF)]
  }
}
