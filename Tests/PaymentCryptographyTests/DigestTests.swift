import PaymentCryptography
import Testing

@Suite struct DigestTests {
  // FIPS 180-4 examples of NIST: "abc" and no bytes at all.
  @Test func `hashes agree with the examples of FIPS 180-4`() {
    let abc = Array("abc".utf8)
    #expect(Digest.sha1(abc) == hex("A9993E364706816ABA3E25717850C26C9CD0D89D"))
    #expect(Digest.sha1([]) == hex("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"))
    #expect(
      Digest.sha256(abc) == hex("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"))
    #expect(
      Digest.sha256([]) == hex("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"))
    #expect(
      Digest.sha512(abc)
        == hex(
          """
          DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A
          2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F
          """))
  }
}
