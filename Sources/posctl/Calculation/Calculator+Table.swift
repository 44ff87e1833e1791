extension Calculator {
  /// All calculators, in the order in which a chip transaction needs them.
  static let table: [Calculator] = [
    .authorityKey, .issuerCertificate, .cardCertificate, .pinCertificate, .staticSignature,
    .dynamicSignature, .combinedSignature, .curveSignature, .sm2Signature, .masterKey,
    .sessionKey, .cryptogram, .responseCryptogram1, .responseCryptogram2, .scriptCode, .pinChange,
    .pinBlock, .keyCheckValue, .messageCode, .hash,
  ]

  /// Other names by which people look for them.
  static let otherNames: [String: String] = [
    "arqc": "cryptogram", "tc": "cryptogram", "aac": "cryptogram", "sda": "static-signature",
    "dda": "dynamic-signature", "sdad": "dynamic-signature", "cda": "combined-signature",
    "arpc": "arpc1", "xda": "ec-sdsa", "capk": "ca-key",
  ]

  /// The calculator with this name, in either case.
  static func named(_ name: String) -> Calculator? {
    let name = name.lowercased()
    let own = otherNames[name] ?? name
    return table.first { $0.name == own }
  }
}
