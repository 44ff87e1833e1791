import Testing

@testable import PaymentCryptography

/// CMAC with AES.
@Suite struct BlockCipherCodeTests {
  static let key = hex("2B7E151628AED2A6ABF7158809CF4F3C")
  static let message = hex(
    """
    6BC1BEE22E409F96E93D7E117393172A AE2D8A571E03AC9C9EB76FAC45AF8E51
    30C81C46A35CE411E5FBC1191A0A52EF F69F2445DF4F9B17AD2B417BE66C3710
    """)

  /// Source: RFC 4493, section 4.
  @Test(arguments: [
    (0, "BB1D6929E95937287FA37D129B756746"), (16, "070A16B46B4D4144F79BDD9DD04A287C"),
    (40, "DFA66747DE9AE63030CA32611497C827"), (64, "51F0BEBF7E3B9D92FC49741779363CFE"),
  ])
  func `codes over whole and broken blocks agree with RFC 4493`(count: Int, code: String) throws {
    let message = Array(Self.message.prefix(count))
    #expect(try MessageAuthentication.cmacAES(message, key: Self.key) == hex(code))
  }

  @Test func `a key of another length is refused`() {
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try MessageAuthentication.cmacAES([1], key: hex("0123456789ABCDEF"))
    }
  }
}
