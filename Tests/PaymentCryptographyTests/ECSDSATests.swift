import Octets
@testable import PaymentCryptography
import Testing

/// Keys, nonces and signatures were computed with Python's integers, apart from this code: no
/// public vectors of this signature were found.
@Suite struct ECSDSATests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let curve: EllipticCurve
    /// As it was drawn; in the first vector its public key has the greater y.
    let drawn: String
    let privateKey: String
    let nonce: String
    let x: String
    let message: String
    let signature: String
    var testDescription: String { message + " on \(curve)" }
  }

  static let vectors = [
    Vector(
      curve: .p256, drawn: "2E2BA3A27F57F8940AA630FAE2C38A151D6A3737AF5A30012862FD32414EC140",
      privateKey: "D1D45C5C80A8076CF559CF051D3C75EA9F7CC375F7BD6E83CB56CD90BB146411",
      nonce: "E9C313FA3091FD76B289362A450FD3273A095EEADB52E0C67CAD7AE91EC14B7F",
      x: "D8F110D09D4BC436A0659987B8CDC9DBF1FFEDE0EEC404008516EB7E8099CB1B",
      message: "EMV 4.4 XDA 1",
      signature: """
        47C9BE078AF181C02C943A945CB95A770B27DB3B7D7D455E5144D8045BB8AA51
        8C409D9B9DE64BDFD887C4896A7C9D70625374996592713335F52FCDE8D33876
        """),
    Vector(
      curve: .p256, drawn: "269D4D0179AA74352DC6A33F6396410E8BFC3C9D2E2F0B81426DEC03DD9A37D1",
      privateKey: "269D4D0179AA74352DC6A33F6396410E8BFC3C9D2E2F0B81426DEC03DD9A37D1",
      nonce: "2BC6520DAA0389AA9011D9FFCBD6E57B57ECE368781556B296B22501B45A0028",
      x: "BFC56DF614E752247793FDDA53F952781144381CCEA423C80ADF6E712F36BD00",
      message: "EMV 4.4 XDA 2",
      signature: """
        FC3B88A151A28B1F72CE2759D6D60CDC79110D326B1E6B1202EC8B5D2C9F2A0C
        03EBC8792E2D5042648005F2B7FCF2217569797DB560ACECAA962A4C88704469
        """),
    Vector(
      curve: .p521,
      drawn: """
        0165E50FB5A4D98CE28C4F5561438AB9A4380150A2DAA8048D055E161AE9F53CEA
        7DACE08778F4EB040E5C3DD1F5FFBE9CF455FCF1EBEF6C2F0940E6DE67DE603319
        """,
      privateKey: """
        0165E50FB5A4D98CE28C4F5561438AB9A4380150A2DAA8048D055E161AE9F53CEA
        7DACE08778F4EB040E5C3DD1F5FFBE9CF455FCF1EBEF6C2F0940E6DE67DE603319
        """,
      nonce: """
        01749B52A8822E6FB89DBAC0308A2E4D9301A02C4300070645A9FD1E241905232440
        C9C76CD2751A1DB54D4605557B49CDF8E002CE9A8AE4616DF12E4B307CD86A11
        """,
      x: """
        0085DB04011C4EE7007E92C3DD26C281B2B88354B717B98276DB1FAA34A66DFBF3E3
        D914F11FD88D6122700A40B6E76BD1F323D1A7BEFA6B55DA2A9B2E71DAEE93C9
        """,
      message: "EMV 4.4 XDA 1",
      signature: """
        F5B4D2A46E48254F87CB49CD91612FCBD70ADA4A3264E7F04B82697C3B84FD3FFA9FCF5D1A79472BBCB5E4
        B9CAC97FD5E265A612059E80269D861A1B41D261FB009FAAA16FFCEC1CE6502741AC3DD2A3917CE220F0F3
        D4C6761FE092D275CC916D1F031EEA2C88C6B540C35E6191FBE6F9129CD2EFEFB12991E4E7C157464C986C
        96
        """),
  ]

  @Test(arguments: vectors)
  func `a signature is made as the equations say, and is valid`(vector: Vector) throws {
    let short = try vector.curve.shortKey(of: hex(vector.drawn))
    #expect(short.privateKey == hex(vector.privateKey))
    #expect(short.x == hex(vector.x))
    let signature = try ECSDSA.sign(
      Array(vector.message.utf8), privateKey: short.privateKey, nonce: hex(vector.nonce),
      curve: vector.curve)
    #expect(signature == hex(vector.signature))
    #expect(signature.count == ECSDSA.signatureByteCount(vector.curve))
    #expect(
      ECSDSA.isValid(
        signature, of: Array(vector.message.utf8), publicKeyX: short.x, curve: vector.curve))
  }

  @Test(arguments: vectors)
  func `a signature is for one message, one key and whole`(vector: Vector) {
    let (message, key) = (Array(vector.message.utf8), hex(vector.x))
    let signature = hex(vector.signature)
    func isValid(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool {
      ECSDSA.isValid(signature, of: message, publicKeyX: key, curve: vector.curve)
    }
    #expect(!isValid(signature, message + [0], key))
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(!isValid(changed, message, key), "byte \(index)")
    }
    for index in key.indices {
      var changed = key
      changed[index] ^= 1
      #expect(!isValid(signature, message, changed), "byte \(index) of the key")
    }
    for count in 0..<signature.count {
      #expect(!isValid(Array(signature.prefix(count)), message, key))
    }
    #expect(!isValid(signature, message, []))
    #expect(!isValid(signature, message, Array(repeating: 0xFF, count: key.count)))
    #expect(!isValid(Array(repeating: 0, count: signature.count), message, key))
    #expect(!isValid(Array(repeating: 0xFF, count: signature.count), message, key))
  }

  @Test(arguments: [EllipticCurve.p256, .p521])
  func `a card's nonce follows from key and message`(curve: EllipticCurve) throws {
    let drawn = Array(repeating: UInt8(0x01), count: curve.fieldByteCount)
    let key = try curve.shortKey(of: drawn)
    let first = try ECSDSA.sign([1], privateKey: key.privateKey, curve: curve)
    #expect(try ECSDSA.sign([1], privateKey: key.privateKey, curve: curve) == first)
    #expect(try ECSDSA.sign([2], privateKey: key.privateKey, curve: curve) != first)
    #expect(ECSDSA.isValid(first, of: [1], publicKeyX: key.x, curve: curve))
  }

  @Test func `zero and the order are no private keys`() {
    #expect(throws: CryptographyError.badKeyLength(32)) {
      try EllipticCurve.p256.shortKey(of: Array(repeating: 0, count: 32))
    }
    #expect(throws: CryptographyError.badKeyLength(32)) {
      try EllipticCurve.p256.publicKey(
        of: hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"))
    }
  }
}
