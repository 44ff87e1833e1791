import PaymentCryptography
package import YAMLDocument

/// The test keys of `keys.yaml`, by name.
package struct CardKeys: Sendable {
  /// RSA keys.
  package private(set) var rsa: [String: RSAKeyPair] = [:]
  /// Keys on elliptic curves.
  package private(set) var curves: [String: CurveKeyPair] = [:]

  private static let curveNames: [(name: String, curve: EllipticCurve)] = [
    ("p256", .p256), ("p521", .p521), ("sm2", .sm2),
  ]

  /// Reads the file's text.
  package init(_ node: YAMLNode) throws(YAMLError) {
    for entry in try node.entries() {
      let mapping = try entry.value.mapping(allowing: ["modulus", "exponent", "private", "curve"])
      let privatePart = try mapping.required("private").bytes(16...512)
      guard let curve = mapping["curve"] else {
        rsa[entry.key] = RSAKeyPair(
          modulus: try mapping.required("modulus").bytes(16...512),
          exponent: try mapping.required("exponent").bytes(1...3), privateExponent: privatePart)
        continue
      }
      let name = try curve.text("the name of a curve")
      guard let known = Self.curveNames.first(where: { $0.name == name })?.curve,
        let pair = try? CurveKeyPair(curve: known, privateKey: privatePart)
      else { throw curve.error(expected: "p256, p521 or sm2, with a private key of it") }
      curves[entry.key] = pair
    }
  }

  /// The RSA key with the name that a node has.
  func rsaKey(_ node: YAMLNode) throws(YAMLError) -> RSAKeyPair {
    guard case .rsa(let pair) = try key(node) else { throw node.error(expected: "an RSA key") }
    return pair
  }

  /// The key with the name that a node has.
  package func key(_ node: YAMLNode) throws(YAMLError) -> CardKey {
    let name = try node.text("the name of a key of keys.yaml")
    if let pair = rsa[name] { return .rsa(pair) }
    if let pair = curves[name] { return .curve(pair) }
    throw node.error(expected: "the name of a key of keys.yaml")
  }
}
