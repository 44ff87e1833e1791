import Octets
import PaymentCryptography
import Testing

@Suite struct AuthenticatedEncryptionTests {
  static let key = [UInt8](repeating: 0, count: 32)
  static let nonce = [UInt8](repeating: 0, count: 12)

  @Test(arguments: [
    // McGrew and Viega, The Galois/Counter Mode of Operation, test cases 13 and 14.
    ("", "530F8AFBC74536B9A963B4F1C4CB738B"),
    (
      "00000000000000000000000000000000",
      "CEA7403D4D606B6E074EC5D3BAF39D18 D0D1C8A799996BF0265B98B5D48AB919"
    ),
  ])
  func `sealed texts agree with the published test cases`(plain: String, sealed: String) throws {
    let result = try AuthenticatedEncryption.seal(hex(plain), key: Self.key, nonce: Self.nonce)
    #expect(result == Self.nonce + hex(sealed))
    #expect(try AuthenticatedEncryption.open(result, key: Self.key) == hex(plain))
  }

  @Test func `a change of any bit does not open`() throws {
    let sealed = try AuthenticatedEncryption.seal([1, 2, 3], key: Self.key, nonce: Self.nonce)
    for index in 0..<sealed.count * 8 {
      var changed = sealed
      changed[index / 8] ^= 1 << (index % 8)
      #expect(throws: CryptographyError.notAuthentic, "bit \(index)") {
        try AuthenticatedEncryption.open(changed, key: Self.key)
      }
    }
  }

  @Test func `what was cut anywhere does not open`() throws {
    let sealed = try AuthenticatedEncryption.seal([1, 2, 3], key: Self.key, nonce: Self.nonce)
    for count in 0..<sealed.count {
      #expect(throws: CryptographyError.self, "\(count) bytes") {
        try AuthenticatedEncryption.open(Array(sealed.prefix(count)), key: Self.key)
      }
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try AuthenticatedEncryption.open([], key: Self.key)
    }
  }

  @Test func `another key does not open`() throws {
    let sealed = try AuthenticatedEncryption.seal([1, 2, 3], key: Self.key, nonce: Self.nonce)
    #expect(throws: CryptographyError.notAuthentic) {
      try AuthenticatedEncryption.open(sealed, key: [UInt8](repeating: 1, count: 32))
    }
  }

  @Test func `keys and nonces of other lengths are refused`() {
    #expect(throws: CryptographyError.badKeyLength(16)) {
      try AuthenticatedEncryption.seal([], key: VectorC.pinKey, nonce: Self.nonce)
    }
    #expect(throws: CryptographyError.badKeyLength(0)) {
      try AuthenticatedEncryption.open([UInt8](repeating: 0, count: 40), key: [])
    }
    #expect(throws: CryptographyError.badInputLength(8)) {
      try AuthenticatedEncryption.seal([], key: Self.key, nonce: TripleDES.zeroBlock)
    }
  }
}
