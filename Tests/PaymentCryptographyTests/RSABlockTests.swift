import Octets
@testable import PaymentCryptography
import Testing

/// Keys and signatures were computed with Python's integers, apart from this code.
///
/// The block is 6A, BB as often as it takes, BC.
@Suite struct RSABlockTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let modulus: String
    let exponent: String
    let privateExponent: String
    let signature: String
    var testDescription: String { "\(modulus.utf8.count * 4) bits" }
  }

  static let vectors = [
    Vector(
      modulus: """
        B70DA14738CDD4C5CD44EF5783D5AD26A422E36476098E98CB015437113E3B0B124DDA360B16E36AF48F3B6FAB
        02020D7B8FAD03C7FD2A2895C5D2BC613BBA232D36E3FCB61669E8FB0442DF8B6546E75C5607AF86E37115331D
        93D917F363E5
        """,
      exponent: "03",
      privateExponent: """
        7A09162F7B33E32E88D89F8FAD391E19C2C1ECEDA4065F1087563824B6297CB20C33E6CEB20F42474DB4D24A72
        0156B285209E5110F3A8F6A5990AC8A3DD63A7D8E5BB7F992A3C9FC1B262C9C600EE1A08881B0F629C7053A5CA
        A0E57B6877EB
        """,
      signature: """
        55ED12422228ADF2AFA76695D576807F138682EFE6A14FA5F2358A70513C14AE7EAA4A54B3F51BBF3E8D24ED53
        3B22FD35DF93C9A4C4F16FB5DCAC0FBC6151435D648E319D700A18F0160D771EFA8BEC71C31FCD84209F66507C
        5C3A57355DF3
        """),
    Vector(
      modulus: """
        DA5824F4153415CBD9DD57C50F7862D34AE9D664B5D69426BA6E807943166CFFEB8EDEF0C8E910114C1363B948
        9FCB9BE2AD571EF6FB3A7DAA96B237BCA976717260CC4A1790113EDCB96B8B91E40987B6AEF909C3BCD7953CDE
        F03D004D1535EB0E5D34CA80DFE5BD959B24279C048917BEF1394722E80CDC7CEBDB3A5723D1
        """,
      exponent: "010001",
      privateExponent: """
        622A890AB851BF8EF437C0D3575E3FC851810AA422E103A0D9E6FE9A066099C702082D11C2B28E47C8955B1B9D
        9C4275A6975A79107FE94F40981A2E570335BD7D199CCA0010F4D26300B39643E9FF7D1F46EBEAFCA6C4425A70
        41558F9A57CD7609A3359585CBA8C1FBDF6D2A20B4EA70DBDAFBF5060F8D334EE2FBABA52B05
        """,
      signature: """
        13CB81C8D27045385CBCDEDC3EFCD1C9CA935C13E8BA629705BF1914DA08AE6B122021165AAD516666E2BE90DF
        EC336F1B7827ADEBAC3560DC5AD01754F7CE0F81518E9ACF1A20EED62274A2E1F6A6F8C1E34AE1D87A6E08CBC7
        7E1B859B00998ED78115EEB7E842166E4127A6561E57E05E18C03F88408E98B324599EE6CDAD
        """),
  ]

  private func block(byteCount: Int) -> [UInt8] {
    [0x6A] + Array(repeating: 0xBB, count: byteCount - 2) + [0xBC]
  }

  @Test(arguments: vectors)
  func `a signature is recovered, and made again`(vector: Vector) throws {
    let modulus = hex(vector.modulus)
    let block = block(byteCount: modulus.count)
    #expect(
      try RSABlock.recover(hex(vector.signature), modulus: modulus, exponent: hex(vector.exponent))
        == block)
    #expect(
      try RSABlock.sign(block, modulus: modulus, privateExponent: hex(vector.privateExponent))
        == hex(vector.signature))
  }

  @Test func `an exponent of 3 with zeros before it gives the same`() throws {
    let vector = Self.vectors[0]
    let modulus = hex(vector.modulus)
    #expect(
      try RSABlock.recover(hex(vector.signature), modulus: modulus, exponent: [0, 0, 3])
        == block(byteCount: modulus.count))
  }

  @Test func `what can't be a key or a signature is refused`() {
    let modulus = hex(Self.vectors[0].modulus)
    func refusal(_ signature: [UInt8], _ modulus: [UInt8], _ exponent: [UInt8] = [3])
      -> CryptographyError?
    {
      do throws(CryptographyError) {
        _ = try RSABlock.recover(signature, modulus: modulus, exponent: exponent)
        return nil
      } catch { return error }
    }
    #expect(refusal([], []) == .badKeyLength(0))
    #expect(refusal([1], [3]) == .badKeyLength(1))
    let even = Array(modulus.dropLast()) + [modulus[modulus.count - 1] & 0xFE]
    #expect(refusal(Array(repeating: 0, count: 96), even) == .badKeyLength(96))
    #expect(refusal(Array(repeating: 0, count: 95), modulus) == .badInputLength(95))
    #expect(refusal(modulus, modulus) == .badInputLength(96))
    let huge = Array(repeating: UInt8(0xFF), count: 513)
    #expect(refusal(huge, huge) == .badKeyLength(513))
    // An exponent of nothing is zero: every block becomes 1.
    #expect(refusal(Array(repeating: 2, count: 96), modulus, []) == nil)
  }
}
