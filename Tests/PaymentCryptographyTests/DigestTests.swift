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
  }
}
