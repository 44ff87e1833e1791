import BERTLV
import EMVKernel
import MockDevices
import PaymentCryptography
import SoftwareSecurityModule
import Testing

@Suite struct PINEnciphermentKeyTests {
  private func key(_ card: GenuineCard) async throws -> Result<
    PINEnciphermentKey, AuthenticationFlaw
  > {
    let store = try await card.prepared().storeAtCenter()
    do throws(AuthenticationFlaw) {
      return .success(try store.pinEnciphermentKey(using: SoftwareKernelCryptography()))
    } catch {
      return .failure(error)
    }
  }

  private func rsa(_ key: RSAKeyPair) -> PINEnciphermentKey {
    .rsa(RSAPublicKey(modulus: key.modulus, exponent: key.exponent))
  }

  @Test func `a key for PINs goes before the card's own`() async throws {
    var card = try GenuineCard([.dynamicAuthentication])
    #expect(try await key(card) == .success(rsa(TestKeys.bits1152)))
    card.hasPINKey = true
    #expect(try await key(card) == .success(rsa(TestKeys.bits1024)))
    // It does not cover the records, so that other data do not matter.
    card.overrides = [(0x9F07, [0xFF, 0x80])]
    #expect(try await key(card) == .success(rsa(TestKeys.bits1024)))
    card.hasPINKey = false
    #expect(try await key(card) == .failure(.flawed(0x9F46, .signature)))
  }

  @Test func `a broken key for PINs is not replaced`() async throws {
    var card = try GenuineCard([.dynamicAuthentication])
    card.hasPINKey = true
    card.changePIN = { $0.spoiling = .digest }
    #expect(try await key(card) == .failure(.flawed(0x9F2D, .signature)))
    card.changePIN = { $0.expiry = [0x01, 0x20] }
    #expect(try await key(card) == .failure(.flawed(0x9F2D, .expired)))
    card.changePIN = { $0.subject[0] = 0x63 }
    #expect(try await key(card) == .failure(.flawed(0x9F2D, .accountNumber)))
    card.changePIN = { _ in }
    card.overrides = [(0x9F2E, nil)]
    #expect(try await key(card) == .failure(.missing(0x9F2E)))
  }

  @Test func `a card without keys has none for PINs`() async throws {
    var card = try GenuineCard([])
    card.overrides = [(0x9F46, nil)]
    #expect(try await key(card) == .failure(.missing(0x9F46)))
    card.bench.configuration.authorityKeys = []
    #expect(
      try await key(card)
        == .failure(.authorityKeyUnknown(index: GenuineCard.authorityIndex)))
    #expect(
      try await key(GenuineCard([], keys: .curve(.sm2)))
        == .failure(.authorityKeyUnknown(index: GenuineCard.authorityIndex)))
    #expect(try await key(GenuineCard([], keys: .curve(.p256))) == .failure(.missing(0x9F2D)))
  }

  @Test(arguments: [EllipticCurve.p256, .p521])
  func `on a curve the key for PINs has a suite of its own`(curve: EllipticCurve) async throws {
    var card = try GenuineCard([], keys: .curve(curve))
    guard case .curve(_, let issuer, let key) = card.keys else { return }
    let application = try #require(card.bench.personality.chip?.applications.first)
    let data = CertificateOnCurve.certifiedData(
      records: try card.records, interchangeProfile: application.interchangeProfile,
      applicationName: application.identifier,
      processingOptionsList: application.processingOptionsList)
    card.bench.changeApplication { [card] in
      // The certificate for verdicts, with another suite in its place, signed again.
      guard
        let plain = try? CertificateOnCurve.card(staticData: data, key: key, by: issuer)
      else { return }
      var message = Array(plain.dropLast(ECSDSA.signatureByteCount(curve)))
      message[2] = curve == .p256 ? 0x00 : 0x01
      guard let signature = try? issuer.sign(message) else { return }
      $0.records.append(
        CardRecord(file: 4, number: 1, objects: [(0x9F2D, message + signature)]))
      _ = card
    }
    let expected = try #require(
      CurveKey(suite: curve == .p256 ? .p256 : .p521, point: key.publicKey))
    #expect(try await self.key(card) == .success(.curve(expected)))
  }
}
