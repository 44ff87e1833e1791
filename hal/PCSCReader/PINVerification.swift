import HAL

/// What a reader with keys is told: how to ask for the PIN, and the command to put it into.
///
/// On the wire: PIN_VERIFY_STRUCTURE, packed, 19 bytes little-endian, then the command's template.
/// Source: PC/SC part 10, 2.5.2; the command is VERIFY of EMV 4.3 Book 3, 6.5.12.
struct PINVerification: Hashable, Sendable {
  /// VERIFY with an empty plaintext block: control nibble 2, length 0, filled with F.
  private static let template: [UInt8] = [
    0x00, 0x20, 0x00, 0x80, 0x08, 0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
  ]

  private let request: CardPINRequest

  init(_ request: CardPINRequest) { self.request = request }

  /// The bytes for the reader.
  var bytes: [UInt8] {
    let seconds = UInt8(clamping: Int(request.entryTimeout.components.seconds))
    let language: [UInt8] =
      switch request.language {
      case .chinese: [0x04, 0x08]  // 0804
      case .english: [0x09, 0x04]  // 0409
      }
    return [
      seconds,  // until the first key
      seconds,  // from key to key
      0x89,  // in bytes, from the first byte of the data on, left, BCD
      0x47,  // four bits of length, seven bytes of digits
      0x04,  // the length stands four bits into the block
      UInt8(clamping: request.digitCount.upperBound),
      UInt8(clamping: request.digitCount.lowerBound),
      0x02,  // ends with the key for OK
      0x01,  // one message
    ] + language + [
      0x00,  // the first of the reader's messages
      0x00, 0x00, 0x00,  // nothing before the block in T=1
      UInt8(Self.template.count), 0x00, 0x00, 0x00,
    ] + Self.template
  }
}

extension CardPINOutcome {
  /// What the reader's two bytes say, of its own or of the card's.
  init(answer: [UInt8]) throws(CardReaderError) {
    guard answer.count == 2 else { throw .communication(code: answer.count) }
    self.init(statusWord: UInt16(answer[0]) << 8 | UInt16(answer[1]))
  }
}
