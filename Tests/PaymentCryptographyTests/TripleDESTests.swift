import Octets
import PaymentCryptography
import Testing

@Suite struct TripleDESTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    var source: String
    var key: String
    var plain: String
    var cipher: String
    var testDescription: String { source }
  }

  static let vectors = [
    Vector(
      source: "NIST SP 800-17, variable plaintext, first round",
      key: "0101010101010101", plain: "8000000000000000", cipher: "95F8A5E5DD31D900"),
    Vector(
      source: "the worked example of DES, FIPS 46 (single DES)",
      key: "133457799BBCDFF1", plain: "0123456789ABCDEF", cipher: "85E813540F0AB405"),
    Vector(
      source: "NIST SP 800-67, appendix B.1 (three keys)",
      key: "0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123",
      plain: "5468652071756663 6B2062726F776E20 666F78206A756D70",
      cipher: "A826FD8CE53B855F CCE21C8112256FE6 68D5C05DD9B6B900"),
    Vector(
      source: "UnionPay reference 4.1, vector A: a PIN key under its transport key",
      key: "4DDB4BCC88C66F47D21D4E096F12F6A0", plain: "6BABB0BFD9544AF7D50DEAEA7A23E38F",
      cipher: "B31C3B99B94E0543B5C13084D47580B7"),
    Vector(
      source: "UnionPay reference 4.1, vector B: a MAC key under its master key",
      key: "70F2A84CCBC2AE8625CBB0F2C22AB923", plain: "C24A8FB57AA20123",
      cipher: "96D605EA176B7E9E"),
    Vector(
      source: "UnionPay reference 4.1, vector C: PIN key",
      key: "0123456789ABCDEFFEDCBA9876543210", plain: "1A2A3D4C5E6E70809292A4B5C7D6E9F8",
      cipher: "4B3BA18A6291BA20BD3AF1A61925D47F"),
    Vector(
      source: "UnionPay reference 4.1, vector C: MAC key",
      key: "0123456789ABCDEFFEDCBA9876543210", plain: "3140582652589792",
      cipher: "8B27D387E919441E"),
    Vector(
      source: "UnionPay reference 4.1, vector C: track key",
      key: "0123456789ABCDEFFEDCBA9876543210", plain: "26192919294591452352612975703426",
      cipher: "F3234558F4EECB5231BCD2FDB8DA9170"),
  ]

  @Test(arguments: vectors)
  func `block by block it agrees with published values, both ways`(_ vector: Vector) throws {
    let key = hex(vector.key)
    #expect(try TripleDES.encryptECB(hex(vector.plain), key: key) == hex(vector.cipher))
    #expect(try TripleDES.decryptECB(hex(vector.cipher), key: key) == hex(vector.plain))
  }

  @Test func `chained blocks agree with FIPS 81 and come back`() throws {
    // FIPS 81, table C1.
    let key = hex("0123456789ABCDEF")
    let iv = hex("1234567890ABCDEF")
    let plain = Array("Now is the time for all ".utf8)
    let cipher = try TripleDES.encryptCBC(plain, key: key, iv: iv)
    #expect(cipher == hex("E5C7CDDE872BF27C 43E934008C389C0F 683788499A7C05F6"))
    #expect(try TripleDES.decryptCBC(cipher, key: key, iv: iv) == plain)
  }

  @Test func `a vector of zeros is what chaining begins with`() throws {
    let plain = hex("0123456789ABCDEF")
    #expect(
      try TripleDES.encryptCBC(plain, key: VectorC.masterKey)
        == TripleDES.encryptECB(plain, key: VectorC.masterKey))
  }

  @Test func `no bytes give no bytes`() throws {
    #expect(try TripleDES.encryptECB([], key: VectorC.macKey) == [])
  }

  @Test(arguments: [0, 1, 7, 9, 15, 17, 23, 25, 32])
  func `a key of another length is refused`(byteCount: Int) {
    let key = [UInt8](repeating: 1, count: byteCount)
    #expect(throws: CryptographyError.badKeyLength(byteCount)) {
      try TripleDES.encryptECB(TripleDES.zeroBlock, key: key)
    }
  }

  @Test(arguments: [1, 7, 9, 15])
  func `part of a block is refused`(byteCount: Int) {
    let bytes = [UInt8](repeating: 1, count: byteCount)
    #expect(throws: CryptographyError.badInputLength(byteCount)) {
      try TripleDES.decryptECB(bytes, key: VectorC.masterKey)
    }
    #expect(throws: CryptographyError.badInputLength(byteCount)) {
      try TripleDES.encryptCBC(TripleDES.zeroBlock, key: VectorC.masterKey, iv: bytes)
    }
  }

  @Test(arguments: [
    ("DA3DA723587662DF62DA4FD3858651C4", "A89140E2"),  // vector A, first part
    ("97E6ECEFD0B00D98B0C701DAEA94A764", "DF292655"),  // vector A, second part
    ("6BABB0BFD9544AF7D50DEAEA7A23E38F", "CF9C35EA"),  // vector A, PIN key
    ("0123456789ABCDEFFEDCBA9876543210", "08D7B4FB"),  // vector C, master key
    ("1A2A3D4C5E6E70809292A4B5C7D6E9F8", "8E671682"),  // vector C, PIN key
    ("3140582652589792", "1165A7DE"),  // vector C, MAC key
    ("26192919294591452352612975703426", "5F4D8C8E"),  // vector C, track key
  ])
  func `check values are those of UnionPay reference 4_1`(key: String, checkValue: String) throws {
    #expect(try KeyCheckValue.ofDESKey(hex(key)) == hex(checkValue))
  }
}
