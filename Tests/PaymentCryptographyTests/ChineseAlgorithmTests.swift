import Octets
@testable import PaymentCryptography
import Testing

/// SM2, SM3 and SM4 with the examples that the standards print.
@Suite struct ChineseAlgorithmTests {
  // GB/T 32905, example 1.
  @Test func `SM3 agrees with GB 32905`() {
    #expect(
      Digest.sm3(Array("abc".utf8))
        == hex("66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"))
  }

  // GB/T 32907, example 1; the code was computed with the openssl program.
  @Test func `SM4 agrees with GB 32907`() throws {
    let key = hex("0123456789ABCDEFFEDCBA9876543210")
    let cryptogram = hex("681EDF34D206965E86B3E94F536E4246")
    #expect(try SM4Cipher.encryptECB(key, key: key) == cryptogram)
    #expect(try SM4Cipher.decryptECB(cryptogram, key: key) == key)
    #expect(
      try SM4Cipher.messageAuthenticationCode(key + [1, 2, 3], key: key)
        == hex("C0E4B724FC7AE20C6CA7E1CD91A02A38"))
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try SM4Cipher.encryptECB(key, key: Array(key.prefix(8)))
    }
    #expect(throws: CryptographyError.badInputLength(15)) {
      try SM4Cipher.encryptCBC(Array(key.prefix(15)), key: key)
    }
  }

  // GB/T 32918.5, annex A.
  static let privateKey = hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
  static let publicKey = hex(
    """
    09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
    CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13
    """)
  static let message = Array("message digest".utf8)
  static let signature = hex(
    """
    F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
    """)

  @Test func `SM2 agrees with GB 32918`() throws {
    #expect(try EllipticCurve.sm2.publicKey(of: Self.privateKey) == Self.publicKey)
    #expect(
      try SM2Signature.sign(
        Self.message, privateKey: Self.privateKey,
        nonce: hex("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21"),
        signer: SM2Signature.signerName) == Self.signature)
    #expect(SM2Signature.isValid(Self.signature, of: Self.message, publicKey: Self.publicKey))
  }

  @Test func `an SM2 signature is for one message, one key and whole`() throws {
    let own = try SM2Signature.sign(Self.message, privateKey: Self.privateKey)
    #expect(own != Self.signature)
    #expect(SM2Signature.isValid(own, of: Self.message, publicKey: Self.publicKey))
    #expect(!SM2Signature.isValid(own, of: Self.message + [0], publicKey: Self.publicKey))
    for index in own.indices {
      var (changed, key) = (own, Self.publicKey)
      changed[index] ^= 0x80
      key[index] ^= 0x80
      #expect(!SM2Signature.isValid(changed, of: Self.message, publicKey: Self.publicKey))
      #expect(!SM2Signature.isValid(own, of: Self.message, publicKey: key))
    }
    let nonsense = [
      [], Array(repeating: 0, count: 64), Array(repeating: 0xFF, count: 64),
      Array(own.dropLast()), own + [0],
    ]
    for bytes in nonsense {
      #expect(!SM2Signature.isValid(bytes, of: Self.message, publicKey: Self.publicKey))
      #expect(!SM2Signature.isValid(own, of: Self.message, publicKey: bytes))
    }
  }
}
