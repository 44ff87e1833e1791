import BERTLV

/// What a card has signed of its own (tag 9F4B).
///
/// Source: EMV 4.3 Book 2, 6.5.2 and 6.6.2; JR/T 0025.17 for SM2.
struct DynamicSignature {
  /// A number of the card's, two to eight bytes, for tag 9F4C.
  let number: [UInt8]
  /// What stands behind it.
  let rest: ArraySlice<UInt8>

  /// Verifies a signature; `terminalData` is the terminal's part of what it covers.
  init(
    _ signature: [UInt8], terminalData: [UInt8], under key: PublicKey,
    using cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) {
    let data =
      switch key {
      case .rsa(let key):
        try Self.recoveredData(signature, terminalData, key, cryptography)
      case .curve(let key): try Self.plainData(signature, terminalData, key, cryptography)
      }
    guard let count = data.first.map(Int.init), (2...8).contains(count), data.count > count else {
      throw .flawed(0x9F4B, .cardData)
    }
    number = Array(data.dropFirst().prefix(count))
    rest = data.dropFirst(1 + count)
  }

  private static func recoveredData(
    _ signature: [UInt8], _ terminalData: [UInt8], _ key: RSAPublicKey,
    _ cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) -> ArraySlice<UInt8> {
    let block = try RecoveredBlock(
      0x9F4B, signature, format: 0x05, minimumByteCount: 25, under: key, using: cryptography)
    let contents = block.contents
    guard contents[contents.startIndex + 1] == 0x01 else {
      throw .flawed(0x9F4B, .digestAlgorithm)
    }
    try block.verify(with: terminalData, using: cryptography)
    let byteCount = Int(contents[contents.startIndex + 2])
    let data = contents.dropFirst(3)
    guard byteCount <= data.count else { throw .flawed(0x9F4B, .cardData) }
    return data.prefix(byteCount)
  }

  /// SM2: format, length, data, signature.
  private static func plainData(
    _ signature: [UInt8], _ terminalData: [UInt8], _ key: CurveKey,
    _ cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) -> ArraySlice<UInt8> {
    let message = signature.dropLast(key.suite.signatureByteCount)
    guard message.count >= 2, message.count == 2 + Int(message[1]) else {
      throw .flawed(0x9F4B, .length)
    }
    guard message[0] == 0x15 else { throw .flawed(0x9F4B, .format) }
    guard
      cryptography.isValid(
        Array(signature[message.endIndex...]), of: message + terminalData, under: key)
    else { throw .flawed(0x9F4B, .signature) }
    return message.dropFirst(2)
  }
}
