import BERTLV
import Octets
import PaymentCryptography
import Testing

extension ScriptedTerminal {
  /// Field 55 of a sale, signed as the card would.
  func chipData(_ amount: Int, _ card: TestCard, counter: UInt16) throws -> [UInt8] {
    let counterBytes = [UInt8(counter >> 8), UInt8(counter & 0xFF)]
    let results: [UInt8] = [0x03, 0xA0, 0xA0, 0x00]
    let signed: [(DataObjectTag, [UInt8])] = [
      (0x9F02, try #require(BinaryCodedDecimal.pack(UInt64(amount), digitCount: 12))),
      (0x9F03, [0, 0, 0, 0, 0, 0]), (0x9F1A, [0x01, 0x56]), (0x95, [0, 0x80, 0x04, 0xE8, 0]),
      (0x5F2A, [0x01, 0x56]), (0x9A, [0x26, 0x06, 0x17]), (0x9C, [0x00]),
      (0x9F37, [0x11, 0x22, 0x33, 0x44]), (0x82, [0x7C, 0x00]), (0x9F36, counterBytes),
    ]
    let key = try EMVCryptography.pbocSessionKey(
      cardMasterKey: EMVCryptography.cardMasterKey(
        issuerMasterKey: TestCard.issuerMasterKey, panDigits: card.digits, sequenceNumber: 1),
      applicationTransactionCounter: counter)
    let cryptogram = try EMVCryptography.applicationCryptogram(
      sessionKey: key, data: signed.flatMap(\.1) + results)
    var writer = TLVWriter()
    writer.append(0x9F26, cryptogram)
    writer.append(0x9F27, [0x80])
    writer.append(0x9F10, [0x07, 0x01, 0x01] + results + [0x01])
    for (tag, value) in signed { writer.append(tag, value) }
    writer.append(0x9F33, [0xE0, 0xF9, 0xC8])
    return writer.bytes
  }
}
