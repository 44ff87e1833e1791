import BERTLV
import EMVKernel
import MockDevices
import PaymentCryptography
import PaymentTypes
import Testing

/// An issuer that verifies what a test card has signed, and answers for it.
///
/// It rebuilds the signed data from field 55 alone, as a center must.
struct TestIssuer {
  let accounts: [AccountFacts]
  var responseCode = "00"
  /// Data objects that follow the issuer authentication data, such as scripts.
  var scripts: [UInt8] = []
  /// Whether the answer carries issuer authentication data.
  var authenticates = true
  /// Whether those are spoilt.
  var spoilsAuthentication = false

  /// Answers a request; a wrong cryptogram fails the test.
  func answer(_ store: DataObjectStore) throws -> OnlineResult {
    let field = try IntegratedCircuitCardData.request.bytes(from: store)
    let pan = try #require(store.primaryAccountNumber)
    let account = try #require(accounts.first { $0.panDigits == pan.digits })
    let key = try sessionKey(account, field)
    let cryptogram = Array(try #require(try TLVReader(field).first(0x9F26)))
    let expected = try EMVCryptography.applicationCryptogram(
      sessionKey: key, data: try Self.signedData(field))
    #expect(cryptogram == expected, "the cryptogram is not the card's")
    var writer = TLVWriter()
    if authenticates {
      let proof = try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: key, cryptogram: cryptogram, responseCode: Array(responseCode.utf8))
      writer.append(
        0x91, (spoilsAuthentication ? proof.map { ~$0 } : proof) + Array(responseCode.utf8))
    }
    return .answered(
      try IssuerResponse(
        responseCode: try #require(ResponseCode(responseCode)),
        integratedCircuitCardData: writer.bytes + scripts))
  }

  private func sessionKey(_ account: AccountFacts, _ field: [UInt8]) throws -> [UInt8] {
    let masterKey = try EMVCryptography.cardMasterKey(
      issuerMasterKey: try #require(account.issuerMasterKey), panDigits: account.panDigits,
      sequenceNumber: try #require(account.sequenceNumber))
    let counter = try #require(try TLVReader(field).first(0x9F36)).reduce(0) {
      $0 << 8 | UInt16($1)
    }
    return try EMVCryptography.pbocSessionKey(
      cardMasterKey: masterKey, applicationTransactionCounter: counter)
  }

  /// The PBOC order: nine objects, then bytes 4 to 7 of the issuer application data (03 and CVR).
  private static func signedData(_ field: [UInt8]) throws -> [UInt8] {
    let reader = TLVReader(field)
    var data: [UInt8] = []
    let tags: [DataObjectTag] = [
      0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36,
    ]
    for tag in tags {
      var value = Array(try #require(try reader.first(tag)))
      if tag == 0x95 {
        // What is found out about XDA after the first cryptogram (EMV 4.4 Book 4, 6.3.2.2).
        value[3] &= ~0x01
        value[4] &= ~0x02
      }
      data += value
    }
    return data + Array(try #require(try reader.first(0x9F10)).dropFirst(3).prefix(4))
  }
}
