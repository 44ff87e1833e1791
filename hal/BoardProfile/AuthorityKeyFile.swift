package import EMVKernel
import Octets
import SoftwareSecurityModule
package import YAMLDocument

/// The keys of a card scheme, and the certificates that it has taken back, from a file of
/// `board-profiles/ca-keys/`.
///
/// Every key is checked against its check value; one that does not fit is an error of its line.
package struct AuthorityKeyFile: Hashable, Sendable {
  private enum Marking: String, CaseIterable {
    case test = "test-keys"
    case live = "live-keys"
  }

  private enum Curve: String, CaseIterable {
    case p256 = "P-256"
    case p521 = "P-521"
    case sm2 = "SM2"

    var suite: CurveKey.Suite {
      switch self {
      case .p256: .p256
      case .p521: .p521
      case .sm2: .sm2
      }
    }
  }

  /// The bytes that an RSA key of a scheme may have: 512 to 1984 bits.
  private static let modulusByteCounts = Array(64...248)

  /// Whether the file says that they are for tests: their private parts may be known to anybody.
  package var areTestKeys: Bool
  /// The keys, each index once.
  package var keys: [CertificationAuthorityKey]
  /// The certificates of issuers that no longer count.
  package var revokedCertificates: [RevokedCertificate]

  /// Reads the file at `path`.
  package static func read(path: String) throws(YAMLError) -> AuthorityKeyFile {
    try AuthorityKeyFile(YAMLDocument.read(path: path))
  }

  init(_ node: YAMLNode) throws(YAMLError) {
    let file = try node.mapping(allowing: ["keys-are", "scheme", "source", "keys", "revoked"])
    areTestKeys = try file.required("keys-are").oneOf(Marking.self) == .test
    _ = try file.required("source").text("where the keys come from")
    let provider = try file.required("scheme").bytes(counts: [5])
    keys = []
    for element in try file.required("keys").sequence() {
      let key = try Self.key(element, provider)
      guard !keys.contains(where: { $0.index == key.index }) else {
        throw element.error(expected: "each index once", found: "\(key) again")
      }
      keys.append(key)
    }
    revokedCertificates = []
    for element in try file["revoked"]?.sequence() ?? [] {
      let entry = try element.mapping(allowing: ["index", "serial-number"])
      revokedCertificates.append(
        RevokedCertificate(
          registeredProvider: provider,
          authorityIndex: try entry.required("index").bytes(counts: [1])[0],
          serialNumber: try entry.required("serial-number").bytes(counts: [3])))
    }
  }

  private static func key(
    _ node: YAMLNode, _ provider: [UInt8]
  ) throws(YAMLError) -> CertificationAuthorityKey {
    let entry = try node.mapping(allowing: [
      "index", "modulus", "exponent", "curve", "point", "check-value", "expires",
    ])
    let key = CertificationAuthorityKey(
      registeredProvider: provider, index: try entry.required("index").bytes(counts: [1])[0],
      key: try publicKey(entry), expiry: try expiry(entry["expires"]))
    let value = key.checkValue(using: SoftwareKernelCryptography())
    let node = try entry.required("check-value")
    guard try node.bytes(counts: [value.count]) == value else {
      throw node.error(expected: "the check value of key \(key)")
    }
    return key
  }

  private static func publicKey(_ entry: YAMLMapping) throws(YAMLError) -> PublicKey {
    guard let curve = entry["curve"] else {
      return .rsa(
        RSAPublicKey(
          modulus: try entry.required("modulus").bytes(counts: modulusByteCounts),
          exponent: try exponent(entry.required("exponent"))))
    }
    for key in ["modulus", "exponent"] {
      if let node = entry[key] { throw node.error(expected: "no \(key) beside a curve") }
    }
    let suite = try curve.oneOf(Curve.self).suite
    let node = try entry.required("point")
    let point = try node.bytes(counts: [suite.pointByteCount])
    guard let key = CurveKey(suite: suite, point: point) else {
      throw node.error(expected: "\(suite.pointByteCount) bytes in hexadecimal")
    }
    return .curve(key)
  }

  private static func exponent(_ node: YAMLNode) throws(YAMLError) -> [UInt8] {
    let exponent = try node.bytes(counts: [1, 3])
    guard exponent == [3] || exponent == [1, 0, 1] else {
      throw node.error(expected: "03 or 010001")
    }
    return exponent
  }

  /// YYMMDD; without it a key never expires.
  private static func expiry(_ node: YAMLNode?) throws(YAMLError) -> CardDate? {
    guard let node else { return nil }
    guard let date = CardDate(try node.bytes(counts: [3])) else {
      throw node.error(expected: "a day, YYMMDD")
    }
    return date
  }
}

extension YAMLNode {
  /// Bytes in hexadecimal that are no secret.
  fileprivate func bytes(counts: [Int]) throws(YAMLError) -> [UInt8] {
    let least = counts.first ?? 0
    let most = counts.last ?? least
    let number = least == most ? "\(least)" : "\(least) to \(most)"
    let expected = "\(number) bytes in hexadecimal"
    let text = try text(expected)
    guard let bytes = try? Hexadecimal.bytes(text), counts.contains(bytes.count) else {
      throw error(expected: expected)
    }
    return bytes
  }
}
