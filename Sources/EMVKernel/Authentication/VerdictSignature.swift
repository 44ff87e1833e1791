import BERTLV

/// A card's signature over its verdict and the transaction, in the answer to GENERATE AC.
///
/// Source: EMV 4.3 Book 2, 6.6 for CDA; EMV 4.4 Book 2, 12.5 for XDA.
struct VerdictSignature {
  /// The bits that say that XDA failed, in one of its three ways (EMV 4.4 Book 4, 6.3.2.2).
  static let doubts = TerminalVerificationResults([
    .curveKeyMissing, .curveKeyRecoveryFailed, .extendedAuthenticationFailed,
  ])

  /// Which of the two answers it is.
  let turn: CryptogramGeneration.Turn
  /// What the command brought to the card.
  let commandData: [UInt8]
  /// The answer.
  let answer: [UInt8]

  /// What CDA asks of the card now: nothing when its key is not known or when it shall decline.
  static func request(
    for type: CryptogramType, _ store: DataObjectStore
  ) -> SignatureRequest {
    switch store.authentication.method {
    case .combined:
      store.authentication.signatureKey != nil && type != .declined
        && !store.verificationResults.contains(.combinedAuthenticationFailed) ? .combined : .none
    // Always, whatever is asked for and whatever has failed: Book 2, 12.5.1.
    case .extended: .extended
    case .staticData, .dynamicData, nil: .none
    }
  }

  /// Verifies a signature of CDA; keeps the cryptogram, which only the signature holds.
  func verifyCombined(
    _ store: inout DataObjectStore, using cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) {
    guard let key = store.authentication.signatureKey else { throw .unsigned }
    let (objects, value) = try signedObjects()
    let signature = try DynamicSignature(
      value, terminalData: store.value(0x9F37) ?? [], under: key, using: cryptography)
    let algorithm: DigestAlgorithm =
      switch key {
      case .rsa: .sha1
      case .curve: .sm3
      }
    var data = store.authentication.processingOptionsData
    data += store.authentication.firstCryptogramData
    if turn == .second { data += commandData }
    let digest = cryptography.digest(data + objects, algorithm)
    let rest = signature.rest
    guard rest.count >= 9 + digest.count else { throw .flawed(0x9F4B, .cardData) }
    guard rest.prefix(1).elementsEqual(store.value(0x9F27) ?? []) else {
      throw .flawed(0x9F4B, .cryptogramInformation)
    }
    guard rest.dropFirst(9).prefix(digest.count).elementsEqual(digest) else {
      throw .flawed(0x9F4B, .transactionData)
    }
    store.replace(0x9F26, rest.dropFirst().prefix(8))
    store.set(0x9F4C, signature.number)
  }

  /// Verifies a signature of XDA.
  ///
  /// Each covers what its own GENERATE AC brought, the first also what started the application
  /// (EMV 4.4 Book 2, table 37).
  func verifyExtended(
    _ store: DataObjectStore, using cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) {
    guard case .curve(let key) = store.authentication.signatureKey else { throw .unsigned }
    let (objects, value) = try signedObjects()
    guard value.count == 1 + key.suite.signatureByteCount else { throw .flawed(0x9F4B, .length) }
    guard value[0] == 0x15 else { throw .flawed(0x9F4B, .format) }
    var message: [UInt8] = [0x15]
    if turn == .first { message += store.authentication.processingOptionsData }
    message += commandData + objects
    guard cryptography.isValid(Array(value.dropFirst()), of: message, under: key) else {
      throw .flawed(0x9F4B, .signature)
    }
  }

  /// The objects of the answer without the signature, as they came, and the signature.
  private func signedObjects() throws(AuthenticationFlaw) -> (objects: [UInt8], value: [UInt8]) {
    guard var reader = try? TLVReader(answer).only(0x77) else { throw .unsigned }
    var objects: [UInt8] = []
    var signature: [UInt8]?
    while let object = try? reader.next() {
      if object.tag == 0x9F4B {
        signature = signature ?? Array(object.value)
      } else {
        objects += answer[object.offset..<object.value.endIndex]
      }
    }
    guard let signature else { throw .unsigned }
    return (objects, signature)
  }
}
