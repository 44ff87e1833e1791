import BERTLV
import ISO7816
import PaymentCryptography

// Cryptograms of PBOC, version 01 with triple DES. Source: JR/T 0025 (PBOC 3.0), parts 5 and 7.
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
      command.parameter1 & 0x3F == 0
    else { return ResponseAPDU(status: .wrongParameters) }
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
    var verdict = request
    switch personality.firstVerdict {
    case .asAsked: break
    case .online: if request == .approved { verdict = .online }
    case .declined: verdict = .declined
    }
    let isNew: UInt8 = lastOnlineCounter == 0 ? 0x08 : 0
    let results = [0x03, 0x80 | verdict.code << 4, isNew, 0x00]
    guard let answer = sign(verdict, values, results: results) else {
      return ResponseAPDU(status: StatusWord(0x6F00))
    }
    progress = verdict == .online ? .waitingForIssuer(cryptogram: answer.cryptogram) : .finished
    return answer.response
  }

  private func finalCryptogram(
    _ request: Verdict, _ data: [UInt8], first: [UInt8]
  ) -> ResponseAPDU {
    guard let values = values(0x8D, in: data) else { return ResponseAPDU(status: .wrongLength) }
    if request == .online { return ResponseAPDU(status: .conditionsNotSatisfied) }
    if issuerProof == .absent, let proof = values[0x91], proof.contains(where: { $0 != 0 }) {
      issuerProof = isProof(proof, of: first) ? .accepted : .refused
    }
    let responseCode = values[0x8A] ?? []
    let isAlone = ["Y3", "Z3"].contains { responseCode.elementsEqual($0.utf8) }
    var verdict = request
    let isProven = isAlone || !personality.requiresIssuerAuthentication || issuerProof == .accepted
    if personality.finalVerdict == .declined || !isProven { verdict = .declined }
    // Byte 2: both verdicts, issuer authentication failed, unable to go online.
    let failed: UInt8 = issuerProof == .refused ? 0x08 : 0
    let results = [
      0x03, verdict.code << 6 | Verdict.online.code << 4 | failed | (isAlone ? 0x01 : 0),
      issuerProof == .absent && !isAlone ? 0x04 : 0x00, 0x00,
    ]
    guard let answer = sign(verdict, values, results: results) else {
      return ResponseAPDU(status: StatusWord(0x6F00))
    }
    if issuerProof == .accepted {
      lastOnlineCounter = lastOnlineCounter.map { _ in transactionCounter }
    }
    progress = .finished
    return answer.response
  }

  /// The values that a list of the card's records asks for; nil when `data` is not filled after it.
  private func values(_ tag: DataObjectTag, in data: [UInt8]) -> [DataObjectTag: [UInt8]]? {
    for record in personality.records {
      guard let template = try? TLVReader(record.bytes).only(0x70),
        let bytes = try? template.first(tag), let list = try? DataObjectList(bytes)
      else { continue }
      return list.values(in: data).map { values in
        Dictionary(
          values.map { ($0.tag, Array($0.value)) }, uniquingKeysWith: { first, _ in first })
      }
    }
    return nil
  }

  /// The signed data of PBOC: nine objects, the counter and the card verification results.
  private func sign(
    _ verdict: Verdict, _ values: [DataObjectTag: [UInt8]], results: [UInt8]
  ) -> (cryptogram: [UInt8], response: ResponseAPDU)? {
    let sizes: [(tag: DataObjectTag, byteCount: Int)] = [
      (0x9F02, 6), (0x9F03, 6), (0x9F1A, 2), (0x95, 5), (0x5F2A, 2), (0x9A, 3), (0x9C, 1),
      (0x9F37, 4),
    ]
    var data: [UInt8] = []
    for (tag, byteCount) in sizes {
      data += values[tag] ?? Array(repeating: 0, count: byteCount)
    }
    let counter = Self.bytes(transactionCounter)
    data += personality.interchangeProfile + counter + results
    guard let key = sessionKey(),
      let cryptogram = try? EMVCryptography.applicationCryptogram(sessionKey: key, data: data)
    else { return nil }
    // 07: length; key index; cryptogram version 01; results; algorithm 01.
    let issuerData = [0x07, personality.keyIndex, 0x01] + results + [0x01]
    var writer = TLVWriter()
    if personality.usesFormat2 {
      writer.appendTemplate(0x77) {
        $0.append(0x9F27, [verdict.rawValue])
        $0.append(0x9F36, counter)
        $0.append(0x9F26, cryptogram)
        $0.append(0x9F10, issuerData)
      }
    } else {
      writer.append(0x80, [verdict.rawValue] + counter + cryptogram + issuerData)
    }
    return (cryptogram, ResponseAPDU(data: writer.bytes, status: .success))
  }

  private func isProof(_ data: [UInt8], of cryptogram: [UInt8]) -> Bool {
    guard data.count >= 10, let key = sessionKey() else { return false }
    let expected = try? EMVCryptography.authorizationResponseCryptogram(
      sessionKey: key, cryptogram: cryptogram, responseCode: Array(data[8..<10]))
    return expected == Array(data.prefix(8))
  }

  private func sessionKey() -> [UInt8]? {
    let masterKey = try? EMVCryptography.cardMasterKey(
      issuerMasterKey: personality.issuerMasterKey, panDigits: personality.panDigits,
      sequenceNumber: personality.sequenceNumber)
    return masterKey.flatMap {
      try? EMVCryptography.pbocSessionKey(
        cardMasterKey: $0, applicationTransactionCounter: transactionCounter)
    }
  }
}
