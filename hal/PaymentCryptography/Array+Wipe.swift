import COpenSSL

extension [UInt8] {
  /// Overwrites the bytes with zeros in a way that the optimiser keeps, then empties the array.
  ///
  /// It reaches this array's storage only: copies that still share it are not touched.
  package mutating func wipe() {
    withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    removeAll()
  }
}
