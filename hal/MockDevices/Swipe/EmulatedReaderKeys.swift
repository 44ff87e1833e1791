package import HAL
package import PaymentCryptography

/// The keys of an emulated reader that encrypts, and the count of its swipes.
package struct EmulatedReaderKeys: Hashable, Sendable {
  /// The base key from which everything comes: a published test key.
  package static let testBaseKey: [UInt8] = [
    0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10,
  ]

  /// The key serial number of the next swipe.
  package private(set) var keySerialNumber: [UInt8]
  /// The cipher.
  package var algorithm: SwipeEncryption.Algorithm
  /// Which key of the swipe encrypts.
  package var variant: SwipeEncryption.KeyVariant

  /// Gives a reader the test base key; the serial number has ten bytes.
  package init(
    keySerialNumber: [UInt8] = [0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xE0, 0x00, 0x01],
    algorithm: SwipeEncryption.Algorithm = .tripleDES,
    variant: SwipeEncryption.KeyVariant = .pin
  ) {
    self.keySerialNumber = keySerialNumber
    self.algorithm = algorithm
    self.variant = variant
  }

  /// Encrypts with the key of the next swipe; zeros fill the last block.
  package func encrypt(_ clear: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let size = algorithm.blockByteCount
    let count = (clear.count + size - 1) / size * size
    let padded = clear + [UInt8](repeating: 0, count: count - clear.count)
    let key = try Self.key(keySerialNumber, variant)
    return switch algorithm {
    case .tripleDES: try TripleDES.encryptCBC(padded, key: key)
    case .aes: try AESCipher.encryptCBC(padded, key: key)
    }
  }

  /// Decrypts a block of a swipe, as only a center does; the zeros of the last block stay.
  package static func decrypt(
    _ block: SwipeEncryption.Block, of encryption: SwipeEncryption
  ) throws(CryptographyError) -> [UInt8] {
    let key = try key(encryption.keySerialNumber, encryption.keyVariant)
    return switch encryption.algorithm {
    case .tripleDES: try TripleDES.decryptCBC(block.ciphertext, key: key)
    case .aes: try AESCipher.decryptCBC(block.ciphertext, key: key)
    }
  }

  /// Goes on to the key of the swipe after the next.
  package mutating func countSwipe() {
    for index in [9, 8] {
      keySerialNumber[index] &+= 1
      if keySerialNumber[index] != 0 { return }
    }
  }

  private static func key(
    _ keySerialNumber: [UInt8], _ variant: SwipeEncryption.KeyVariant
  ) throws(CryptographyError) -> [UInt8] {
    let key = try DerivedUniqueKey(baseKey: testBaseKey, keySerialNumber: keySerialNumber)
    return switch variant {
    case .pin: key.pinVariant
    case .data: try key.dataKey()
    }
  }
}
