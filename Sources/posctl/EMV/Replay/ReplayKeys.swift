import EMVKernel
import SoftwareSecurityModule

/// The schemes' keys of a file, each compared with its checksum.
struct ReplayKeys {
  private(set) var warnings: [String] = []

  /// The keys that can be used; a warning for each other one.
  mutating func keys(_ keys: [RecordedSession.AuthorityKey]) -> [CertificationAuthorityKey] {
    var list: [CertificationAuthorityKey] = []
    for key in keys {
      guard let material = Self.material(key) else {
        warnings.append(
          "caKeys: \(CalculatorText.hexadecimal(key.index)) has no point of its curve")
        continue
      }
      let authority = CertificationAuthorityKey(
        registeredProvider: key.provider, index: key.index, key: material,
        expiry: key.expiry.flatMap { CardDate($0) })
      if let checksum = key.checksum,
        checksum != authority.checkValue(using: SoftwareKernelCryptography())
      {
        warnings.append("caKeys: \(authority) does not agree with its checksum, and is not used")
        continue
      }
      list.append(authority)
    }
    return list
  }

  private static func material(_ key: RecordedSession.AuthorityKey) -> PublicKey? {
    let suite: CurveKey.Suite
    switch key.curve {
    case "p256": suite = .p256
    case "p521": suite = .p521
    case "sm2": suite = .sm2
    default:
      return .rsa(RSAPublicKey(modulus: key.material, exponent: key.exponent))
    }
    return CurveKey(suite: suite, point: key.material).map { .curve($0) }
  }
}
