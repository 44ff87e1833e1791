import Octets
import PaymentCryptography
import Testing

/// The expected keys and codes were computed with python-cryptography from the clauses named in
/// `EMVCryptography`, apart from this code; the card's key is the one of `EMVCryptographyTests`.
@Suite struct SessionKeyTests {
  static let cardKey = hex("7AF219D5940B79E668378F73FDEA9746")
  static let cryptogram = hex("10A83112E65A590B")

  @Test func `session keys follow EMV, MasterCard and Visa`() throws {
    #expect(
      try EMVCryptography.commonSessionKey(
        cardMasterKey: Self.cardKey, applicationTransactionCounter: 0x1234)
        == hex("DA8184E411779CDCFBCA542F90C5E1B2"))
    #expect(
      try EMVCryptography.commonSessionKey(
        cardMasterKey: Self.cardKey, diversification: Self.cryptogram)
        == hex("91F912E5936502BF9276912EDAB9C1EA"))
    #expect(
      try EMVCryptography.masterCardSessionKey(
        cardMasterKey: Self.cardKey, applicationTransactionCounter: 0x1234,
        unpredictableNumber: hex("0A1B2C3D")) == hex("8BB321D569D002C8FA5AB4EFF3E85A28"))
    #expect(
      try EMVCryptography.counterSessionKey(
        cardMasterKey: Self.cardKey, applicationTransactionCounter: 0x1234)
        == hex("7AF219D5940B6BD368378F73FDEA7A8C"))
  }

  @Test(arguments: [("00820000", "", "6E344C16"), ("03920000", "0102030405060708", "7F181E27")])
  func `the issuer's answer by method 2`(
    statusUpdate: String, proprietary: String, code: String
  ) throws {
    #expect(
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: hex("87F92EA8DBBF727612502C8F2C393CA6"), cryptogram: Self.cryptogram,
        statusUpdate: hex(statusUpdate), proprietary: hex(proprietary)) == hex(code))
  }

  @Test(arguments: [
    ("8424000008", "", "874E9D12C6066365"), ("04DA9F580D", "0102030405", "F2976006E8D03204"),
  ])
  func `the code of a script's command`(header: String, data: String, code: String) throws {
    #expect(
      try EMVCryptography.scriptAuthenticationCode(
        sessionKey: hex("91F912E5936502BF9276912EDAB9C1EA"), header: hex(header),
        applicationTransactionCounter: 0x1234, cryptogram: Self.cryptogram, data: hex(data))
        == hex(code))
  }

  @Test func `lengths are checked`() {
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try EMVCryptography.commonSessionKey(
        cardMasterKey: Self.cryptogram, applicationTransactionCounter: 1)
    }
    #expect(throws: CryptographyError.badKeyLength(0)) {
      try EMVCryptography.counterSessionKey(cardMasterKey: [], applicationTransactionCounter: 1)
    }
    #expect(throws: CryptographyError.badInputLength(7)) {
      try EMVCryptography.commonSessionKey(
        cardMasterKey: Self.cardKey, diversification: Array(Self.cryptogram.dropLast()))
    }
    #expect(throws: CryptographyError.badInputLength(3)) {
      try EMVCryptography.masterCardSessionKey(
        cardMasterKey: Self.cardKey, applicationTransactionCounter: 1,
        unpredictableNumber: [1, 2, 3])
    }
    for (cryptogram, update, proprietary, bad) in [(7, 4, 0, 7), (8, 3, 0, 3), (8, 4, 9, 9)] {
      #expect(throws: CryptographyError.badInputLength(bad)) {
        try EMVCryptography.authorizationResponseCryptogram(
          sessionKey: Self.cardKey, cryptogram: Array(repeating: 0, count: cryptogram),
          statusUpdate: Array(repeating: 0, count: update),
          proprietary: Array(repeating: 0, count: proprietary))
      }
    }
    for (header, cryptogram, bad) in [(4, 8, 4), (5, 0, 0)] {
      #expect(throws: CryptographyError.badInputLength(bad)) {
        try EMVCryptography.scriptAuthenticationCode(
          sessionKey: Self.cardKey, header: Array(repeating: 0, count: header),
          applicationTransactionCounter: 1, cryptogram: Array(repeating: 0, count: cryptogram),
          data: [])
      }
    }
  }
}
