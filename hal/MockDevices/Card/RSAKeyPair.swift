package import PaymentCryptography

/// An RSA key pair of a test issuer or card, private part and all.
package struct RSAKeyPair: Hashable, Sendable {
  /// The modulus; its length is the key's.
  package var modulus: [UInt8]
  /// The public exponent: 03 or 010001.
  package var exponent: [UInt8]
  /// The private exponent.
  package var privateExponent: [UInt8]

  /// Puts a key pair together.
  package init(modulus: [UInt8], exponent: [UInt8], privateExponent: [UInt8]) {
    self.modulus = modulus
    self.exponent = exponent
    self.privateExponent = privateExponent
  }

  /// A block of the modulus's length, signed.
  package func sign(_ block: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try RSABlock.sign(block, modulus: modulus, privateExponent: privateExponent)
  }
}

extension RSAKeyPair: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "a test key of \(modulus.count * 8) bits" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
