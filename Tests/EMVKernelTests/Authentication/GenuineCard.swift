import BERTLV
import ChipTransaction
import EMVKernel
import MockDevices
import PaymentCryptography
import PaymentTypes
import Testing

/// A card of the bench with keys of its own, and a terminal that knows the key of its scheme.
struct GenuineCard {
  /// The keys from the scheme down to the card.
  enum Keys {
    case rsa(authority: RSAKeyPair, issuer: RSAKeyPair, card: RSAKeyPair)
    case curve(authority: CurveKeyPair, issuer: CurveKeyPair, card: CurveKeyPair)
    case sm2(authority: CurveKeyPair, issuer: CurveKeyPair, card: CurveKeyPair)

    static let standard = Keys.rsa(
      authority: TestKeys.bits1984, issuer: TestKeys.bits1408, card: TestKeys.bits1152)
  }

  static let registeredProvider: [UInt8] = [0xA0, 0, 0, 0x03, 0x33]
  static let authorityIndex: UInt8 = 0xE1

  var bench: Bench
  let keys: Keys
  /// Changes certificates of RSA before they are signed.
  var changeIssuer: (inout Certificate) -> Void = { _ in }
  var changeCard: (inout Certificate) -> Void = { _ in }
  var changePIN: (inout Certificate) -> Void = { _ in }
  /// What is wrong with certificates of curves and SM2, and with the signature of static data.
  var issuerSpoiling: CertificateSpoiling?
  var cardSpoiling: CertificateSpoiling?
  var staticSpoiling: CertificateSpoiling?
  /// The dates of certificates on curves.
  var curveIssuerExpiry: [UInt8] = [0x20, 0x49, 0x12, 0x31]
  var curveCardExpiry: [UInt8] = [0x20, 0x49, 0x12, 0x31, 0x23, 0x59]
  var curveProvider = registeredProvider
  var curveIssuerIdentifier: [UInt8] = [0x62, 0x16, 0x26]
  /// How the card signs.
  var signer: CardSigner.Behaviour
  /// Replaces objects of the records once they are made; nil removes one.
  var overrides: [(DataObjectTag, [UInt8]?)] = []
  /// Whether the profile is signed too (9F4A).
  var tagList: [UInt8]? = [0x82]
  var hasPINKey = false

  init(_ methods: [ApplicationInterchangeProfile.Bit], keys: Keys = .standard) throws {
    bench = try Bench("chip-no-cvm")
    bench.changeApplication {
      let profile = ApplicationInterchangeProfile(
        methods + [.cardholderVerification, .terminalRiskManagement, .issuerAuthentication])
      $0.interchangeProfile = profile.bytes
      ($0.transactionCounter, $0.lastOnlineCounter) = (7, 6)
      for index in $0.records.indices {
        let record = $0.records[index]
        $0.records[index].isAuthenticated = record.file == 2 && record.number == 1
      }
    }
    self.keys = keys
    signer = CardSigner.Behaviour(keys: keys)
    bench.configuration.claimedCapabilities.insert(.extendedAuthentication)
    bench.configuration.authorityKeys = [
      CertificationAuthorityKey(
        registeredProvider: Self.registeredProvider, index: Self.authorityIndex,
        key: try keys.authority, expiry: nil)
    ]
  }

  /// Runs a sale with the card.
  func run() async throws -> ChipTransactionRecord { try await prepared().run().result }

  /// The bench with the card's certificates in its records.
  func prepared() throws -> Bench {
    var bench = bench
    let objects = try objects()
    bench.changeApplication { application in
      for (number, object) in objects.enumerated() {
        let record = CardRecord(file: 3, number: UInt8(number + 1), objects: [object])
        application.records.append(record)
      }
      for (tag, value) in overrides { application.setRecordObject(tag, value) }
    }
    let signer = CardSigner(signer)
    bench.relay = { signer.relay($0, $1) }
    return bench
  }

  /// The records that are signed.
  var records: [UInt8] {
    get throws {
      let application = try #require(bench.personality.chip?.applications.first)
      return application.records.filter(\.isAuthenticated).flatMap {
        $0.file > 10 ? $0.bytes : (try? TLVReader($0.bytes).only(0x70).rest).map(Array.init) ?? []
      }
    }
  }

  private func objects() throws -> [(tag: DataObjectTag, value: [UInt8])] {
    let application = try #require(bench.personality.chip?.applications.first)
    let pan: [UInt8] = TestKeys.bytes("621626 1000000000026F")
    let records = try records
    let data = records + (tagList == nil ? [] : application.interchangeProfile)
    var objects: [(tag: DataObjectTag, value: [UInt8])] = [(0x8F, [Self.authorityIndex])]
    switch keys {
    case .rsa(let authority, let issuer, let card):
      objects += try rsaObjects(authority, issuer, card, pan: pan, staticData: data)
    case .curve(let authority, let issuer, let card):
      objects += [
        (
          0x90,
          try CertificateOnCurve.issuer(
            identifier: curveIssuerIdentifier, expiry: curveIssuerExpiry,
            registeredProvider: curveProvider, authorityIndex: Self.authorityIndex, key: issuer,
            by: authority, spoiling: issuerSpoiling)
        ),
        (
          0x9F46,
          try CertificateOnCurve.card(
            staticData: CertificateOnCurve.certifiedData(
              records: records, interchangeProfile: application.interchangeProfile,
              applicationName: application.identifier,
              processingOptionsList: application.processingOptionsList),
            expiry: curveCardExpiry, key: card, by: issuer, spoiling: cardSpoiling)
        ),
      ]
    case .sm2(let authority, let issuer, let card):
      objects += [
        (
          0x90,
          try CertificateOfPBOC.issuer(
            identifier: [0x62, 0x16, 0x26], key: issuer, by: authority, spoiling: issuerSpoiling)
        ),
        (
          0x9F46,
          try CertificateOfPBOC.card(
            pan: pan, staticData: data, key: card, by: issuer, spoiling: cardSpoiling)
        ),
        (
          0x93,
          try CertificateOfPBOC.staticData(
            data, code: [0xDA, 0xC1], by: issuer, spoiling: staticSpoiling)
        ),
      ]
    }
    if let tagList { objects.append((0x9F4A, tagList)) }
    return objects.filter { !$0.value.isEmpty }
  }

  private func rsaObjects(
    _ authority: RSAKeyPair, _ issuer: RSAKeyPair, _ card: RSAKeyPair, pan: [UInt8],
    staticData: [UInt8]
  ) throws -> [(tag: DataObjectTag, value: [UInt8])] {
    var certificate = Certificate.issuer(identifier: [0x62, 0x16, 0x26], key: issuer)
    certificate.spoiling = issuerSpoiling
    changeIssuer(&certificate)
    let first = try certificate.signed(by: authority)
    certificate = Certificate.card(pan: pan, key: card, staticData: staticData)
    certificate.spoiling = cardSpoiling
    changeCard(&certificate)
    let second = try certificate.signed(by: issuer)
    var objects: [(tag: DataObjectTag, value: [UInt8])] = [
      (0x90, first.certificate), (0x92, first.remainder), (0x9F32, first.exponent),
      (0x9F46, second.certificate), (0x9F48, second.remainder), (0x9F47, second.exponent),
      (
        0x93,
        try CertificateSignature.staticData(
          staticData, code: [0xDA, 0xC0], by: issuer, spoiling: staticSpoiling)
      ),
    ]
    if hasPINKey {
      var pin = Certificate.card(pan: pan, key: TestKeys.bits1024)
      changePIN(&pin)
      let third = try pin.signed(by: issuer)
      objects += [
        (0x9F2D, third.certificate), (0x9F2F, third.remainder), (0x9F2E, third.exponent),
      ]
    }
    return objects
  }
}

extension GenuineCard.Keys {
  /// Three keys on one of EMV's curves.
  static func curve(_ curve: EllipticCurve) throws -> Self {
    let keys = try (1...3).map { (number: UInt8) in
      try CurveKeyPair(
        curve: curve,
        privateKey: [0x00] + Array(repeating: number, count: curve.fieldByteCount - 2) + [0x42])
    }
    return curve == .sm2
      ? .sm2(authority: keys[0], issuer: keys[1], card: keys[2])
      : .curve(authority: keys[0], issuer: keys[1], card: keys[2])
  }

  /// The scheme's key as the terminal has it.
  var authority: PublicKey {
    get throws {
      switch self {
      case .rsa(let key, _, _):
        .rsa(RSAPublicKey(modulus: key.modulus, exponent: key.exponent))
      case .curve(let key, _, _):
        .curve(
          try #require(
            CurveKey(suite: key.curve == .p256 ? .p256 : .p521, point: key.publicKey)))
      case .sm2(let key, _, _):
        .curve(try #require(CurveKey(suite: .sm2, point: key.publicKey)))
      }
    }
  }
}
