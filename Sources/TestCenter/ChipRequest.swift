import BERTLV
import PaymentCryptography

/// What a chip has signed, out of field 55 of a request.
///
/// Source: UnionPay POS, field 55, online request; PBOC, application cryptogram.
struct ChipRequest {
  private var values: [DataObjectTag: [UInt8]] = [:]

  private static let mandatory: [DataObjectTag] = [
    0x9F26, 0x9F27, 0x9F10, 0x9F37, 0x9F36, 0x95, 0x9A, 0x9C, 0x9F02, 0x5F2A, 0x82, 0x9F1A,
    0x9F03, 0x9F33,
  ]
  /// What goes into the cryptogram, in this order, before the card verification results.
  private static let signed: [DataObjectTag] = [
    0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36,
  ]

  /// Nil when the bytes are no data objects.
  init?(_ bytes: [UInt8]) {
    var reader = TLVReader(bytes)
    do throws(TLVError) {
      while let object = try reader.next() { values[object.tag] = Array(object.value) }
    } catch {
      return nil
    }
  }

  /// What is missing, or differs from the message; `amount` is field 4, empty when absent.
  func shortcomings(amount: String) -> [String] {
    var found: [String] = []
    for tag in Self.mandatory where values[tag] == nil { found.append("tag \(tag)") }
    if let authorized = values[0x9F02], !amount.isEmpty, text(authorized) != amount {
      found.append("the amount of field 4 in tag 9F02")
    }
    if let currency = values[0x5F2A], currency != [0x01, 0x56] {
      found.append("0156 in tag 5F2A")
    }
    if let kind = values[0x9F27], kind.count != 1 || kind[0] & 0xC0 != 0x80 {
      found.append("a request cryptogram in tag 9F27")
    }
    return found
  }

  private func text(_ bytes: [UInt8]) -> String {
    bytes.map { "\($0 >> 4)\($0 & 0x0F)" }.joined()
  }

  /// Compares the cryptogram with what the card of this account would make.
  ///
  /// Tag 9F10 is length, key index, version 01, and the card verification results with their
  /// length byte 03.
  func verified(
    issuerMasterKey: [UInt8], panDigits: [UInt8], sequenceNumber: UInt8
  ) -> ChipProof? {
    guard let cryptogram = values[0x9F26], let counter = values[0x9F36], counter.count == 2,
      let issuerData = values[0x9F10], issuerData.count >= 7
    else { return nil }
    var data: [UInt8] = []
    for tag in Self.signed {
      guard let value = values[tag] else { return nil }
      data += value
    }
    data += issuerData[3..<7]
    do throws(CryptographyError) {
      let cardKey = try EMVCryptography.cardMasterKey(
        issuerMasterKey: issuerMasterKey, panDigits: panDigits, sequenceNumber: sequenceNumber)
      let sessionKey = try EMVCryptography.pbocSessionKey(
        cardMasterKey: cardKey,
        applicationTransactionCounter: UInt16(counter[0]) << 8 | UInt16(counter[1]))
      let expected = try EMVCryptography.applicationCryptogram(sessionKey: sessionKey, data: data)
      guard expected == cryptogram else { return nil }
      return ChipProof(sessionKey: sessionKey, cryptogram: cryptogram, counter: counter)
    } catch {
      return nil
    }
  }
}

/// A verified cryptogram, and with it the means to answer it.
struct ChipProof {
  fileprivate let sessionKey: [UInt8]
  fileprivate let cryptogram: [UInt8]
  fileprivate let counter: [UInt8]

  /// Field 55 of the answer: tag 91 with the response cryptogram (method 1) and the response code,
  /// the counter, and the issuer's scripts.
  func answer(code: String, _ account: CenterAccount) -> [UInt8] {
    let code = Array(code.utf8)
    let response = try? EMVCryptography.authorizationResponseCryptogram(
      sessionKey: sessionKey, cryptogram: cryptogram, responseCode: code)
    var writer = TLVWriter()
    if let response { writer.append(0x91, response + code) }
    writer.append(0x9F36, counter)
    return writer.bytes + account.issuerScripts
  }
}
