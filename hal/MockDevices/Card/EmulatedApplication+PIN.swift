import ISO7816

// The cardholder's PIN.
extension EmulatedApplication {
  /// VERIFY.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.12.
  func verify(_ command: CommandAPDU) -> ResponseAPDU {
    guard var pin = offlinePIN else { return ResponseAPDU(status: .referenceDataUnusable) }
    guard pin.triesLeft > 0 else {
      return ResponseAPDU(status: .authenticationMethodBlocked)
    }
    let block: [UInt8]?
    switch (command.parameter1, command.parameter2) {
    case (0, 0x80): block = command.data
    case (0, 0x88): block = decipheredPINBlock(command.data)
    default: return ResponseAPDU(status: .wrongParameters)
    }
    guard let block, block.count == 8, block[0] >> 4 == 2 else {
      return ResponseAPDU(status: .wrongData)
    }
    let isRight = Self.pinDigits(block) == pin.digits
    pin.triesLeft = isRight ? pin.tryLimit : pin.triesLeft - 1
    pinVerification = isRight ? .accepted : .refused
    offlinePIN = pin
    return ResponseAPDU(status: isRight ? .success : StatusWord(0x63C0 | UInt16(pin.triesLeft)))
  }

  /// The ASCII digits of a plaintext PIN block; none when it is no such block.
  ///
  /// Source: EMV 4.3 Book 3, table 24.
  static func pinDigits(_ block: [UInt8]) -> [UInt8] {
    let nibbles = block.flatMap { [$0 >> 4, $0 & 0x0F] }
    guard nibbles.count == 16 else { return [] }
    let count = Int(nibbles[1])
    guard (4...12).contains(count) else { return [] }
    let isFilled = nibbles[(2 + count)...].allSatisfy { $0 == 0x0F }
    return isFilled ? nibbles[2..<2 + count].map { 0x30 + $0 } : []
  }
}
