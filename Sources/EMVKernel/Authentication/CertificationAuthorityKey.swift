import Octets

/// The key with which a card scheme signs its issuers' keys.
///
/// Source: EMV 4.3 Book 2, 11.2.2.
package struct CertificationAuthorityKey: Hashable, Sendable, CustomStringConvertible {
  /// The scheme: the first five bytes of its applications' names (RID).
  package let registeredProvider: [UInt8]
  /// Which of its keys (tags 8F and 9F22).
  package let index: UInt8
  /// The key.
  package let key: PublicKey
  /// The last day on which it may be used; nil when the scheme has not said.
  package let expiry: CardDate?

  /// Puts a key together.
  package init(registeredProvider: [UInt8], index: UInt8, key: PublicKey, expiry: CardDate?) {
    self.registeredProvider = registeredProvider
    self.index = index
    self.key = key
    self.expiry = expiry
  }

  /// The check value by which a typing error in a list of keys is found.
  ///
  /// SHA-1 over RID, index, modulus and exponent. For keys on curves, whose check values no public
  /// list shows, the same with the curve's own hash over RID, index and point.
  package func checkValue(using cryptography: some KernelCryptography) -> [UInt8] {
    let name = registeredProvider + [index]
    switch key {
    case .rsa(let key): return cryptography.digest(name + key.modulus + key.exponent, .sha1)
    case .curve(let key):
      let algorithm: DigestAlgorithm =
        switch key.suite {
        case .p256: .sha256
        case .p521: .sha512
        case .sm2: .sm3
        }
      return cryptography.digest(name + key.point, algorithm)
    }
  }

  /// Scheme and index, as lists name it: `A000000333/08`.
  package var description: String {
    Hexadecimal.text(registeredProvider) + "/" + Hexadecimal.text([index])
  }
}
