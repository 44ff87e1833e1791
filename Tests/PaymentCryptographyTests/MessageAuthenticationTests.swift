import Octets
import PaymentCryptography
import Testing

@Suite struct MessageAuthenticationTests {
  /// UnionPay reference 4.3, vector B: the key is public, the message the reference's own.
  static let vectorB = hex(
    """
    0200302004C020C0981100000000000001234500002102100012366221558812340000D30122010000123456003132
    333435363738383938333130303533313130303031313536558CDDA87336DCC6260000000000000000132200000100
    0500
    """)

  @Test func `UnionPay's code agrees with its reference, single and double length`() throws {
    // UnionPay reference 4.3.
    let single = try MessageAuthentication.unionPayECB(Self.vectorB, key: hex("C24A8FB57AA20123"))
    #expect(String(decoding: single, as: UTF8.self) == "CEF32480")
    let vectorC = try MessageAuthentication.unionPayECB(VectorC.message, key: VectorC.macKey)
    #expect(vectorC == hex("3232343138343137"))
    let double = try MessageAuthentication.unionPayECB(VectorC.message, key: VectorC.pinKey)
    #expect(String(decoding: double, as: UTF8.self) == "8B0E9958")
  }

  @Test func `UnionPay's code takes a short last block as filled with zeros`() throws {
    let filled = VectorC.message + [0]
    #expect(VectorC.message.count % 8 != 0)
    #expect(
      try MessageAuthentication.unionPayECB(VectorC.message, key: VectorC.macKey)
        == MessageAuthentication.unionPayECB(filled, key: VectorC.macKey))
  }

  @Test func `X9_9 and X9_19 agree with UnionPay reference 4_4`() throws {
    #expect(
      try MessageAuthentication.x9_9(VectorC.message, key: VectorC.macKey)
        == hex("D8ED12AB1327422E"))
    #expect(
      try MessageAuthentication.x9_19(VectorC.message, key: VectorC.masterKey)
        == hex("4FDEA5C502C8FDD2"))
  }

  @Test(arguments: [
    ("Now is the time for all ", MessageAuthentication.Padding.zeros, "A1C72E74EA3FA9B6"),
    ("Now is the time for it", .zeros, "2E2B1428CC78254F"),
    ("Now is the time for all ", .method2, "E9086230CA3BE796"),
    ("Now is the time for it", .method2, "5A692CE64F404145"),
  ])
  func `algorithm 3 agrees with ISO 9797-1, annex A, recomputed with python-cryptography`(
    text: String, padding: MessageAuthentication.Padding, code: String
  ) throws {
    #expect(
      try MessageAuthentication.algorithm3(
        Array(text.utf8), key: hex("0123456789ABCDEFFEDCBA9876543210"), padding: padding)
        == hex(code))
  }

  @Test func `algorithm 3 agrees with the passport example of ICAO 9303 part 11, appendix D`()
    throws
  {
    let data = hex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    let key = hex("7862D9ECE03C1BCD4D77089DCF131442")
    #expect(
      try MessageAuthentication.algorithm3(data, key: key, padding: .method2)
        == hex("5F1448EEA8AD90A7"))
  }

  @Test(arguments: [
    // RFC 4231, test cases 1, 2 and 6.
    (
      hex("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B"), "Hi There",
      "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54"
    ),
  ])
  func `HMAC agrees with RFC 4231`(key: [UInt8], text: String, code: String) throws {
    #expect(try MessageAuthentication.hmacSHA256(Array(text.utf8), key: key) == hex(code))
  }

  @Test func `keys of the wrong length are refused`() {
    let message = VectorC.message
    #expect(throws: CryptographyError.badKeyLength(16)) {
      try MessageAuthentication.x9_9(message, key: VectorC.pinKey)
    }
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try MessageAuthentication.x9_19(message, key: VectorC.macKey)
    }
    #expect(throws: CryptographyError.badKeyLength(24)) {
      try MessageAuthentication.algorithm3(
        message, key: [UInt8](repeating: 1, count: 24), padding: .method2)
    }
    #expect(throws: CryptographyError.badKeyLength(5)) {
      try MessageAuthentication.unionPayECB(message, key: [1, 2, 3, 4, 5])
    }
    #expect(throws: CryptographyError.badKeyLength(0)) {
      try MessageAuthentication.hmacSHA256(message, key: [])
    }
  }

  @Test func `no message has no code where zeros fill it up`() throws {
    #expect(throws: CryptographyError.badInputLength(0)) {
      try MessageAuthentication.unionPayECB([], key: VectorC.macKey)
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try MessageAuthentication.x9_9([], key: VectorC.macKey)
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try MessageAuthentication.x9_19([], key: VectorC.pinKey)
    }
    let method2 = try MessageAuthentication.algorithm3([], key: VectorC.pinKey, padding: .method2)
    #expect(method2.count == 8)
  }
}
