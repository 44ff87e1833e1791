package import EMVKernel
import PaymentCryptography

/// What the kernel needs of cryptography, computed by this process.
///
/// It holds nothing: only public keys go in, so it needs no module of its own.
package struct SoftwareKernelCryptography: KernelCryptography {
  /// Ready at once.
  package init() {}

  package func recover(
    _ signature: [UInt8], modulus: [UInt8], exponent: [UInt8]
  ) -> [UInt8]? {
    try? RSABlock.recover(signature, modulus: modulus, exponent: exponent)
  }

  package func digest(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8] {
    switch algorithm {
    case .sha1: Digest.sha1(bytes)
    case .sha256: Digest.sha256(bytes)
    case .sha512: Digest.sha512(bytes)
    case .sm3: Digest.sm3(bytes)
    }
  }

  package func isValid(_ signature: [UInt8], of message: [UInt8], under key: CurveKey) -> Bool {
    switch key.suite {
    case .p256: ECSDSA.isValid(signature, of: message, publicKeyX: key.point, curve: .p256)
    case .p521: ECSDSA.isValid(signature, of: message, publicKeyX: key.point, curve: .p521)
    case .sm2: SM2Signature.isValid(signature, of: message, publicKey: key.point)
    }
  }
}
