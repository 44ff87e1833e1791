import COpenSSL

/// Hashes without a key.
package enum Digest {
  /// SHA-1, 20 bytes; for what EMV asks it for, not for new uses.
  ///
  /// Source: FIPS 180-4.
  package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
    digest(bytes, by: EVP_sha1(), byteCount: 20)
  }

  /// SHA-256, 32 bytes.
  ///
  /// Source: FIPS 180-4.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    digest(bytes, by: EVP_sha256(), byteCount: 32)
  }

  /// SHA-512, 64 bytes.
  ///
  /// Source: FIPS 180-4.
  package static func sha512(_ bytes: [UInt8]) -> [UInt8] {
    digest(bytes, by: EVP_sha512(), byteCount: 64)
  }

  /// SM3, 32 bytes.
  ///
  /// Source: GB/T 32905.
  package static func sm3(_ bytes: [UInt8]) -> [UInt8] {
    digest(bytes, by: EVP_sm3(), byteCount: 32)
  }

  private static func digest(
    _ bytes: [UInt8], by algorithm: OpaquePointer?, byteCount: Int
  ) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: byteCount)
    let result = EVP_Digest(bytes, bytes.count, &digest, nil, algorithm, nil)
    precondition(result == 1, "this libcrypto lacks a hash")
    return digest
  }
}
