package import HAL
import PaymentCryptography

extension SoftwareSecurityModule {
  /// Takes the PIN, forms and enciphers its block, and has the card verify it.
  ///
  /// The card is asked for its challenge after the PIN has been typed: a cardholder who goes leaves
  /// nothing behind in it. Source: EMV 4.3 Book 2, 7.2.
  package func verifyOfflinePIN(
    _ request: OfflinePINRequest, with card: any CardSession,
    onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> OfflinePINResult {
    // Whether the key will do is known before the cardholder types.
    if case .rsa = request.protection {
      _ = try verifyData(
        [UInt8](repeating: 0, count: 8), request.protection,
        challenge: [UInt8](repeating: 0, count: Self.challengeByteCount))
    }
    let typed = try await typedPIN(
      allowedLengths: request.allowedLengths, timeout: request.entryTimeout,
      onDigitCount: onDigitCount)
    switch typed {
    case .timedOut: return .timedOut
    case .cancelled: return .cancelled
    case .bypassed: return .bypassed
    case .typed(let entry):
      var block = try entry.taken { (digits) throws(CryptographyError) in
        try PINBlock.forCard(pinDigits: digits)
      }
      defer { block.wipe() }
      return try await verify(block, request, with: card)
    }
  }

  private static let challengeByteCount = 8

  private func verify(
    _ block: [UInt8], _ request: OfflinePINRequest, with card: any CardSession
  ) async throws(SecurityModuleError) -> OfflinePINResult {
    var challenge: [UInt8] = []
    do throws(CardReaderError) {
      if case .rsa = request.protection {
        let answer = try await card.transmit(
          [0x00, 0x84, 0x00, 0x00, 0x00], timeout: request.answerTimeout)
        let status = Self.statusWord(of: answer)
        guard status == 0x9000, answer.count == Self.challengeByteCount + 2 else {
          return .challengeRefused(statusWord: status)
        }
        challenge = Array(answer.prefix(Self.challengeByteCount))
      }
    } catch {
      return .cardFailed(error)
    }
    let qualifier: UInt8 = request.protection == .plaintext ? 0x80 : 0x88
    var data = try verifyData(block, request.protection, challenge: challenge)
    var command = [0x00, 0x20, 0x00, qualifier, UInt8(data.count)] + data
    defer {
      data.wipe()
      command.wipe()
    }
    do throws(CardReaderError) {
      let answer = try await card.transmit(command, timeout: request.answerTimeout)
      return .answered(statusWord: Self.statusWord(of: answer))
    } catch {
      return .cardFailed(error)
    }
  }

  /// The data of VERIFY: the block, or its cryptogram (EMV 4.3 Book 2, table 25).
  private func verifyData(
    _ block: [UInt8], _ protection: OfflinePINRequest.Protection, challenge: [UInt8]
  ) throws(SecurityModuleError) -> [UInt8] {
    guard case .rsa(let modulus, let exponent) = protection else { return block }
    let chanceByteCount = modulus.count - 1 - block.count - challenge.count
    guard modulus.count <= 248, chanceByteCount > 0 else { throw .badLength }
    var clear = [0x7F] + block + challenge + entropy.randomBytes(chanceByteCount)
    defer { clear.wipe() }
    do throws(CryptographyError) {
      return try RSABlock.recover(clear, modulus: modulus, exponent: exponent)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  private static func statusWord(of answer: [UInt8]) -> UInt16 {
    answer.suffix(2).reduce(0) { $0 << 8 | UInt16($1) }
  }
}
