import BERTLV
import Octets
import PaymentTypes

/// The chain on P-256 and P-521: certificates are plain, the signature stands behind.
///
/// Source: EMV 4.4 Book 2, 12.2 to 12.4.
extension CertificateChain {
  /// The scheme's key on a curve of EMV; one of another kind is none.
  func curveAuthorityKey() throws(AuthenticationFlaw) -> (CertificationAuthorityKey, CurveKey) {
    let authority = try authorityKey()
    guard case .curve(let key) = authority.key, key.suite != .sm2 else {
      throw .authorityKeyUnknown(index: authority.index)
    }
    return (authority, key)
  }

  /// The card's key for verdicts, tag 9F46.
  func curveCardKey() throws(AuthenticationFlaw) -> CurveKey {
    try curveKey(0x9F46, suites: [.p256: 0x10, .p521: 0x11])
  }

  /// The card's key for PINs, tag 9F2D, whose suites have numbers of their own.
  ///
  /// Source: EMV 4.4 Book 2, 13.1 and B2.4.2.
  func curvePINKey() throws(AuthenticationFlaw) -> CurveKey {
    try curveKey(0x9F2D, suites: [.p256: 0x00, .p521: 0x01])
  }

  private func curveIssuerKey() throws(AuthenticationFlaw) -> CurveKey {
    let (authority, signer) = try curveAuthorityKey()
    let bytes = try store.needed(0x90)
    guard bytes.count > 21 else { throw .flawed(0x90, .length) }
    guard bytes[0] == 0x12 else { throw .flawed(0x90, .format) }
    guard bytes[1] == 0x00 else { throw .flawed(0x90, .header) }
    try checkIssuer(bytes[2..<7], digitCounts: 3...10)
    try checkDay(bytes[8..<12], minute: nil, of: 0x90)
    guard bytes[15..<20].elementsEqual(registeredProvider), bytes[20] == authority.index else {
      throw .flawed(0x90, .authority)
    }
    try checkRevocation(bytes[12..<15], authority)
    guard let suite = CurveKey.Suite(rawValue: bytes[7]), suite != .sm2 else {
      throw .flawed(0x90, .keyAlgorithm)
    }
    return try key(in: bytes, after: 21, suite, of: 0x90, under: signer)
  }

  private func curveKey(
    _ tag: DataObjectTag, suites: KeyValuePairs<CurveKey.Suite, UInt8>
  ) throws(AuthenticationFlaw) -> CurveKey {
    let issuer = try curveIssuerKey()
    let bytes = try store.needed(tag)
    guard bytes.count > 17 else { throw .flawed(tag, .length) }
    guard bytes[0] == 0x14 else { throw .flawed(tag, .format) }
    guard bytes[1] == 0x00, bytes[15] == 0x00 else { throw .flawed(tag, .header) }
    try checkDay(bytes[3..<7], minute: bytes[7..<9], of: tag)
    guard let suite = suites.first(where: { $0.value == bytes[2] })?.key else {
      throw .flawed(tag, .keyAlgorithm)
    }
    let algorithm: DigestAlgorithm =
      switch bytes[16] {
      case 0x02: .sha256
      case 0x03: .sha512
      default: throw .flawed(tag, .digestAlgorithm)
      }
    let digest = cryptography.digest(certifiedData, algorithm)
    let key = try key(in: bytes, after: 17 + digest.count, suite, of: tag, under: issuer)
    guard digest.elementsEqual(bytes[17..<17 + digest.count]) else {
      throw .flawed(tag, .staticData)
    }
    return key
  }

  /// The point behind the fields of a certificate, once the signature behind it is verified.
  private func key(
    in bytes: [UInt8], after start: Int, _ suite: CurveKey.Suite, of tag: DataObjectTag,
    under signer: CurveKey
  ) throws(AuthenticationFlaw) -> CurveKey {
    let end = start + suite.pointByteCount
    guard bytes.count == end + signer.suite.signatureByteCount,
      let key = CurveKey(suite: suite, point: Array(bytes[start..<end]))
    else { throw .flawed(tag, .length) }
    guard
      cryptography.isValid(Array(bytes[end...]), of: Array(bytes[..<end]), under: signer)
    else { throw .flawed(tag, .signature) }
    return key
  }

  /// What a card's certificate covers: records, profile, name of the application, list of options.
  ///
  /// Name and list are those of the final SELECT. Source: EMV 4.4 Book 3, 10.3.
  private var certifiedData: [UInt8] {
    var writer = TLVWriter()
    writer.append(0x82, store.value(0x82) ?? [])
    writer.append(0x9F06, store.value(0x84) ?? store.application.identifier.bytes)
    if let list = store.value(0x9F38) { writer.append(0x9F38, list) }
    return store.authentication.records + writer.bytes
  }

  /// Checks a day, YYYYMMDD, and where there is one a minute of it, HHMM.
  ///
  /// The books mean universal time; the terminal's calendar is never further off than its zone, and
  /// no certificate is used up to its last hours.
  private func checkDay(
    _ day: ArraySlice<UInt8>, minute: ArraySlice<UInt8>?, of tag: DataObjectTag
  ) throws(AuthenticationFlaw) {
    let time = store.transaction.time
    let today = UInt64(time.year * 10_000 + time.month * 100 + time.day)
    let now = UInt64(time.hour * 100 + time.minute)
    guard let last = BinaryCodedDecimal.number(day) else { throw .flawed(tag, .expired) }
    var lastMinute: UInt64 = 2359
    if let minute {
      guard let number = BinaryCodedDecimal.number(minute) else { throw .flawed(tag, .expired) }
      lastMinute = number
    }
    guard (last, lastMinute) >= (today, now) else { throw .flawed(tag, .expired) }
  }
}
