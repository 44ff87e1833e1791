import BERTLV
@testable import EMVKernel
import MockDevices
import SoftwareSecurityModule
import Testing

/// Certificates of others: those with which openemv/emv-utils tests itself.
///
/// Source: its `tests/emv_rsa_test.c` (below the test key A000000003/94; what the records held is
/// not told, so that hashes over them can't be verified) and `tests/emv_rsa_cda_test.c` (below the
/// test key A000000004/F1).
@Suite struct PublishedCertificateTests {
  private let cryptography = SoftwareKernelCryptography()

  private func key(_ modulus: String) -> RSAPublicKey {
    RSAPublicKey(modulus: TestKeys.bytes(modulus), exponent: [3])
  }

  /// What the certificate of an issuer holds, when the card gave it with an exponent of 3.
  private func issuer(_ certificate: String, under authority: String) async throws -> CertifiedKey {
    var store = try await GenuineCard([]).prepared().storeAtCenter()
    store.forget(0x92)
    store.replace(0x90, TestKeys.bytes(certificate))
    store.replace(0x9F32, [3])
    return try KeyCertificate.issuer.recover(
      from: store, format: 0x02, subjectByteCount: 4, rest: [], under: key(authority),
      using: cryptography)
  }

  @Test func `an issuer's certificate of 1984 bits`() async throws {
    let certified = try await issuer(Self.visaIssuer, under: Self.visaAuthority)
    #expect(certified.key == .rsa(key(Self.visaIssuerKey)))
    #expect(Array(certified.subject) == [0x47, 0x61, 0x73, 0xFF])
    #expect(Array(certified.expiry) == [0x12, 0x31])
    #expect(Array(certified.serialNumber) == [0x03, 0xDA, 0x0A])
  }

  @Test func `an issuer's certificate of 1408 bits with a key of 896`() async throws {
    let certified = try await issuer(Self.masterCardIssuer, under: Self.masterCardAuthority)
    guard case .rsa(let key) = certified.key else { return }
    #expect(key.modulus.count == 112)
    #expect(key.modulus.prefix(3) == [0x99, 0x90, 0x32])
    #expect(Array(certified.subject) == [0x54, 0x13, 0x33, 0xFF])
  }

  @Test func `a card's certificate`() throws {
    let card = try RecoveredBlock(
      0x9F46, TestKeys.bytes(Self.cardCertificate), format: 0x04, minimumByteCount: 43,
      under: key(Self.visaIssuerKey), using: cryptography)
    #expect(
      card.contents.prefix(20)
        == TestKeys.bytes("04 47617390010101 19FFFF 1222 000001 01 01 B0 01")[...])
    #expect(throws: AuthenticationFlaw.flawed(0x9F46, .signature)) {
      try card.verify(with: [], using: cryptography)
    }
  }

  @Test func `combined data of a card with a key of 768 bits`() throws {
    let signature = try DynamicSignature(
      TestKeys.bytes(Self.combinedData), terminalData: TestKeys.bytes("8B55633B"),
      under: .rsa(key(Self.masterCardCardKey)), using: cryptography)
    #expect(signature.number == TestKeys.bytes("537EB5E03CC433C8"))
    #expect(
      Array(signature.rest)
        == TestKeys.bytes("00 55B6408DBC985131 A04620C52455EA8F2370647AF36748A2CA4AA9F6"))
    #expect(throws: AuthenticationFlaw.flawed(0x9F4B, .signature)) {
      try DynamicSignature(
        TestKeys.bytes(Self.combinedData), terminalData: TestKeys.bytes("8B55633C"),
        under: .rsa(key(Self.masterCardCardKey)), using: cryptography)
    }
    var spoilt = TestKeys.bytes(Self.combinedData)
    spoilt[95] = 0x47
    #expect(throws: AuthenticationFlaw.self) {
      try DynamicSignature(
        spoilt, terminalData: TestKeys.bytes("8B55633B"),
        under: .rsa(key(Self.masterCardCardKey)), using: cryptography)
    }
  }

  private static let visaAuthority = """
    ACD2B12302EE644F3F835ABD1FC7A6F62CCE48FFEC622AA8EF062BEF6FB8BA8BC68BBF6AB5870EED579BC3973E12
    1303D34841A796D6DCBC41DBF9E52C4609795C0CCF7EE86FA1D5CB041071ED2C51D2202F63F1156C58A92D38BC60
    BDF424E1776E2BC9648078A03B36FB554375FC53D57C73F5160EA59F3AFC5398EC7B67758D65C9BFF7828B6B82D4
    BE124A416AB7301914311EA462C19F771F31B3B57336000DFF732D3B83DE07052D730354D297BEC72871DCCF0E19
    3F171ABA27EE464C6A97690943D59BDABB2A27EB71CEEBDAFA1176046478FD62FEC452D5CA393296530AA3F41927
    ADFE434A2DF2AE3054F8840657A26E0FC617
    """
  private static let visaIssuer = """
    665CD65C20DEAE638C7320EA011E5E2B33FC5070FF7D153D74FE9A01ABFF0B9587B3779C524577F8A57C19923B39
    CD3F5CCDD457D360DC2619CDBB94328777BB905E1CB79E280458F60C8C5593EFD22D6385512B11B7F2EAFE1184CF
    9066B9B47A0BF832045066359AE465473D31B9F830A6DE7D88E969CB456033F8073BEC512205920E3DEA773D3E36
    E1F46C2E8BDDC423FB675CA1710A3D0A06E9C7570919735190BD6ED65BD5EF92C0416BFE4094EA96A218013838EF
    337151A8BE7222DCF0717399553C4DDA16EBABB2DD386A07BDF313D970C1324CAAB885067691E3EE5E5D8B912799
    BD53C8E1830237E9EC0A9254D80B2BD3622C
    """
  private static let visaIssuerKey = """
    DDD9039ACC0BB00E8D6C1A11BD78C055758C5AB4CC6A3735A23DDFCF16A8F7BA72B7060FD4A77A8F6CA5FB4F1130
    0A671BF14DF26647DCB2DC1D018A78D0F7CBCA854ECB03D32BEECEDFA849256CCB4B0392F3CC36B838EBFD244C11
    C58EF44ED63196E6CD55E0AC7BCA87ED2CC4F475DC9999BA88BA0E00FA860D7763996ED8A01701E2AC0D285B1198
    FC8485AADF043FAA3848ED869D6EB3D970F4AC08A97474278842C85584E34B6FACC07207BC41
    """
  private static let cardCertificate = """
    A6CDB529A1D8CB538E19A277764C633F3C2F468A6A7CC3B5EF3F5B9838B7900316A627927569F679EAE367E10160
    D7A1E08D9F20399F8B6FFE77A564B108DD924458A89D966C980D1E52A0093CA1CFA44CB3FCCF102632A799486B40
    9C34C1F6A3DCC3C1C0EE1C0F6E1EA7A33C1CDAEA9852AAA4B954D429C9EEDBF8803D6D159CAB6B8DCAB0694B5850
    D5F3C4014B45ABCB5B8F69BFC647D94F9E0039439A2D5584DEAD27729C894615F62AE7AC8216
    """
  private static let masterCardAuthority = """
    A0DCF4BDE19C3546B4B6F0414D174DDE294AABBB828C5A834D73AAE27C99B0B053A90278007239B6459FF0BBCD7B
    4B9C6C50AC02CE91368DA1BD21AAEADBC65347337D89B68F5C99A09D05BE02DD1F8C5BA20E2F13FB2A27C41D3F85
    CAD5CF6668E75851EC66EDBF98851FD4E42C44C1D59F5984703B27D5B9F21B8FA0D93279FBBF69E090642909C9EA
    27F898959541AA6757F5F624104F6E1D3A9532F2A6E51515AEAD1B43B3D7835088A2FAFA7BE7
    """
  private static let masterCardIssuer = """
    3312205B0EFA6715BA18134BB2168A9CA250D268853506D925DD72B2A2E0CF107518DE182F0089B255B7D70A189D
    90859E741E7D79BB5D36339B16D9B1508DDBC35E2A3008B923E14417A42E86D3AD0A1AD6DBB394E7BC0BA812F3D4
    971412DE4997C8B34BA93F3CE0F5AE27E0A052DB57CD7595C467E831041AC2DBEC91E2EC8D27D4EABAA31322B769
    415B550B8B18E3B05B32CAE7813AB21D8F3B2BFF3741C6AD967AE694800F5B24A20EF78013E4
    """
  private static let masterCardCardKey = """
    90000000000000000000000000120000000000000000000000000000000048000000000000000000000000000000
    00108000000000000000000000000198000000000000000000000000000000066000000000000000000000000000
    00000055
    """
  private static let combinedData = """
    7B9F22B297CCEAD536B87C449EEE744C6971AA0EBDD6B611C88E30FFF0A671CC6D6AC45A5555311E30C466863817
    EA0AA3D13B54BEA6849976592DFC73DED0BB958D506DF7180FAA7A1FD0540859C0E539035BAB64CE8891353DDD30
    08A0B446
    """
}
