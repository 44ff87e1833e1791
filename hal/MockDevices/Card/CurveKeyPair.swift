package import PaymentCryptography

/// An elliptic curve key pair of a test issuer or card, private part and all.
package struct CurveKeyPair: Hashable, Sendable {
  /// The curve.
  package let curve: EllipticCurve
  /// The private key; for EMV's curves the one whose public key has the smaller y.
  package let privateKey: [UInt8]
  /// The public key as certificates carry it: x for EMV's curves, x and y for SM2.
  package let publicKey: [UInt8]

  /// Takes any private key of the curve.
  package init(curve: EllipticCurve, privateKey: [UInt8]) throws(CryptographyError) {
    self.curve = curve
    switch curve {
    case .p256, .p521: (self.privateKey, publicKey) = try curve.shortKey(of: privateKey)
    case .sm2:
      self.privateKey = privateKey
      publicKey = try curve.publicKey(of: privateKey)
    }
  }

  /// A signature over a message of any length.
  package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    switch curve {
    case .p256, .p521: try ECSDSA.sign(message, privateKey: privateKey, curve: curve)
    case .sm2: try SM2Signature.sign(message, privateKey: privateKey)
    }
  }

  /// EMV's number of the curve and its hash (Book 2, B2.4), and PBOC's for SM2.
  package var suite: UInt8 {
    switch curve {
    case .p256: 0x10
    case .p521: 0x11
    case .sm2: 0x04
    }
  }
}

extension CurveKeyPair: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "a test key on \(curve)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
