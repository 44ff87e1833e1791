import BERTLV
import Octets
import PaymentTypes

/// The way from a scheme's key to a card's, in what the card has given.
///
/// Source: EMV 4.3 Book 2, 5.2, 5.3, 6.4 and 7.1; JR/T 0025.17 for SM2.
struct CertificateChain {
  let store: DataObjectStore
  let cryptography: any KernelCryptography

  /// The scheme of the application.
  var registeredProvider: [UInt8] { Array(store.application.identifier.bytes.prefix(5)) }

  /// The scheme's key that the card names, unless its time is over.
  func authorityKey() throws(AuthenticationFlaw) -> CertificationAuthorityKey {
    let name = try store.needed(0x8F)
    guard name.count == 1, let index = name.first else { throw .missing(0x8F) }
    let keys = store.configuration.authorityKeys.lazy.filter { $0.index == index }
    guard let key = keys.first(where: { $0.registeredProvider == registeredProvider }) else {
      throw .authorityKeyUnknown(index: index)
    }
    if let expiry = key.expiry, expiry < CardDate(store.transaction.time) {
      throw .authorityKeyExpired(index: index)
    }
    return key
  }

  /// The issuer's key.
  func issuerKey() throws(AuthenticationFlaw) -> PublicKey {
    let authority = try authorityKey()
    let certified: CertifiedKey
    switch authority.key {
    case .rsa(let key):
      certified = try KeyCertificate.issuer.recover(
        from: store, format: 0x02, subjectByteCount: 4, rest: [], under: key,
        using: cryptography)
    case .curve(let key) where key.suite == .sm2:
      certified = try KeyCertificate.issuer.read(
        from: store, format: 0x12, subjectByteCount: 4, rest: [], under: key,
        using: cryptography)
    // What cards keep under EMV's curves is for XDA alone.
    case .curve: throw .authorityKeyUnknown(index: authority.index)
    }
    try checkIssuer(certified.subject, digitCounts: 3...8)
    try checkMonth(certified.expiry, of: 0x90)
    try checkRevocation(certified.serialNumber, authority)
    return certified.key
  }

  /// The card's key, which is bound to the card's static data.
  func cardKey() throws(AuthenticationFlaw) -> PublicKey {
    let issuer = try issuerKey()
    return try key(.card, rest: try staticData(), under: issuer)
  }

  /// The card's key for PINs, which stands for itself.
  func pinKey() throws(AuthenticationFlaw) -> PublicKey {
    let issuer = try issuerKey()
    return try key(.pin, rest: [], under: issuer)
  }

  private func key(
    _ tags: KeyCertificate, rest: [UInt8], under issuer: PublicKey
  ) throws(AuthenticationFlaw) -> PublicKey {
    let certified: CertifiedKey
    switch issuer {
    case .rsa(let key):
      certified = try tags.recover(
        from: store, format: 0x04, subjectByteCount: 10, rest: rest, under: key,
        using: cryptography)
    case .curve(let key):
      certified = try tags.read(
        from: store, format: 0x14, subjectByteCount: 10, rest: rest, under: key,
        using: cryptography)
    }
    guard let digits = Self.digits(certified.subject), digits == accountDigits else {
      throw .flawed(tags.certificate, .accountNumber)
    }
    try checkMonth(certified.expiry, of: tags.certificate)
    return certified.key
  }

  /// The records, and the profile when the card's list of tags says so.
  ///
  /// Source: EMV 4.3 Book 3, 10.3.
  func staticData() throws(AuthenticationFlaw) -> [UInt8] {
    let records = store.authentication.records
    guard let list = store.value(0x9F4A) else { return records }
    guard list == [0x82] else { throw .tagListNotAllowed }
    return records + (store.value(0x82) ?? [])
  }

  /// Checks for which card numbers an issuer's key is.
  func checkIssuer(
    _ subject: ArraySlice<UInt8>, digitCounts: ClosedRange<Int>
  ) throws(AuthenticationFlaw) {
    guard let digits = Self.digits(subject), digitCounts.contains(digits.count),
      accountDigits.starts(with: digits)
    else { throw .flawed(0x90, .issuerIdentifier) }
  }

  /// Checks that the scheme has not taken the issuer's key back.
  func checkRevocation(
    _ serialNumber: ArraySlice<UInt8>, _ authority: CertificationAuthorityKey
  ) throws(AuthenticationFlaw) {
    let certificate = RevokedCertificate(
      registeredProvider: authority.registeredProvider, authorityIndex: authority.index,
      serialNumber: Array(serialNumber))
    if store.configuration.revokedCertificates.contains(certificate) {
      throw .flawed(0x90, .revoked)
    }
  }

  /// Checks a month, MMYY, to whose last day a certificate is valid; years as in dates of cards.
  private func checkMonth(
    _ expiry: ArraySlice<UInt8>, of tag: DataObjectTag
  ) throws(AuthenticationFlaw) {
    let time = store.transaction.time
    guard let number = BinaryCodedDecimal.number(expiry), (1...12).contains(number / 100) else {
      throw .flawed(tag, .expired)
    }
    let (month, year) = (Int(number / 100), Int(number % 100))
    let last = (year < 50 ? 2000 + year : 1900 + year) * 12 + month
    guard last >= time.year * 12 + time.month else { throw .flawed(tag, .expired) }
  }

  /// The card number's digits as nibbles.
  private var accountDigits: [UInt8] { store.value(0x5A).flatMap { Self.digits($0[...]) } ?? [] }

  /// Digits as nibbles, without the F behind them; nil when there is something else.
  private static func digits(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    var hasEnded = false
    for byte in bytes {
      for nibble in [byte >> 4, byte & 0x0F] {
        if nibble == 0x0F {
          hasEnded = true
        } else if hasEnded || nibble > 9 {
          return nil
        } else {
          digits.append(nibble)
        }
      }
    }
    return digits
  }
}
