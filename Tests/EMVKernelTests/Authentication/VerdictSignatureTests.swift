import BERTLV
import ChipTransaction
import EMVKernel
import MockDevices
import PaymentCryptography
import Testing

/// CDA and XDA in the answers to GENERATE AC: D15 and the rest of D4 of the card profiles.
@Suite struct VerdictSignatureTests {
  private func results(_ record: ChipTransactionRecord) -> Set<TerminalVerificationResults.Bit> {
    Set(record.store?.verificationResults.names ?? []).subtracting([.floorLimitExceeded])
  }

  private func flaws(_ record: ChipTransactionRecord) -> [AuthenticationFlaw] {
    (record.store?.findings ?? []).compactMap {
      if case .authentication(let flaw) = $0.reason { flaw } else { nil }
    }
  }

  private func requests(_ record: ChipTransactionRecord) -> [UInt8] {
    record.exchanges.filter { $0.command[1] == 0xAE }.map { $0.command[2] }
  }

  /// Lets the terminal ask for a TC at once: no floor limit, and action codes that name nothing.
  private func allowOffline(_ card: inout GenuineCard) {
    for index in card.bench.configuration.applications.indices {
      card.bench.configuration.applications[index].floorLimit = 1_000_000
    }
    card.bench.set(0x9F0F, Array(repeating: 0, count: 5))
    for index in card.bench.configuration.applications.indices {
      card.bench.configuration.applications[index].actionCodeOnline =
        TerminalVerificationResults()
    }
  }

  private static let faults: [(CardSigner.Fault, AuthenticationFlaw)] = [
    (.spoiled(.header), .flawed(0x9F4B, .header)),
    (.spoiled(.trailer), .flawed(0x9F4B, .trailer)),
    (.spoiled(.format), .flawed(0x9F4B, .format)),
    (.spoiled(.digest), .flawed(0x9F4B, .signature)),
    (.spoiled(.digestAlgorithm), .flawed(0x9F4B, .digestAlgorithm)),
    (.spoiled(.length), .flawed(0x9F4B, .length)),
    (.numberOfOneByte, .flawed(0x9F4B, .cardData)),
    (.tooShort, .flawed(0x9F4B, .cardData)),
    (.otherInformation, .flawed(0x9F4B, .cryptogramInformation)),
    (.otherTransaction, .flawed(0x9F4B, .transactionData)),
    (.unsigned, .unsigned), (.unsignedInFormat1, .unsigned),
  ]

  @Test(arguments: faults.indices)
  func `an ARQC that is not signed well is declined at once`(index: Int) async throws {
    let (fault, flaw) = Self.faults[index]
    var card = try GenuineCard([.combinedAuthentication])
    card.signer.faults[0] = fault
    let record = try await card.run()
    #expect(flaws(record) == [flaw])
    #expect(results(record) == [.combinedAuthenticationFailed])
    #expect(requests(record) == [0x90, 0x00])
    #expect(record.outcome == .declinedOffline)
    #expect(record.online == nil)
    #expect(record.store?.value(0x8A) == Array("Z1".utf8))
    #expect(record.store?.statusInformation.contains(.authenticationPerformed) == true)
  }

  @Test(arguments: faults.indices)
  func `a TC that is not signed well is declined without another word`(index: Int) async throws {
    let (fault, flaw) = Self.faults[index]
    var card = try GenuineCard([.combinedAuthentication])
    allowOffline(&card)
    card.signer.faults[0] = fault
    let record = try await card.run()
    #expect(flaws(record) == [flaw])
    #expect(requests(record) == [0x50])
    #expect(record.outcome == .declinedOffline)
    #expect(record.store?.value(0x8A) == Array("Z1".utf8))
  }

  @Test(arguments: faults.indices)
  func `an approval that the card does not sign well is reversed`(index: Int) async throws {
    let (fault, flaw) = Self.faults[index]
    var card = try GenuineCard([.combinedAuthentication])
    card.signer.faults[1] = fault
    let record = try await card.run()
    #expect(flaws(record) == [flaw])
    #expect(requests(record) == [0x90, 0x50])
    #expect(record.outcome == .declinedByCardAfterApproval)
    #expect(record.outcome?.requiresReversal == true)
  }

  @Test func `a TC that is signed well is an approval`() async throws {
    var card = try GenuineCard([.combinedAuthentication])
    allowOffline(&card)
    let record = try await card.run()
    #expect(results(record) == [])
    #expect(requests(record) == [0x50])
    #expect(record.outcome == .approvedOffline)
    #expect(record.cryptograms.first?.cryptogram.count == 8)
  }

  @Test func `an AAC needs no signature, and a request for one asks for none`() async throws {
    var card = try GenuineCard([.combinedAuthentication])
    card.signer.firstRequest = 0x00
    var record = try await card.run()
    #expect(results(record) == [])
    #expect(requests(record) == [0x90])
    #expect(record.outcome == .declinedOffline)
    // A denial code names the floor limit: the terminal itself asks for the AAC.
    card = try GenuineCard([.combinedAuthentication])
    card.bench.set(0x9F0E, [0, 0, 0, 0x80, 0])
    record = try await card.run()
    #expect(requests(record) == [0x00])
  }

  @Test func `a TC that answers a request for an ARQC is a card error, signed or not`()
    async throws
  {
    var card = try GenuineCard([.combinedAuthentication])
    card.signer.firstRequest = 0x40
    let record = try await card.run()
    #expect(record.failure == .kernel(.cryptogramOutOfOrder))
  }

  @Test func `with SM2 the transaction is hashed by SM3`() async throws {
    for fault in [CardSigner.Fault.otherTransaction, .spoiled(.digest), .spoiled(.length)] {
      var card = try GenuineCard([.combinedAuthentication], keys: .curve(.sm2))
      card.signer.faults[0] = fault
      let record = try await card.run()
      #expect(results(record) == [.combinedAuthenticationFailed])
      #expect(requests(record) == [0x90, 0x00])
    }
  }

  // XDA: EMV 4.4 Book 4, 6.3.2.2.

  private func extended(_ curve: EllipticCurve = .p256) throws -> GenuineCard {
    try GenuineCard([.extendedAuthentication], keys: .curve(curve))
  }

  @Test func `without the scheme's key on a curve the issuer decides`() async throws {
    var card = try extended()
    card.bench.configuration.authorityKeys = []
    let record = try await card.run()
    #expect(results(record) == [.extendedAuthenticationSelected, .curveKeyMissing])
    #expect(flaws(record) == [.authorityKeyUnknown(index: GenuineCard.authorityIndex)])
    // The signature is asked for all the same (Book 2, 12.5.1), and not looked at.
    #expect(requests(record) == [0x88, 0x48])
    #expect(record.outcome == .approvedOnline)
    var offline = card
    allowOffline(&offline)
    #expect(try await offline.run().outcome == .declinedOffline)
    card.bench.configuration.authorityKeys = [
      CertificationAuthorityKey(
        registeredProvider: GenuineCard.registeredProvider, index: GenuineCard.authorityIndex,
        key: try GenuineCard.Keys.standard.authority, expiry: nil)
    ]
    #expect(results(try await card.run()).contains(.curveKeyMissing))
  }

  @Test func `a broken chain on a curve is told after the first verdict`() async throws {
    let flawed: [(AuthenticationFlaw, (inout GenuineCard) -> Void)] = [
      (.flawed(0x90, .format), { $0.issuerSpoiling = .format }),
      (.flawed(0x90, .header), { $0.issuerSpoiling = .header }),
      (.flawed(0x90, .signature), { $0.issuerSpoiling = .digest }),
      (.flawed(0x90, .length), { $0.issuerSpoiling = .length }),
      (.flawed(0x90, .keyAlgorithm), { $0.issuerSpoiling = .keyAlgorithm }),
      (.flawed(0x90, .expired), { $0.curveIssuerExpiry = [0x20, 0x26, 0x11, 0x22] }),
      (.flawed(0x90, .expired), { $0.curveIssuerExpiry = [0xAA, 0x26, 0x11, 0x22] }),
      (.flawed(0x90, .authority), { $0.curveProvider = [0xA0, 0, 0, 0, 3] }),
      (.flawed(0x90, .issuerIdentifier), { $0.curveIssuerIdentifier = [0x62, 0x17] }),
      (.flawed(0x9F46, .format), { $0.cardSpoiling = .format }),
      (.flawed(0x9F46, .header), { $0.cardSpoiling = .header }),
      (.flawed(0x9F46, .signature), { $0.cardSpoiling = .digest }),
      (.flawed(0x9F46, .length), { $0.cardSpoiling = .length }),
      (.flawed(0x9F46, .keyAlgorithm), { $0.cardSpoiling = .keyAlgorithm }),
      (.flawed(0x9F46, .digestAlgorithm), { $0.cardSpoiling = .digestAlgorithm }),
      (
        .flawed(0x9F46, .expired),
        { $0.curveCardExpiry = [0x20, 0x26, 0x11, 0x23, 0x20, 0x12] }
      ),
      (.flawed(0x9F46, .staticData), { $0.overrides = [(0x9F07, [0xFF, 0x80])] }),
    ]
    for (flaw, change) in flawed {
      var card = try extended()
      change(&card)
      let record = try await card.run()
      #expect(flaws(record) == [flaw])
      #expect(results(record) == [.extendedAuthenticationSelected, .curveKeyRecoveryFailed])
      #expect(requests(record) == [0x88, 0x48])
      // The first request was made without the bit, as the first list of the card shows.
      let first = try #require(record.exchanges.first { $0.command[1] == 0xAE })
      #expect(Array(first.command[19..<24]) == [0x01, 0, 0, 0x80, 0])
      #expect(record.outcome == .approvedOnline)
    }
  }

  @Test func `a certificate on a curve is good to its last minute`() async throws {
    var card = try extended()
    card.curveIssuerExpiry = [0x20, 0x26, 0x11, 0x23]
    card.curveCardExpiry = [0x20, 0x26, 0x11, 0x23, 0x20, 0x13]
    #expect(results(try await card.run()) == [.extendedAuthenticationSelected])
  }

  @Test func `an object that is missing on a curve is said to be missing`() async throws {
    for tag: DataObjectTag in [0x90, 0x9F46] {
      var card = try extended()
      card.overrides = [(tag, nil)]
      let record = try await card.run()
      #expect(
        results(record) == [
          .extendedAuthenticationSelected, .curveKeyRecoveryFailed, .cardDataMissing,
        ])
    }
  }

  @Test(
    arguments: [EllipticCurve.p256, .p521],
    [
      CardSigner.Fault.spoiled(.digest), .spoiled(.format), .spoiled(.length), .otherTransaction,
      .unsigned, .unsignedInFormat1,
    ])
  func `a wrong signature on a curve is for the issuer to judge`(
    curve: EllipticCurve, fault: CardSigner.Fault
  ) async throws {
    var card = try extended(curve)
    card.signer.faults[0] = fault
    let record = try await card.run()
    #expect(results(record) == [.extendedAuthenticationSelected, .extendedAuthenticationFailed])
    #expect(requests(record) == [0x88, 0x48])
    #expect(record.outcome == .approvedOnline)
    // Without an issuer nobody takes the risk.
    card.bench.issuer = nil
    let alone = try await card.run()
    #expect(requests(alone) == [0x88, 0x08])
    #expect(alone.outcome == .declinedWithoutCenter)
    // A denial code that names the bit decides before anybody is asked.
    card.bench.set(0x9F0E, [0, 0, 0, 0x01, 0])
    let denied = try await card.run()
    #expect(requests(denied) == [0x88, 0x08])
    #expect(denied.online == nil)
    #expect(denied.outcome == .declinedOffline)
    // A TC is not sent online.
    card.bench.set(0x9F0E, [0, 0, 0, 0, 0])
    allowOffline(&card)
    let offline = try await card.run()
    #expect(requests(offline) == [0x48])
    #expect(offline.outcome == .declinedOffline)
  }

  @Test func `a second wrong signature on a curve is a decline by the card`() async throws {
    var card = try extended()
    card.signer.faults[1] = .spoiled(.digest)
    let record = try await card.run()
    #expect(results(record).contains(.extendedAuthenticationFailed))
    #expect(record.outcome == .declinedByCardAfterApproval)
  }
}
