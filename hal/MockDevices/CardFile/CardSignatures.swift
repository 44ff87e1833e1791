import BERTLV
import PaymentCryptography
import YAMLDocument

/// What authority and issuer of a test card have signed, and what is wrong with it.
struct CardSignatures {
  let index: UInt8
  let authority: CardKey
  let issuer: CardKey
  let card: CardKey?
  let pin: RSAKeyPair?
  let issuerFlaws: CertificateFlaws
  let cardFlaws: CertificateFlaws
  let pinFlaws: CertificateFlaws
  let staticFlaws: CertificateFlaws
  let dataAuthenticationCode: [UInt8]
  let pan: [UInt8]
  let profile: [UInt8]
  let name: [UInt8]
  let options: [UInt8]?
  let values: [String: [UInt8]]
  /// How the card signs.
  let signing: SigningPersonality?
}

extension CardSignatures {
  /// Reads `keys` and `certificates` of an application.
  init(
    _ node: YAMLNode, _ certificates: YAMLNode?, _ application: YAMLMapping,
    _ account: CardAccount, _ folder: CardFolder
  ) throws(YAMLError) {
    let keys = try folder.keys()
    let names = try node.mapping(allowing: ["index", "ca", "issuer", "card", "pin"])
    index = try names.required("index").byte()
    authority = try keys.key(names.required("ca"))
    issuer = try keys.key(names.required("issuer"))
    card = try names["card"].map { node throws(YAMLError) in try keys.key(node) }
    let pin = try names["pin"].map { node throws(YAMLError) in try keys.rsaKey(node) }
    self.pin = pin
    let flaws = try certificates?.mapping(allowing: ["issuer", "card", "pin", "static", "dynamic"])
    issuerFlaws = try CertificateFlaws(flaws?["issuer"])
    cardFlaws = try CertificateFlaws(flaws?["card"])
    pinFlaws = try CertificateFlaws(flaws?["pin"])
    staticFlaws = try CertificateFlaws(flaws?["static"])
    dataAuthenticationCode = [0xDA, 0xC0]
    pan = account.value("pan") ?? []
    profile = try application.required("aip").bytes()
    name = try application.required("aid").bytes()
    options = try application["pdol"]?.bytes()
    signing = try card.map { key throws(YAMLError) in
      try Self.signing(key, pin, flaws?["dynamic"])
    }
    let place = node
    do throws(CryptographyError) {
      values = try Self.values(
        authority, issuer, pin, index: index, pan: pan, registeredProvider: Array(name.prefix(5)),
        issuerFlaws, pinFlaws)
    } catch {
      throw place.error(expected: "keys that fit each other", found: "\(error)")
    }
  }

  /// The words that do not depend on the records.
  private static let words = [
    "authority-index", "issuer-certificate", "issuer-remainder", "issuer-exponent",
    "card-exponent", "pin-certificate", "pin-remainder", "pin-exponent",
  ]

  /// The value of a word that does not depend on the records, empty where the keys have none; nil
  /// for other words.
  func value(_ word: String) -> [UInt8]? {
    if word == "card-exponent", case .rsa(let pair)? = card { return pair.exponent }
    return values[word] ?? (Self.words.contains(word) ? [] : nil)
  }

  private static func signing(
    _ key: CardKey, _ pin: RSAKeyPair?, _ node: YAMLNode?
  ) throws(YAMLError) -> SigningPersonality {
    var signing = SigningPersonality(key: key)
    signing.pinKey = pin
    guard let node else { return signing }
    let mapping = try node.mapping(allowing: [
      "spoiled", "number", "information", "wrong-digest", "unsigned",
    ])
    signing.spoiling = try mapping["spoiled"]?.spoiling()
    signing.dynamicNumber = try mapping["number"]?.bytes(0...32)
    signing.signedInformation = try mapping["information"]?.byte()
    signing.hasWrongDigest = try mapping["wrong-digest"]?.boolean() ?? false
    signing.isUnsigned = try mapping["unsigned"]?.boolean() ?? false
    return signing
  }
}
