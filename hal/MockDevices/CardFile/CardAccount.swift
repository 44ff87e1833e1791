import Octets
import YAMLDocument

/// The account behind a card, from which chip and stripe take number and date.
struct CardAccount {
  /// The key of an issuer that exists only here.
  private static let issuerMasterKey: [UInt8] = [
    0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10,
  ]

  let name: String
  let panDigits: [UInt8]
  /// The last day on which the card is valid, six ASCII digits.
  let expirationDate: [UInt8]
  /// Three ASCII digits: 2 in front announces a chip, 1 denies it.
  let serviceCode: [UInt8]
  let sequenceNumber: UInt8
  let pinDigits: [UInt8]
  let balanceMinorUnits: Int
  let issuerMasterKey: [UInt8]

  init(_ entry: YAMLNode.Entry) throws(YAMLError) {
    name = entry.key
    let mapping = try entry.value.mapping(allowing: [
      "pan", "expiry", "service-code", "sequence", "pin", "balance", "issuer-key",
    ])
    panDigits = try mapping.required("pan").digits(8...19, "a card number of 8 to 19 digits")
    expirationDate =
      try mapping["expiry"]?.digits(6...6, "a day as YYMMDD") ?? Array("301231".utf8)
    serviceCode = try mapping["service-code"]?.digits(3...3, "three digits") ?? Array("220".utf8)
    sequenceNumber = try mapping["sequence"]?.byte() ?? 1
    pinDigits = try mapping["pin"]?.digits(4...12, "4 to 12 digits") ?? Array("123456".utf8)
    balanceMinorUnits = try mapping["balance"]?.integer(in: 0...999_999_999_999) ?? 1_000_000
    issuerMasterKey = try mapping["issuer-key"]?.bytes(16...16) ?? Self.issuerMasterKey
  }

  /// What the bank knows.
  func facts(hasChip: Bool) -> AccountFacts {
    AccountFacts(
      panDigits: panDigits, expiry: String(decoding: expirationDate.prefix(4), as: UTF8.self),
      sequenceNumber: hasChip ? sequenceNumber : nil, pinDigits: pinDigits,
      balanceMinorUnits: balanceMinorUnits, issuerMasterKey: hasChip ? issuerMasterKey : nil)
  }

  /// Track 2 between its sentinels.
  var track2: String {
    String(
      decoding: panDigits + [0x3D] + expirationDate.prefix(4) + serviceCode
        + Array(repeating: 0x30, count: 10), as: UTF8.self)
  }

  /// Track 1 between its sentinels.
  var track1: String {
    String(
      decoding: [0x42] + panDigits + Array("^TEST/LIANJI^".utf8) + expirationDate.prefix(4)
        + serviceCode + Array(repeating: 0x30, count: 10), as: UTF8.self)
  }

  /// The value of an object that comes from the account: `pan`, `track-2`, `expiry`, `sequence`.
  func value(_ word: String) -> [UInt8]? {
    switch word {
    case "pan": BinaryCodedDecimal.pack(panDigits, alignment: .left, pad: 0x0F)
    case "track-2": BinaryCodedDecimal.pack(track2.utf8, alignment: .left, pad: 0x0F)
    case "expiry": BinaryCodedDecimal.pack(expirationDate, alignment: .left)
    case "sequence": [sequenceNumber]
    default: nil
    }
  }
}

extension [CardAccount] {
  /// The account with the name that a node has, or the first one without a node.
  func named(_ node: YAMLNode?, in owner: YAMLNode) throws(YAMLError) -> CardAccount {
    let names = map(\.name).joined(separator: ", ")
    guard let node else {
      guard let first else { throw owner.error(expected: "an account", found: "none") }
      return first
    }
    let name = try node.text("one of \(names)")
    guard let account = first(where: { $0.name == name }) else {
      throw node.error(expected: "one of \(names)")
    }
    return account
  }

  /// Reads a stripe.
  func stripe(_ node: YAMLNode) throws(YAMLError) -> StripePersonality {
    let mapping = try node.mapping(allowing: [
      "account", "track-1", "track-2", "track-3", "unreadable", "wrong-check",
    ])
    let account = try named(mapping["account"], in: node)
    var stripe = StripePersonality(
      track1: try mapping["track-1"]?.text() ?? account.track1,
      track2: try mapping["track-2"]?.text() ?? account.track2,
      track3: try mapping["track-3"]?.text(),
      isUnreadable: try mapping["unreadable"]?.boolean() ?? false)
    for node in try mapping["wrong-check"]?.sequence() ?? [] {
      stripe.tracksWithWrongCheck.insert(try node.integer(in: 1...3))
    }
    return stripe
  }
}
