import Octets
@testable import PaymentCryptography
import Testing

/// Keys, nonces and signatures of `vectors` were computed with Python's integers, apart from this
/// code; those of `certificates` are the examples of EMV's contactless Book E.
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

  /// Private key of authority or issuer, nonce, certificate, signature.
  ///
  /// Source: EMV Contactless Book E, examples 3.2, 3.3, 4.2 and 4.3, as denom's TestECSDSA_X has
  /// them.
  static let certificates: [(EllipticCurve, String, String, String, String)] = [
    (
      .p256, "723222B51845E8B41A66263AE90E962148F9CCC3BE45B3E5902CEC0195F2AEAF",
      "049916F4FD4046C1DBA9FBBD41C5A9643BDC6978C42371DDCD5D725E144B6446",
      """
      120054133390FF1020301231123456A000000004E0CD7400578B1164FEA954658C763C5A94FB3514FA89DB5B3B
      447AE8F4D5DF870A
      """,
      """
      739061ADBC6FC71C8864EA9D3D6BAB5C9501C058D895FE0F69D92E22412953DC
      1ACCCBBE60809C5694C739CA54CC3FF4CF0964E1B946C3ED00C4E572A5021988
      """
    ),
    (
      .p256, "DD5015968F6E10BE471523C58716FC0A36A40B309E62039DF6ED9FC62C6EA5F8",
      "93C1BB40E845B014C0CE00325A2E89642B891EBF0265F16A1531671467909371",
      """
      140000202912312359987654321000010260D3FB0E45A5E64834880571152BE93E241D216D407F6F000C263B1C
      C87517AF43CA1837F6B4321CA70262902037EFCE790DC583828AEA628FFAAEFC08618658
      """,
      """
      035824B9DD96765B97A0CC52C1B668B075ED86BE31DA1159C6F9128863B75A80
      BD863084A1C965C681AE72DF3B58A9CA8AEC8463DEF0A7FA35C0EE83A5269F65
      """
    ),
    (
      .p521,
      """
      018B05B1953B24AC49B340C24D6DD42CCFFDD795F6879C4B28475375CEEA2440D6180E7733BA7423B9CF9A61AA
      A6A3480B882BA6F9497F09613451877120383FF2BC
      """,
      """
      01CEC53C7A0FC68F914CB3B06AAF89B04622B465AB8CB52DA2FAE7B2BF3E7754B1866900AEE2AFF453C8199617
      EC6E23E111CC813F622EEBECC51B4516CC37569D09
      """,
      """
      120054133390FF1120301231123456A000000004E1009C0AE6DC43AC03AA8285C9C67962B0B426587EB50DB41F
      7A5DD37BBB7E95831C8742384A1C880A561CE775946D473E4CD12FC03E4345ED93A515C6FAF722FA13E7
      """,
      """
      DCB625B0FC3F87241D38565B4CAE9B1B9D00A70B71EAF6F54ACDE94EEFE49C514724FAF5F7A4A25606F0CE7C89
      DC6EE4403D841EF7155B87363E8CE39EB7FEAC0158D88C6B23D71E7C5B8D4E9009BAADD96A0ECDA0C1305774F7
      CD65FE0A907711258DF9F13A9D70AE0DE200103F6FF9D80067E672A683F8E49602F8E94C6615B2EB
      """
    ),
    (
      .p521,
      """
      00D069CF714C812DE247A3546AEA2A8098D707031FCB2EB93629255305FA6C6FFB8944E7FCF8C0D5C1115F5801
      797E49D61A562BCA08ACB61B1F756A3A3D9AF33635
      """,
      """
      01EC03A29BF1F9CBA1EB306F4A3D63AB4C9B8955AEE4CBDFCA5A248B5CBC8DA0C4951E5565CC8BD025E0CF4D22
      7B51B66DC628DB7D51723F82409D738599C9C96D43
      """,
      """
      140000202912312359987654321000010260D3FB0E45A5E64834880571152BE93E241D216D407F6F000C263B1C
      C87517AF43CA1837F6B4321CA70262902037EFCE790DC583828AEA628FFAAEFC08618658
      """,
      """
      AEE9050995E9DA36D574942FC1F0F6C1ABC085904CB124B668788681E4BC84B6FCB7F7DA9A01561C7F7F2318A1
      E03A52E76F729755D2F9279EEE1185DE31401C003857A1143939AC53F1BD478A71317541A87865FC76C09D8F8E
      0C00ECE27AE0F467301325D807B3B2F604AB2562EFA1CF1E614B554FFF07969A227ADD22539AA80D
      """
    ),
  ]

  @Test(arguments: certificates.indices)
  func `the examples of Book E are signed and verified`(index: Int) throws {
    let (curve, privateKey, nonce, certificate, signature) = Self.certificates[index]
    let short = try curve.shortKey(of: hex(privateKey))
    #expect(short.privateKey == hex(privateKey))
    #expect(
      try ECSDSA.sign(
        hex(certificate), privateKey: short.privateKey, nonce: hex(nonce), curve: curve)
        == hex(signature))
    #expect(
      ECSDSA.isValid(hex(signature), of: hex(certificate), publicKeyX: short.x, curve: curve))
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
