/// How a test chip signs transactions, and what is wrong with what it signs.
package struct SigningPersonality: Hashable, Sendable {
  /// Its own key.
  package var key: CardKey
  /// The key for which PINs are enciphered; nil where that is its own key.
  package var pinKey: RSAKeyPair?
  /// The number that it signs, in the place of one that changes with each transaction.
  package var dynamicNumber: [UInt8]?
  /// What is wrong with the form of the signature.
  package var spoiling: CertificateSpoiling?
  /// The kind of cryptogram that it signs, where that is not the one that it says.
  package var signedInformation: UInt8?
  /// Whether the signed hash over the transaction is wrong.
  package var hasWrongDigest = false
  /// Whether it leaves signatures out of GENERATE AC, though it is asked for one.
  package var isUnsigned = false

  /// Takes the key of a card that signs as it should.
  package init(key: CardKey) { self.key = key }
}
