import JSONText
import Octets

/// A public key as a higher one has signed it: the issuer's, the card's, or the card's for PINs.
///
/// Source: EMV 4.3 Book 2, tables 6, 13, 14 and 22.
struct PublicKeyCertificate {
  private var signature: RecoveredSignature
  private let input: CalculationInput
  private let isIssuer: Bool

  /// Reads the inputs `modulus`, `exponent` and those that the certificate brings with it.
  static func result(
    of input: CalculationInput, isIssuer: Bool, staticData: [UInt8] = []
  ) throws(CalculationError) -> [JSONValue.Member] {
    var certificate = try PublicKeyCertificate(input, isIssuer: isIssuer)
    return certificate.read(staticData: staticData)
  }

  /// The inputs of all three kinds; `signer` says whose key recovers them.
  static func inputs(signer: String, tags: (String, String, String)) -> [CalculationField] {
    [
      .init("modulus", .bytes(36...512), "the modulus of the \(signer)"),
      .init("exponent", .bytes(1...4), "the exponent of the \(signer)"),
      .init("certificate", .bytes(36...512), "the certificate, tag \(tags.0)"),
      .init("remainder", .bytes(0...512), "the rest of the key, tag \(tags.1)", optional: true),
      .init("publicExponent", .bytes(1...4), "the exponent of the key inside, tag \(tags.2)"),
      .init("pan", .digits(8...19), "the card number, to compare", optional: true),
      .init("date", .digits(6...6), "a day YYMMDD, to compare with the expiry", optional: true),
    ]
  }

  /// What comes out of all three kinds.
  static let outputs: [(key: String, meaning: String)] = [
    ("recovered", "the whole block"), ("format", "02 for an issuer's key, 04 for a card's"),
    ("identifier", "the issuer's digits or the card number, filled up with F"),
    ("expiry", "the month after which it is void, MMYY"), ("serialNumber", "its number"),
    ("hashAlgorithm", "01 is SHA-1"), ("keyAlgorithm", "01 is RSA"),
    ("keyLength", "the bytes of the key inside"), ("exponentLength", "those of its exponent"),
    ("keyPart", "the key inside or its beginning"), ("padding", "BB up to the hash"),
    ("hash", "the hash in the block"), ("computedHash", "the hash over block and inputs"),
    ("publicModulus", "the key inside, with its remainder"),
    ("checks", "each check with its verdict"), ("verdict", "passed when all checks have"),
  ]

  private init(_ input: CalculationInput, isIssuer: Bool) throws(CalculationError) {
    self.input = input
    self.isIssuer = isIssuer
    signature = try RecoveredSignature(
      input.bytes("certificate"), modulus: input.bytes("modulus"),
      exponent: input.bytes("exponent"), format: isIssuer ? 0x02 : 0x04, key: "certificate")
  }

  private mutating func read(staticData: [UInt8]) -> [JSONValue.Member] {
    let identifier = signature.take("identifier", isIssuer ? 4 : 10)
    let expiry = signature.take("expiry", 2)
    _ = signature.take("serialNumber", 3)
    let hashAlgorithm = signature.take("hashAlgorithm", 1)
    let keyAlgorithm = signature.take("keyAlgorithm", 1)
    let length = Int(signature.take("keyLength", 1).first ?? 0)
    let exponentLength = Int(signature.take("exponentLength", 1).first ?? 0)
    let room = signature.remainingCount
    let keyPart = signature.take("keyPart", min(length, room))
    signature.takePadding()
    let remainder = input.bytes("remainder")
    let exponent = input.bytes("publicExponent")
    signature.checks.add("hash algorithm is SHA-1", hashAlgorithm == [0x01])
    signature.checks.add("key algorithm is RSA", keyAlgorithm == [0x01])
    signature.checks.add(
      "exponent has the length that the certificate says", exponent.count == exponentLength,
      "\(exponent.count) bytes instead of \(exponentLength)")
    signature.checks.add(
      "remainder has the length that the certificate says",
      remainder.count == max(0, length - room),
      "\(remainder.count) bytes instead of \(max(0, length - room))")
    signature.compareHash(behind: remainder + exponent + staticData)
    compareIdentifier(identifier)
    compareExpiry(expiry)
    signature.show("publicModulus", keyPart + remainder)
    return signature.result
  }

  private mutating func compareIdentifier(_ identifier: [UInt8]) {
    let name = isIssuer ? "card number begins with the identifier" : "card number agrees"
    guard let pan = input.optionalText("pan") else {
      signature.checks.skip(name, "no pan was given")
      return
    }
    var digits = Hexadecimal.text(identifier)
    while digits.last == "F" { digits.removeLast() }
    let agrees = isIssuer ? digits.utf8.count >= 3 && pan.hasPrefix(digits) : pan == digits
    signature.checks.add(name, agrees)
  }

  private mutating func compareExpiry(_ expiry: [UInt8]) {
    let name = "not expired"
    guard let date = input.optionalText("date") else {
      signature.checks.skip(name, "no date was given")
      return
    }
    let digits = Hexadecimal.text(expiry)
    let month = Int(digits.prefix(2)) ?? 0
    let year = Int(digits.suffix(2)) ?? -1
    let today = Self.months(
      year: Int(date.prefix(2)) ?? 0, month: Int(date.dropFirst(2).prefix(2)) ?? 0)
    signature.checks.add(
      name, (1...12).contains(month) && Self.months(year: year, month: month) >= today)
  }

  /// Years from 50 on are of the last century (EMV 4.3 Book 4, 6.7.3).
  private static func months(year: Int, month: Int) -> Int {
    ((year < 50 ? 2000 : 1900) + year) * 12 + month
  }
}
