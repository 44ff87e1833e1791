import PaymentCryptography
import YAMLDocument

/// What a file says is wrong with one certificate or signature.
struct CertificateFlaws {
  /// What is wrong with its form.
  var spoiling: CertificateSpoiling?
  /// Until when it is valid, in its own form.
  var expiry: [UInt8]?
  var serial: [UInt8]?
  /// Whom it names.
  var subject: [UInt8]?
  /// Whether it is made over other static data than the card has.
  var hasOtherData = false
  /// How many zero bytes are put behind the remainder; below zero, cut off it.
  var remainderChange = 0

  /// Reads them; without a node there are none.
  init(_ node: YAMLNode?) throws(YAMLError) {
    guard let node else { return }
    let mapping = try node.mapping(allowing: [
      "spoiled", "expiry", "serial", "subject", "other-data", "remainder",
    ])
    spoiling = try mapping["spoiled"]?.spoiling()
    expiry = try mapping["expiry"]?.bytes(2...6)
    serial = try mapping["serial"]?.bytes(3...6)
    subject = try mapping["subject"]?.bytes(1...10)
    hasOtherData = try mapping["other-data"]?.boolean() ?? false
    remainderChange = try mapping["remainder"]?.integer(in: -200...200) ?? 0
  }

  func apply(to certificate: inout Certificate) {
    certificate.spoiling = spoiling
    if let expiry { certificate.expiry = expiry }
    if let serial { certificate.serialNumber = serial }
  }

  /// The remainder, longer or shorter than it is.
  func changed(_ remainder: [UInt8]) -> [UInt8] {
    remainderChange < 0
      ? remainder.dropLast(-remainderChange)
      : remainder + [UInt8](repeating: 0, count: remainderChange)
  }
}

extension YAMLNode {
  func spoiling() throws(YAMLError) -> CertificateSpoiling {
    let all: [(name: String, spoiling: CertificateSpoiling)] = [
      ("header", .header), ("trailer", .trailer), ("format", .format), ("digest", .digest),
      ("digest-algorithm", .digestAlgorithm), ("key-algorithm", .keyAlgorithm),
      ("key-length", .keyLength), ("length", .length),
    ]
    let expected = "one of " + all.map(\.name).joined(separator: ", ")
    let name = try text(expected)
    guard let found = all.first(where: { $0.name == name }) else { throw error(expected: expected) }
    return found.spoiling
  }
}
