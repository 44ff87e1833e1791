import Octets
import PaymentCryptography
import Testing

/// The expected keys and cryptograms were computed with python-cryptography from the clauses named
/// in `EMVCryptography`, apart from this code; the issuer key is the master key of vector C.
@Suite struct EMVCryptographyTests {
  @Test(arguments: [
    ("6221558812340000", 0x00, "DC0237026DA20719011AD92386D602DA"),  // option A
    ("6221558812340000", 0x01, "7AF219D5940B79E668378F73FDEA9746"),
    ("4761739001010010", 0x12, "A8F2D0EAFE572F0E048A326E8A9DA873"),
    ("541333008900", 0x45, "C2D65D1A8F1C1076522C313DEFAB4CB0"),  // filled to 16 digits
    ("62162610000000018", 0x01, "4516B96D3229B6C464F1E0B6F8E5B358"),  // option B, odd count
    ("6216261000000000018", 0x00, "E61C731F0BABFDE926D0F2C2F8DC7FBA"),
    ("6216261000000000018", 0x01, "04D53B751CCBFBB689F4974C2F155226"),
    ("6216260000000002619", 0x01, "670BC29EE562EF613DE55ED39E138343"),  // 14 decimal nibbles
  ])
  func `card master keys follow options A and B`(
    pan: String, sequenceNumber: UInt8, key: String
  ) throws {
    #expect(
      try EMVCryptography.cardMasterKey(
        issuerMasterKey: VectorC.masterKey, panDigits: Array(pan.utf8),
        sequenceNumber: sequenceNumber) == hex(key))
  }

  @Test(arguments: [
    ("7AF219D5940B79E668378F73FDEA9746", 0x0001, "7F66DB82C71C1D8673E7DE993491A829"),
    ("7AF219D5940B79E668378F73FDEA9746", 0x1234, "7F9D4B74946CDF0A8F31B9B00ADF4DC5"),
    ("04D53B751CCBFBB689F4974C2F155226", 0x0001, "25D4F04DABBAC28D58DAA66D78C1C881"),
  ])
  func `session keys follow PBOC`(masterKey: String, counter: UInt16, key: String) throws {
    #expect(
      try EMVCryptography.pbocSessionKey(
        cardMasterKey: hex(masterKey), applicationTransactionCounter: counter) == hex(key))
  }

  @Test func `a card's cryptogram and the issuer's answer follow PBOC`() throws {
    let sessionKey = try EMVCryptography.pbocSessionKey(
      cardMasterKey: hex("7AF219D5940B79E668378F73FDEA9746"),
      applicationTransactionCounter: 0x0019)
    #expect(sessionKey == hex("87F92EA8DBBF727612502C8F2C393CA6"))
    // 9F02 9F03 9F1A 95 5F2A 9A 9C 9F37 82 9F36 CVR
    let data = hex(
      """
      000000012345 000000000000 0156 0000000000 0156 261123 00 0A1B2C3D 7C00 0019 03A0A000
      """)
    let cryptogram = try EMVCryptography.applicationCryptogram(sessionKey: sessionKey, data: data)
    #expect(cryptogram == hex("10A83112E65A590B"))
    #expect(
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: sessionKey, cryptogram: cryptogram, responseCode: Array("00".utf8))
        == hex("13ECE3C9014C935C"))
  }

  @Test func `lengths and digits are checked`() {
    let pan = Array("6221558812340000".utf8)
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try EMVCryptography.cardMasterKey(
        issuerMasterKey: VectorC.macKey, panDigits: pan, sequenceNumber: 0)
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try EMVCryptography.cardMasterKey(
        issuerMasterKey: VectorC.masterKey, panDigits: [], sequenceNumber: 0)
    }
    #expect(throws: CryptographyError.badInputCharacter(offset: 17)) {
      try EMVCryptography.cardMasterKey(
        issuerMasterKey: VectorC.masterKey, panDigits: pan, sequenceNumber: 0x0A)
    }
    #expect(throws: CryptographyError.badKeyLength(0)) {
      try EMVCryptography.pbocSessionKey(cardMasterKey: [], applicationTransactionCounter: 1)
    }
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try EMVCryptography.applicationCryptogram(sessionKey: VectorC.macKey, data: [1])
    }
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: VectorC.macKey, cryptogram: TripleDES.zeroBlock, responseCode: [0x30, 0x30])
    }
    #expect(throws: CryptographyError.badInputLength(7)) {
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: VectorC.pinKey, cryptogram: [1, 2, 3, 4, 5, 6, 7], responseCode: [0x30, 0x30])
    }
    #expect(throws: CryptographyError.badInputLength(3)) {
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: VectorC.pinKey, cryptogram: TripleDES.zeroBlock, responseCode: [1, 2, 3])
    }
  }
}
