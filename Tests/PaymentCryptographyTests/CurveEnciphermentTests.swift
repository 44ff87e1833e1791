import Octets
import PaymentCryptography
import Testing

/// The keys and messages were computed with python-cryptography from EMV 4.4 Book 2, A2.3, apart
/// from this code; those of CMAC are the examples of RFC 4493.
@Suite struct CurveEnciphermentTests {
  struct Vector: Sendable {
    let curve: EllipticCurve
    let privateKey: String
    let first: String
    let second: String
  }

  static let vectors = [
    Vector(
      curve: .p256,
      privateKey: """
        0021212121212121212121212121212121212121212121212121212121212142
        """,
      first: """
        5C04AB5BEBD09DED8E08335FE727DACDBDED87B25A286D114F9912717EC06326EAACAD24CEF83F6A0BBEF73EB89C
        5DD96B572263CB7872FBB6
        """,
      second: """
        5C04AB5BEBD09DED8E08335FE727DACDBDED87B25A286D114F9912717EC06326A988E71DEA9087B4BA765F9EFCD4
        7C334455AA748F37676F16
        """),
    Vector(
      curve: .p521,
      privateKey: """
        00212121212121212121212121212121212121212121212121212121212121212121212121212121212121212121
        2121212121212121212121212121212121212142
        """,
      first: """
        001DBF0748C5D8491DD00EF463BDCFAE8A4FEF3EF1314CBC7752124B91C34CF277D34CC5817C751CF495C7C192C6
        827846AFFFA98125774246E42A572DB1D7FFA0E9E194F314AB5F449656AA8F3A5C5FD45CA470DE5F3D41FF0612
        """,
      second: """
        001DBF0748C5D8491DD00EF463BDCFAE8A4FEF3EF1314CBC7752124B91C34CF277D34CC5817C751CF495C7C192C6
        827846AFFFA98125774246E42A572DB1D7FFA0E97D5A0429F85179457C8FA9421B51524FCA3750C5ABBD584CAC
        """),
  ]

  private static let challenge = hex("0102030405060708")
  /// What EMV enciphers: 7F, the PIN block, the challenge.
  private static let message = hex("7F 241234FFFFFFFFFF 0102030405060708")

  @Test(arguments: vectors.indices)
  func `terminal and card agree, message after message`(index: Int) throws {
    let vector = Self.vectors[index]
    let key = try vector.curve.shortKey(of: hex(vector.privateKey))
    #expect(key.privateKey == hex(vector.privateKey))
    let chance = [UInt8](repeating: 0x5A, count: vector.curve.fieldByteCount + 8)
    var terminal = try CurveEncipherment(
      publicKeyX: key.x, curve: vector.curve, challenge: Self.challenge, chance: chance)
    let first = try terminal.encipher(Self.message)
    let second = try terminal.encipher(Self.message)
    #expect(first == hex(vector.first))
    #expect(second == hex(vector.second))
    var card = try CurveEncipherment(
      privateKey: key.privateKey, curve: vector.curve, challenge: Self.challenge, message: first)
    for index in first.indices {
      var changed = first
      changed[index] ^= 1
      #expect(throws: CryptographyError.notAuthentic) { try card.decipher(changed) }
    }
    #expect(try card.decipher(first) == Self.message)
    #expect(throws: CryptographyError.notAuthentic) { try card.decipher(first) }
    #expect(try card.decipher(second) == Self.message)
    #expect("\(terminal)" == "keys that a card and a terminal have agreed on")
    terminal.wipe()
    #expect(throws: CryptographyError.badKeyLength(0)) { try terminal.encipher([1]) }
  }

  @Test func `lengths are checked`() throws {
    let key = try EllipticCurve.p256.shortKey(of: hex(Self.vectors[0].privateKey))
    let chance = [UInt8](repeating: 0x5A, count: 40)
    #expect(throws: CryptographyError.badKeyLength(31)) {
      try CurveEncipherment(
        publicKeyX: Array(key.x.dropLast()), curve: .p256, challenge: Self.challenge,
        chance: chance)
    }
    #expect(throws: CryptographyError.badInputLength(39)) {
      try CurveEncipherment(
        publicKeyX: key.x, curve: .p256, challenge: Self.challenge,
        chance: Array(chance.dropLast()))
    }
    #expect(throws: CryptographyError.badInputLength(7)) {
      try CurveEncipherment(
        publicKeyX: key.x, curve: .p256, challenge: Array(Self.challenge.dropLast()),
        chance: chance)
    }
    #expect(throws: CryptographyError.badInputLength(39)) {
      try CurveEncipherment(
        privateKey: key.privateKey, curve: .p256, challenge: Self.challenge,
        message: Array(chance.dropLast()))
    }
  }

  @Test(arguments: [
    ("", "BB1D6929E95937287FA37D129B756746"),
    ("6BC1BEE22E409F96E93D7E117393172A", "070A16B46B4D4144F79BDD9DD04A287C"),
    (
      "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411",
      "DFA66747DE9AE63030CA32611497C827"
    ),
  ])
  func `CMAC agrees with RFC 4493`(message: String, code: String) throws {
    let key = hex("2B7E151628AED2A6ABF7158809CF4F3C")
    #expect(try MessageAuthentication.cmacAES(hex(message), key: key) == hex(code))
  }
}
