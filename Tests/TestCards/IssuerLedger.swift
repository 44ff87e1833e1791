import BERTLV
import MockDevices

/// What a bank knows of one transaction of its card: keys, counter and first cryptogram.
struct IssuerLedger {
  private let application: ApplicationPersonality
  private let counter: UInt16
  private let cryptogram: [UInt8]
  private let masterKey: [UInt8]

  /// Reads field 55; nil when it lacks what a bank needs.
  init?(_ application: ApplicationPersonality, _ field: [UInt8]) {
    let reader = TLVReader(field)
    guard let counter = try? reader.first(0x9F36), let cryptogram = try? reader.first(0x9F26),
      let masterKey = try? application.scheme.masterKey(
        issuerMasterKey: application.issuerMasterKey, panDigits: application.panDigits,
        sequenceNumber: application.sequenceNumber)
    else { return nil }
    self.application = application
    self.counter = counter.reduce(0) { $0 << 8 | UInt16($1) }
    self.cryptogram = Array(cryptogram)
    self.masterKey = masterKey
  }

  private var scheme: CryptogramScheme { application.scheme }

  private func sessionKey() throws -> [UInt8] {
    try scheme.sessionKey(masterKey: masterKey, transactionCounter: counter)
  }

  /// Whether the cryptogram in the field is one of the card over what else is in it.
  func hasSigned(_ field: [UInt8]) throws -> Bool {
    let reader = TLVReader(field)
    let tags: [DataObjectTag] = [
      0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36,
    ]
    var data: [UInt8] = []
    for tag in tags {
      guard let value = try reader.first(tag) else { return false }
      data += value
    }
    let issuerData = try reader.first(0x9F10).map { Array($0) } ?? []
    data += scheme.signedPart(ofIssuerData: issuerData)
    return try scheme.cryptogram(sessionKey: sessionKey(), data: data) == cryptogram
  }

  /// The bank's proof, as tag 91 carries it.
  func proof(
    responseCode: [UInt8], statusUpdate: [UInt8], proprietaryData: [UInt8]
  ) throws -> [UInt8] {
    guard application.issuerProofMethod == 2 else {
      return try scheme.responseCryptogram(
        sessionKey: sessionKey(), cryptogram: cryptogram, responseCode: responseCode)
        + responseCode
    }
    return try scheme.responseCryptogram(
      sessionKey: sessionKey(), cryptogram: cryptogram, statusUpdate: statusUpdate,
      proprietaryData: proprietaryData) + statusUpdate + proprietaryData
  }

  /// The code of a command of a script.
  func scriptCode(header: [UInt8], data: [UInt8]) throws -> [UInt8] {
    try scheme.scriptCode(
      key: scriptKey(application.scriptKeys.integrity), header: header,
      transactionCounter: counter, cryptogram: cryptogram, data: data)
  }

  /// The data of a command that sets a new PIN.
  func enciphered(newPIN digits: [UInt8]) throws -> [UInt8] {
    try scheme.enciphered(
      scheme.pinChangeBlock(new: digits, old: nil, masterKey: masterKey),
      key: scriptKey(application.scriptKeys.confidentiality))
  }

  private func scriptKey(_ issuerKey: [UInt8]) throws -> [UInt8] {
    try scheme.scriptKey(
      masterKey: scheme.masterKey(
        issuerMasterKey: issuerKey, panDigits: application.panDigits,
        sequenceNumber: application.sequenceNumber),
      transactionCounter: counter, cryptogram: cryptogram)
  }
}
