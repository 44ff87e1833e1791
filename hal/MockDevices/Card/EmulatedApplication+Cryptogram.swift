import BERTLV
import ISO7816
import PaymentCryptography

// Cryptograms. Source: EMV 4.3 Book 3, 6.5.5; JR/T 0025 (PBOC 3.0), parts 5 and 7.
extension EmulatedApplication {
  /// The kinds of cryptogram, by the first two bits of P1 and of the CID.
  enum Verdict: UInt8 {
    case declined = 0x00
    case approved = 0x40
    case online = 0x80

    /// The two bits of the card verification results.
    var code: UInt8 { self == .online ? 0b10 : rawValue >> 6 }
  }

  /// GENERATE AC.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.5.
  func cryptogram(_ command: CommandAPDU) -> ResponseAPDU {
    guard let request = Verdict(rawValue: command.parameter1 & 0xC0), command.parameter2 == 0,
      command.parameter1 & 0x27 == 0,
      personality.signing != nil || command.parameter1 & 0x18 == 0
    else { return ResponseAPDU(status: .wrongParameters) }
    requestsSignature = command.parameter1 & 0x18 != 0
    requestsCurveSignature = command.parameter1 & 0x18 == 0x08
    switch progress {
    case .started: return firstCryptogram(request, command.data)
    case .waitingForIssuer(let cryptogram):
      return finalCryptogram(request, command.data, first: cryptogram)
    case .selected, .finished: return ResponseAPDU(status: .conditionsNotSatisfied)
    }
  }

  /// EXTERNAL AUTHENTICATE: eight bytes of ARPC and two of response code, once a transaction.
  func externalAuthenticate(_ command: CommandAPDU) -> ResponseAPDU {
    guard case .waitingForIssuer(let cryptogram) = progress, issuerProof == .absent else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    issuerProof = isProof(command.data, of: cryptogram) ? .accepted : .refused
    return ResponseAPDU(status: issuerProof == .accepted ? .success : .authenticationFailed)
  }

  private func firstCryptogram(_ request: Verdict, _ data: [UInt8]) -> ResponseAPDU {
    guard let values = values(0x8C, in: data) else { return ResponseAPDU(status: .wrongLength) }
    transactionData += data
    terminalValues.merge(values) { _, new in new }
    var verdict = request
    var code: UInt8?
    switch personality.firstVerdict {
    case .asAsked: break
    case .online: if request == .approved { verdict = .online }
    case .declined: verdict = .declined
    case .forced(let bits):
      code = bits
      verdict = Verdict(rawValue: bits) ?? request
    }
    let isNew: UInt8 = lastOnlineCounter == 0 ? 0x08 : 0
    let results: [UInt8] = [
      0x03, 0x80 | verdict.code << 4 | pinResults, isNew | (isPINBlocked ? 0x40 : 0), 0x00,
    ]
    guard let answer = sign(code ?? verdict.rawValue, results: results) else {
      return ResponseAPDU(status: StatusWord(0x6F00))
    }
    firstCryptogram = answer.cryptogram
    progress = verdict == .online ? .waitingForIssuer(cryptogram: answer.cryptogram) : .finished
    if verdict == .approved { logTransaction() }
    return answer.response
  }

  private func finalCryptogram(
    _ request: Verdict, _ data: [UInt8], first: [UInt8]
  ) -> ResponseAPDU {
    guard let values = values(0x8D, in: data) else { return ResponseAPDU(status: .wrongLength) }
    if request == .online { return ResponseAPDU(status: .conditionsNotSatisfied) }
    transactionData += data
    finalData = data
    terminalValues.merge(values) { _, new in new }
    if issuerProof == .absent, let proof = values[0x91], proof.contains(where: { $0 != 0 }) {
      issuerProof = isProof(proof, of: first) ? .accepted : .refused
    }
    let responseCode = values[0x8A] ?? []
    let isAlone = ["Y3", "Z3"].contains { responseCode.elementsEqual($0.utf8) }
    var verdict = request
    var code: UInt8?
    let isProven = isAlone || !personality.requiresIssuerAuthentication || issuerProof == .accepted
    switch personality.finalVerdict {
    case .asAsked: if !isProven { verdict = .declined }
    case .declined: verdict = .declined
    case .forced(let bits):
      code = bits
      verdict = Verdict(rawValue: bits) ?? request
    }
    // Byte 2: both verdicts, issuer authentication failed, unable to go online.
    let failed: UInt8 = issuerProof == .refused ? 0x08 : 0
    let results: [UInt8] = [
      0x03,
      verdict.code << 6 | Verdict.online.code << 4 | failed | pinResults | (isAlone ? 0x01 : 0),
      (issuerProof == .absent && !isAlone ? 0x04 : 0x00) | (isPINBlocked ? 0x40 : 0), 0x00,
    ]
    guard let answer = sign(code ?? verdict.rawValue, results: results) else {
      return ResponseAPDU(status: StatusWord(0x6F00))
    }
    if issuerProof == .accepted {
      lastOnlineCounter = lastOnlineCounter.map { _ in transactionCounter }
    }
    progress = .finished
    if verdict == .approved { logTransaction() }
    return answer.response
  }

  /// Byte 2 of the results: the card has verified a PIN, and found it wrong.
  private var pinResults: UInt8 {
    switch pinVerification {
    case .absent: 0
    case .accepted: 0x04
    case .refused: 0x06
    }
  }

  private var isPINBlocked: Bool { offlinePIN?.triesLeft == 0 }

  /// The values that a list of the card's records asks for; nil when `data` is not filled after it.
  private func values(_ tag: DataObjectTag, in data: [UInt8]) -> [DataObjectTag: [UInt8]]? {
    for record in records {
      guard let bytes = record.value(tag), let list = try? DataObjectList(bytes) else { continue }
      return list.values(in: data).map { values in
        Dictionary(
          values.map { ($0.tag, Array($0.value)) }, uniquingKeysWith: { first, _ in first })
      }
    }
    return nil
  }

  /// Signs nine objects of the terminal, the profile, the counter and the issuer's data.
  private func sign(
    _ code: UInt8, results: [UInt8]
  ) -> (cryptogram: [UInt8], response: ResponseAPDU)? {
    let sizes: [(tag: DataObjectTag, byteCount: Int)] = [
      (0x9F02, 6), (0x9F03, 6), (0x9F1A, 2), (0x95, 5), (0x5F2A, 2), (0x9A, 3), (0x9C, 1),
      (0x9F37, 4),
    ]
    var data: [UInt8] = []
    for (tag, byteCount) in sizes {
      data += terminalValues[tag] ?? Array(repeating: 0, count: byteCount)
    }
    let scheme = personality.scheme
    let issuerData = scheme.issuerData(keyIndex: personality.keyIndex, results: results)
    data += personality.interchangeProfile + Self.bytes(transactionCounter)
    data += scheme.signedPart(ofIssuerData: issuerData)
    guard let key = sessionKey(),
      let cryptogram = try? scheme.cryptogram(sessionKey: key, data: data)
    else { return nil }
    let told = personality.issuerApplicationData ?? issuerData
    return (
      cryptogram, response(code | personality.cryptogramInformation, cryptogram, issuerData: told)
    )
  }

  private func response(
    _ information: UInt8, _ cryptogram: [UInt8], issuerData: [UInt8]
  ) -> ResponseAPDU {
    if let signed = signedResponse(information, cryptogram, issuerData: issuerData) {
      return signed
    }
    let counter = Self.bytes(transactionCounter)
    var writer = TLVWriter()
    if personality.usesFormat2 {
      writer.appendTemplate(0x77) {
        $0.append(0x9F27, [information])
        $0.append(0x9F36, counter)
        $0.append(0x9F26, cryptogram)
        if !issuerData.isEmpty { $0.append(0x9F10, issuerData) }
      }
    } else {
      writer.append(0x80, [information] + counter + cryptogram + issuerData)
    }
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  private func isProof(_ data: [UInt8], of cryptogram: [UInt8]) -> Bool {
    guard let key = sessionKey() else { return false }
    if personality.issuerProofMethod == 2 {
      guard (8...16).contains(data.count) else { return false }
      let expected = try? personality.scheme.responseCryptogram(
        sessionKey: key, cryptogram: cryptogram, statusUpdate: Array(data[4..<8]),
        proprietaryData: Array(data[8...]))
      guard expected == Array(data.prefix(4)) else { return false }
      update(status: Array(data[4..<8]))
      return true
    }
    guard data.count >= 10 else { return false }
    let expected = try? personality.scheme.responseCryptogram(
      sessionKey: key, cryptogram: cryptogram, responseCode: Array(data[8..<10]))
    return expected == Array(data.prefix(8))
  }

  /// Does what a card status update says: byte 2 blocks card or application, or sets the tries.
  ///
  /// Source: EMV 4.3 Book 3, C10.
  private func update(status: [UInt8]) {
    if status[1] & 0x40 != 0 { hasBlockedCard = true }
    if status[1] & 0x20 != 0 { isBlocked = true }
    if status[1] & 0x10 != 0 { offlinePIN?.triesLeft = status[0] & 0x0F }
  }

  /// The card's own key.
  func masterKey() -> [UInt8]? {
    try? personality.scheme.masterKey(
      issuerMasterKey: personality.issuerMasterKey, panDigits: personality.panDigits,
      sequenceNumber: personality.sequenceNumber)
  }

  private func sessionKey() -> [UInt8]? {
    masterKey().flatMap {
      try? personality.scheme.sessionKey(masterKey: $0, transactionCounter: transactionCounter)
    }
  }
}
