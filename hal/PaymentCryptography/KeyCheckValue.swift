/// The check value by which two sides see that they hold the same key.
package enum KeyCheckValue {
  /// The bytes of a check value.
  package static let byteCount = 4

  /// The first 4 bytes of eight zero bytes under a key of 8, 16 or 24 bytes.
  ///
  /// Source: UnionPay reference 4.1.
  package static func ofDESKey(_ key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    Array(try TripleDES.encryptECB(TripleDES.zeroBlock, key: key).prefix(byteCount))
  }
}
