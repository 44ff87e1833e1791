import BERTLV

/// A key under which the card takes an enciphered PIN, and how.
///
/// Source: EMV 4.3 Book 2, 7.1; EMV 4.4 Book 2, 13.1.
package enum PINEnciphermentKey: Hashable, Sendable {
  /// RSA over header, PIN block, challenge and chance.
  case rsa(RSAPublicKey)
  /// A key agreement on P-256 or P-521, then AES.
  case curve(CurveKey)
}

extension DataObjectStore {
  /// The card's key for PINs; throws why there is none.
  ///
  /// With RSA, the one of tag 9F2D or, when there is none, the card's own of tag 9F46, which then
  /// must hold against the static data. A broken 9F2D is not replaced by another key. On curves
  /// there is always a certificate of its own.
  package func pinEnciphermentKey(
    using cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) -> PINEnciphermentKey {
    let chain = CertificateChain(store: self, cryptography: cryptography)
    let authority = try chain.authorityKey()
    if case .curve(let key) = authority.key, key.suite != .sm2 {
      return .curve(try chain.curvePINKey())
    }
    let key =
      if value(0x9F2D) != nil { try chain.pinKey() } else { try chain.cardKey() }
    switch key {
    case .rsa(let key): return .rsa(key)
    // PBOC enciphers no PIN with SM2.
    case .curve: throw .authorityKeyUnknown(index: authority.index)
    }
  }
}
