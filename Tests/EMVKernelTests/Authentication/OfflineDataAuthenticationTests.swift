import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import PaymentCryptography
import PaymentTypes
import Testing

/// Group D of the card profiles: what a terminal must find out about a card without its center.
///
/// The floor limit of the test terminal is 0, so that every sale has B4b8 set.
@Suite struct OfflineDataAuthenticationTests {
  /// The results without the bit for the floor limit.
  private func results(_ record: ChipTransactionRecord) -> Set<TerminalVerificationResults.Bit> {
    Set(record.store?.verificationResults.names ?? []).subtracting([.floorLimitExceeded])
  }

  private func flaws(_ record: ChipTransactionRecord) -> [AuthenticationFlaw] {
    (record.store?.findings ?? []).compactMap {
      if case .authentication(let flaw) = $0.reason { flaw } else { nil }
    }
  }

  private func isPerformed(_ record: ChipTransactionRecord) -> Bool {
    record.store?.statusInformation.contains(.authenticationPerformed) == true
  }

  private func requests(_ record: ChipTransactionRecord) -> [UInt8] {
    record.exchanges.filter { $0.command[1] == 0xAE }.map { $0.command[2] }
  }

  /// A method, the bit that says that it failed, and P1 of its two requests.
  private static let methods:
    [(
      ApplicationInterchangeProfile.Bit, TerminalVerificationResults.Bit, [UInt8]
    )] = [
      (.staticAuthentication, .staticAuthenticationFailed, [0x80, 0x40]),
      (.dynamicAuthentication, .dynamicAuthenticationFailed, [0x80, 0x40]),
      (.combinedAuthentication, .combinedAuthenticationFailed, [0x90, 0x50]),
    ]

  @Test(arguments: methods.indices)
  func `D1 D2 D3: a genuine card of RSA is found genuine`(index: Int) async throws {
    let (method, _, p1) = Self.methods[index]
    let record = try await GenuineCard([method]).run()
    #expect(results(record) == (index == 0 ? [.staticAuthenticationSelected] : []))
    #expect(isPerformed(record))
    #expect(requests(record) == p1)
    #expect(record.outcome == .approvedOnline)
    #expect(record.store?.value(0x9F45) == (index == 0 ? [0xDA, 0xC0] : nil))
    #expect(record.store?.value(0x9F4C) == (index == 0 ? nil : [0xC0, 0xFF, 0xEE, 0x01]))
    #expect(record.exchanges.contains { $0.command[1] == 0x88 } == (index == 1))
    #expect(record.cryptograms.allSatisfy { $0.cryptogram.count == 8 })
  }

  @Test(arguments: [EllipticCurve.p256, .p521])
  func `D4: a genuine card on a curve is found genuine`(curve: EllipticCurve) async throws {
    let record = try await GenuineCard(
      [.extendedAuthentication, .combinedAuthentication], keys: .curve(curve)
    ).run()
    #expect(results(record) == [.extendedAuthenticationSelected])
    #expect(isPerformed(record))
    #expect(requests(record) == [0x88, 0x48])
    #expect(record.outcome == .approvedOnline)
  }

  @Test func `D5: the strongest method that both have is chosen`() async throws {
    let all: [ApplicationInterchangeProfile.Bit] = [
      .staticAuthentication, .dynamicAuthentication, .combinedAuthentication,
    ]
    for count in 1...3 {
      let record = try await GenuineCard(Array(all.prefix(count))).run()
      #expect(requests(record).first == (count == 3 ? 0x90 : 0x80))
      #expect(record.exchanges.contains { $0.command[1] == 0x88 } == (count == 2))
      #expect(results(record) == (count == 1 ? [.staticAuthenticationSelected] : []))
    }
  }

  @Test func `D6 D7: without a common method nothing is performed`() async throws {
    let none = try await GenuineCard([]).run()
    #expect(results(none) == [.authenticationNotPerformed])
    #expect(!isPerformed(none))
    var card = try GenuineCard([.combinedAuthentication, .extendedAuthentication])
    card.bench.configuration.claimedCapabilities.remove(.combinedAuthentication)
    card.bench.configuration.claimedCapabilities.remove(.extendedAuthentication)
    #expect(results(try await card.run()) == [.authenticationNotPerformed])
  }

  @Test(arguments: methods.indices)
  func `D8: without the scheme's key the method has failed`(index: Int) async throws {
    let (method, failure, _) = Self.methods[index]
    var card = try GenuineCard([method])
    card.bench.configuration.authorityKeys = []
    var record = try await card.run()
    #expect(results(record).subtracting([.staticAuthenticationSelected]) == [failure])
    #expect(flaws(record) == [.authorityKeyUnknown(index: GenuineCard.authorityIndex)])
    #expect(isPerformed(record))
    #expect(requests(record).first == 0x80)
    card = try GenuineCard([method])
    let key = try #require(card.bench.configuration.authorityKeys.first)
    card.bench.configuration.authorityKeys = [
      CertificationAuthorityKey(
        registeredProvider: key.registeredProvider, index: key.index, key: key.key,
        expiry: CardDate([0x26, 0x11, 0x22]))
    ]
    record = try await card.run()
    #expect(flaws(record) == [.authorityKeyExpired(index: GenuineCard.authorityIndex)])
  }

  /// What is changed in an issuer's certificate, and what the terminal must say of it.
  private static let issuerFlaws:
    [(String, AuthenticationFlaw.Check, @Sendable (inout Certificate) -> Void)] = [
      ("header", .header, { $0.spoiling = .header }),
      ("trailer", .trailer, { $0.spoiling = .trailer }),
      ("format", .format, { $0.spoiling = .format }),
      ("hash", .signature, { $0.spoiling = .digest }),
      ("algorithm of the hash", .digestAlgorithm, { $0.spoiling = .digestAlgorithm }),
      ("algorithm of the key", .keyAlgorithm, { $0.spoiling = .keyAlgorithm }),
      ("length", .length, { $0.spoiling = .length }),
      ("issuer", .issuerIdentifier, { $0.subject = [0x62, 0x16, 0x27, 0xFF] }),
      ("issuer of two digits", .issuerIdentifier, { $0.subject = [0x62, 0xFF, 0xFF, 0xFF] }),
      ("issuer with a gap", .issuerIdentifier, { $0.subject = [0x62, 0x1F, 0x26, 0xFF] }),
      ("expired", .expired, { $0.expiry = [0x10, 0x26] }),
      ("month 13", .expired, { $0.expiry = [0x13, 0x27] }),
      ("month 0", .expired, { $0.expiry = [0x00, 0x27] }),
      ("no month", .expired, { $0.expiry = [0x0A, 0x27] }),
      ("last century", .expired, { $0.expiry = [0x12, 0x99] }),
    ]

  @Test(arguments: issuerFlaws.indices)
  func `D9: each flaw of an issuer's certificate has its reason`(index: Int) async throws {
    let (name, check, change) = Self.issuerFlaws[index]
    for (method, failure, _) in Self.methods {
      var card = try GenuineCard([method])
      card.changeIssuer = change
      let record = try await card.run()
      #expect(flaws(record) == [.flawed(0x90, check)], "\(name)")
      #expect(
        results(record).subtracting([.staticAuthenticationSelected]) == [failure], "\(name)")
      #expect(requests(record).first == 0x80)
    }
  }

  @Test func `a certificate is good to the last day of its month`() async throws {
    var card = try GenuineCard([.staticAuthentication])
    card.changeIssuer = { $0.expiry = [0x11, 0x26] }
    #expect(results(try await card.run()) == [.staticAuthenticationSelected])
  }

  @Test func `D10: a remainder must be there and have the length that is missing`() async throws {
    let keys = GenuineCard.Keys.rsa(
      authority: TestKeys.bits1984, issuer: TestKeys.otherBits1984, card: TestKeys.bits1024)
    var card = try GenuineCard([.dynamicAuthentication], keys: keys)
    #expect(results(try await card.run()) == [])
    card.overrides = [(0x92, nil)]
    var record = try await card.run()
    #expect(results(record) == [.dynamicAuthenticationFailed, .cardDataMissing])
    #expect(Set(flaws(record)) == [.missing(0x92)])
    for count in [0, 35, 37] {
      card.overrides = [(0x92, Array(repeating: 1, count: count))]
      record = try await card.run()
      #expect(results(record) == [.dynamicAuthenticationFailed])
      #expect(flaws(record) == [.flawed(0x90, .remainder)])
    }
    card.overrides = [(0x92, Array(repeating: 1, count: 36))]
    #expect(flaws(try await card.run()) == [.flawed(0x90, .signature)])
  }

  /// What is changed in a card's certificate, and what the terminal must say of it.
  private static let cardFlaws:
    [(String, AuthenticationFlaw.Check, @Sendable (inout Certificate) -> Void)] = [
      ("header", .header, { $0.spoiling = .header }),
      ("trailer", .trailer, { $0.spoiling = .trailer }),
      ("format", .format, { $0.spoiling = .format }),
      ("hash", .signature, { $0.spoiling = .digest }),
      ("algorithm of the hash", .digestAlgorithm, { $0.spoiling = .digestAlgorithm }),
      ("algorithm of the key", .keyAlgorithm, { $0.spoiling = .keyAlgorithm }),
      ("length", .length, { $0.spoiling = .length }),
      ("static data", .signature, { $0.staticData.append(0) }),
      ("expired", .expired, { $0.expiry = [0x01, 0x26] }),
      ("number", .accountNumber, { $0.subject[8] = 0x12 }),
      ("number cut", .accountNumber, { $0.subject[9] = 0xFF }),
    ]

  @Test(arguments: cardFlaws.indices)
  func `D11: each flaw of a card's certificate has its reason`(index: Int) async throws {
    let (name, check, change) = Self.cardFlaws[index]
    for (method, failure, _) in Self.methods.dropFirst() {
      var card = try GenuineCard([method])
      card.changeCard = change
      let record = try await card.run()
      #expect(flaws(record) == [.flawed(0x9F46, check)], "\(name)")
      #expect(results(record) == [failure], "\(name)")
    }
  }

  @Test func `D12: the list of signed tags holds 82 or is not there`() async throws {
    for (method, failure, _) in Self.methods {
      var card = try GenuineCard([method])
      card.tagList = nil
      #expect(!results(try await card.run()).contains(failure))
      for list in [[0x5A], [0x82, 0x5A], [0x82, 0x82]] as [[UInt8]] {
        card = try GenuineCard([method])
        card.overrides = [(0x9F4A, list)]
        let record = try await card.run()
        #expect(flaws(record) == [.tagListNotAllowed])
        #expect(results(record).contains(failure))
      }
      card = try GenuineCard([method])
      card.overrides = [(0x9F4A, nil)]
      #expect(results(try await card.run()).contains(failure))
    }
  }

  @Test func `the signature of static data has its flaws`() async throws {
    let flaws: [(CertificateSpoiling, AuthenticationFlaw.Check)] = [
      (.header, .header), (.trailer, .trailer), (.format, .format), (.digest, .signature),
      (.digestAlgorithm, .digestAlgorithm), (.length, .length),
    ]
    for (spoiling, check) in flaws {
      var card = try GenuineCard([.staticAuthentication])
      card.staticSpoiling = spoiling
      let record = try await card.run()
      #expect(self.flaws(record) == [.flawed(0x93, check)])
      #expect(
        results(record) == [.staticAuthenticationSelected, .staticAuthenticationFailed])
      #expect(record.store?.value(0x9F45) == nil)
    }
  }

  @Test func `D13: a list without the terminal's number is not signed`() async throws {
    var card = try GenuineCard([.dynamicAuthentication])
    card.bench.changeApplication { $0.appendRecordObject(0x9F49, [0x9F, 0x37, 4, 0x9A, 3]) }
    var record = try await card.run()
    #expect(results(record) == [])
    let command = try #require(record.exchanges.first { $0.command[1] == 0x88 })
    #expect(command.command == TestKeys.bytes("0088000007 11223344 261123 00"))
    for list in [[0x9A, 3], [0x9F, 0x37], []] as [[UInt8]] {
      card = try GenuineCard([.dynamicAuthentication])
      card.bench.changeApplication { $0.appendRecordObject(0x9F49, list) }
      record = try await card.run()
      #expect(results(record) == [.dynamicAuthenticationFailed])
      #expect(flaws(record) == [.listWithoutUnpredictableNumber])
      #expect(!record.exchanges.contains { $0.command[1] == 0x88 })
    }
  }

  @Test func `D14: both formats are understood, refusals and nonsense fail`() async throws {
    var card = try GenuineCard([.dynamicAuthentication])
    card.signer.usesFormat2 = false
    #expect(results(try await card.run()) == [])
    card.bench.intercept = { $0.instruction == 0x88 ? [0x69, 0x85] : nil }
    var record = try await card.run()
    #expect(results(record) == [.dynamicAuthenticationFailed])
    #expect(flaws(record) == [.refused(.conditionsNotSatisfied)])
    let nonsense = [
      "9000", "77009000", "700102 9000", "80009000", "8001 9000", "7703 9F4B 009000",
      "7704 9F27 01 00 9000", "8001AA 8001AA 9000",
    ]
    for text in nonsense {
      let bytes = TestKeys.bytes(text)
      card.bench.intercept = { $0.instruction == 0x88 ? bytes : nil }
      record = try await card.run()
      #expect(results(record) == [.dynamicAuthenticationFailed], "\(text)")
      #expect(flaws(record) == [.unsigned] || flaws(record) == [.flawed(0x9F4B, .length)])
      #expect(record.outcome == .approvedOnline)
    }
  }

  @Test func `the signature of dynamic data has its flaws`() async throws {
    let spoilings: [(CertificateSpoiling, AuthenticationFlaw.Check)] = [
      (.header, .header), (.trailer, .trailer), (.format, .format), (.digest, .signature),
      (.digestAlgorithm, .digestAlgorithm), (.length, .length),
    ]
    for (spoiling, check) in spoilings {
      var card = try GenuineCard([.dynamicAuthentication])
      card.signer.dynamicSpoiling = spoiling
      let record = try await card.run()
      #expect(flaws(record) == [.flawed(0x9F4B, check)])
      #expect(results(record) == [.dynamicAuthenticationFailed])
      #expect(record.store?.value(0x9F4C) == nil)
    }
    for number in [[], [1], Array(repeating: 1, count: 9)] as [[UInt8]] {
      var card = try GenuineCard([.dynamicAuthentication])
      card.signer.number = number
      #expect(flaws(try await card.run()) == [.flawed(0x9F4B, .cardData)])
    }
  }

  @Test func `D16: an issuer whose certificate was revoked is refused`() async throws {
    for (method, failure, _) in Self.methods {
      var card = try GenuineCard([method])
      card.bench.configuration.revokedCertificates = [
        RevokedCertificate(
          registeredProvider: GenuineCard.registeredProvider,
          authorityIndex: GenuineCard.authorityIndex, serialNumber: [0, 0, 1])
      ]
      let record = try await card.run()
      #expect(flaws(record) == [.flawed(0x90, .revoked)])
      #expect(results(record).contains(failure))
      card.changeIssuer = { $0.serialNumber = [0, 0, 2] }
      #expect(flaws(try await card.run()) == [])
    }
  }

  /// Keys from the scheme's to the card's.
  private static let sizes: [(RSAKeyPair, RSAKeyPair, RSAKeyPair)] = [
    (TestKeys.bits1984, TestKeys.otherBits1984, TestKeys.cardBits1984),
    (TestKeys.bits1984, TestKeys.bits1408, TestKeys.bits1152),
    (TestKeys.bits1408, TestKeys.bits1152, TestKeys.bits1024),
    (TestKeys.bits1152, TestKeys.bits1024, TestKeys.bits768),
    (TestKeys.bits1024, TestKeys.bits1024, TestKeys.bits768),
    (TestKeys.bits1984Fermat, TestKeys.bits1024Fermat, TestKeys.bits1024),
    (TestKeys.bits1984, TestKeys.bits1984Fermat, TestKeys.bits1024Fermat),
  ]

  @Test(arguments: sizes.indices, methods.indices)
  func `D17 D18: keys from 768 to 1984 bits, with 3 and 65537`(
    size: Int, method: Int
  ) async throws {
    let (authority, issuer, key) = Self.sizes[size]
    let record = try await GenuineCard(
      [Self.methods[method].0], keys: .rsa(authority: authority, issuer: issuer, card: key)
    ).run()
    #expect(flaws(record) == [])
    #expect(isPerformed(record))
  }

  @Test func `another exponent is refused`() async throws {
    var card = try GenuineCard([.dynamicAuthentication])
    card.changeIssuer = { $0.key.exponent = [0x05] }
    #expect(flaws(try await card.run()) == [.flawed(0x90, .exponent)])
  }

  @Test func `D19: a key longer than the one that signed it is refused`() async throws {
    let keys = GenuineCard.Keys.rsa(
      authority: TestKeys.bits1024, issuer: TestKeys.bits1152, card: TestKeys.bits768)
    let record = try await GenuineCard([.dynamicAuthentication], keys: keys).run()
    #expect(flaws(record) == [.flawed(0x90, .keyLength)])
    var card = try GenuineCard([.combinedAuthentication])
    card.changeCard = { $0.key = TestKeys.bits1984 }
    #expect(flaws(try await card.run()) == [.flawed(0x9F46, .keyLength)])
  }

  @Test func `D20: each object that is missing is said to be missing`() async throws {
    let needed: [[DataObjectTag]] = [
      [0x8F, 0x90, 0x9F32, 0x93], [0x8F, 0x90, 0x9F32, 0x9F46, 0x9F47],
      [0x8F, 0x90, 0x9F32, 0x9F46, 0x9F47],
    ]
    for (index, tags) in needed.enumerated() {
      let (method, failure, _) = Self.methods[index]
      for tag in tags {
        var card = try GenuineCard([method])
        card.overrides = [(tag, nil)]
        let record = try await card.run()
        #expect(
          results(record).subtracting([.staticAuthenticationSelected])
            == [failure, .cardDataMissing], "\(tag)")
        #expect(Set(flaws(record)) == [.missing(tag)])
        #expect(record.outcome == .approvedOnline)
      }
    }
  }

  @Test func `D21: a card of PBOC proves itself with SM2`() async throws {
    for (index, (method, failure, p1)) in Self.methods.enumerated() {
      let record = try await GenuineCard([method], keys: .curve(.sm2)).run()
      #expect(flaws(record) == [])
      #expect(isPerformed(record))
      #expect(requests(record) == p1)
      #expect(record.store?.value(0x9F45) == (index == 0 ? [0xDA, 0xC1] : nil))
      #expect(record.store?.value(0xDF69) == [1])
      for spoiling in [CertificateSpoiling.digest, .format, .keyAlgorithm, .length, .keyLength] {
        var card = try GenuineCard([method], keys: .curve(.sm2))
        card.issuerSpoiling = spoiling
        #expect(results(try await card.run()).contains(failure))
        card.issuerSpoiling = nil
        card.cardSpoiling = spoiling
        card.staticSpoiling = spoiling == .digest || spoiling == .length ? spoiling : .format
        #expect(results(try await card.run()).contains(failure))
      }
    }
    #expect(try await GenuineCard([.staticAuthentication]).run().store?.value(0xDF69) == [0])
  }

  @Test func `records of other files are signed whole`() async throws {
    for (method, failure, _) in Self.methods {
      var card = try GenuineCard([method])
      card.bench.changeApplication {
        $0.records.append(
          CardRecord(file: 11, number: 1, isAuthenticated: true, bytes: [0xDE, 0xAD, 0xBE]))
      }
      #expect(!results(try await card.run()).contains(failure))
    }
  }
}
