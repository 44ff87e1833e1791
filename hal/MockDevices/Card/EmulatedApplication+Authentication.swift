import BERTLV
import ISO7816
import PaymentCryptography

// What the card signs. Source: EMV 4.3 Book 2, 6.5 and 6.6; EMV 4.4 Book 2, 12; JR/T 0025.17.
extension EmulatedApplication {
  /// The number that the card signs in this transaction: eight bytes unless its file has others.
  private var dynamicNumber: [UInt8] {
    if let number = personality.signing?.dynamicNumber { return number }
    var random = SplitMix64(seed: UInt64(transactionCounter))
    return withUnsafeBytes(of: random.next().bigEndian) { Array($0) }
  }

  /// GET CHALLENGE: eight bytes that hold for the next command.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.6.
  func giveChallenge(_ command: CommandAPDU) -> ResponseAPDU {
    guard command.parameter1 == 0, command.parameter2 == 0 else {
      return ResponseAPDU(status: .wrongParameters)
    }
    challengeCount += 1
    var random = SplitMix64(seed: UInt64(transactionCounter) << 32 | challengeCount)
    let challenge = withUnsafeBytes(of: random.next().bigEndian) { Array($0) }
    self.challenge = challenge
    return ResponseAPDU(data: challenge, status: .success)
  }

  /// INTERNAL AUTHENTICATE over what the DDOL asked for.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.9.
  func internalAuthenticate(_ command: CommandAPDU) -> ResponseAPDU {
    guard progress == .started, let signing = personality.signing else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    let cardData = CertificateSignature.dynamicNumber(dynamicNumber)
    guard let signature = sign(cardData, terminalData: command.data, signing) else {
      return ResponseAPDU(status: StatusWord(0x6F00))
    }
    var writer = TLVWriter()
    if personality.usesFormat2 {
      writer.appendTemplate(0x77) { $0.append(0x9F4B, signature) }
    } else {
      writer.append(0x80, signature)
    }
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  private func sign(
    _ cardData: [UInt8], terminalData: [UInt8], _ signing: SigningPersonality
  ) -> [UInt8]? {
    switch signing.key {
    case .rsa(let pair):
      try? CertificateSignature.dynamicData(
        cardData, terminalData: terminalData, by: pair, spoiling: signing.spoiling)
    case .curve(let pair) where pair.curve == .sm2:
      try? CertificateOfPBOC.dynamicData(
        cardData, terminalData: terminalData, by: pair, spoiling: signing.spoiling)
    case .curve: nil
    }
  }

  /// The answer to GENERATE AC with a signature over the whole transaction; nil when the card signs
  /// none.
  func signedResponse(
    _ information: UInt8, _ cryptogram: [UInt8], issuerData: [UInt8]
  ) -> ResponseAPDU? {
    guard let signing = personality.signing, !signing.isUnsigned, requestsSignature,
      information & 0xC0 != 0
    else { return nil }
    var objects = TLVWriter()
    objects.append(0x9F27, [information])
    objects.append(0x9F36, Self.bytes(transactionCounter))
    let isOnCurve = requestsCurveSignature
    if isOnCurve { objects.append(0x9F26, cryptogram) }
    if !issuerData.isEmpty { objects.append(0x9F10, issuerData) }
    let signature =
      isOnCurve
      ? curveSignature(over: objects.bytes, signing)
      : combinedSignature(over: objects.bytes, information, cryptogram, signing)
    guard let signature else { return nil }
    objects.append(0x9F4B, signature)
    var writer = TLVWriter()
    writer.append(0x77, objects.bytes)
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  private func combinedSignature(
    over objects: [UInt8], _ information: UInt8, _ cryptogram: [UInt8],
    _ signing: SigningPersonality
  ) -> [UInt8]? {
    var isChinese = false
    if case .curve = signing.key { isChinese = true }
    let transaction = transactionData + objects
    var digest = isChinese ? Digest.sm3(transaction) : Digest.sha1(transaction)
    if signing.hasWrongDigest { digest[0] ^= 1 }
    let cardData = CertificateSignature.combinedData(
      number: dynamicNumber, information: signing.signedInformation ?? information,
      cryptogram: cryptogram, transactionDigest: digest)
    return sign(cardData, terminalData: terminalValues[0x9F37] ?? [0, 0, 0, 0], signing)
  }

  /// The signature of XDA: the second covers only what its own command brought.
  ///
  /// Source: EMV 4.4 Book 2, table 37.
  private func curveSignature(
    over objects: [UInt8], _ signing: SigningPersonality
  ) -> [UInt8]? {
    guard case .curve(let pair) = signing.key else { return nil }
    var data = (finalData ?? transactionData) + objects
    if signing.hasWrongDigest { data.append(0) }
    return try? CertificateOnCurve.transaction(data, by: pair, spoiling: signing.spoiling)
  }

  /// The plaintext PIN block in what VERIFY brought enciphered; nil when it is none.
  ///
  /// 7F, the block, the challenge, random bytes. Source: EMV 4.3 Book 2, 7.2.
  func decipheredPINBlock(_ data: [UInt8]) -> [UInt8]? {
    guard let challenge = challenge.take(), let signing = personality.signing else { return nil }
    var pair = signing.pinKey
    if pair == nil, case .rsa(let own) = signing.key { pair = own }
    guard let block = pair.flatMap({ try? $0.sign(data) }), block.count >= 17, block[0] == 0x7F,
      Array(block[9..<17]) == challenge
    else { return nil }
    return Array(block[1..<9])
  }
}
