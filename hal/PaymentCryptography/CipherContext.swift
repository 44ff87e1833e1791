import COpenSSL

/// One run of a cipher of libcrypto, without padding.
struct CipherContext: ~Copyable {
  /// Which way it runs.
  enum Direction: Int32 {
    case decrypt = 0
    case encrypt = 1
  }

  private let context: OpaquePointer?

  /// The caller has checked that key and initialisation vector have the cipher's lengths.
  init(
    _ cipher: OpaquePointer?, _ direction: Direction, key: [UInt8], initialisationVector: [UInt8]
  ) throws(CryptographyError) {
    context = EVP_CIPHER_CTX_new()
    guard context != nil else { throw .libraryFailure }
    let result = EVP_CipherInit_ex2(
      context, cipher, key, initialisationVector, direction.rawValue, nil)
    guard result == 1 else { throw .libraryFailure }
    EVP_CIPHER_CTX_set_padding(context, 0)
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Runs over the next bytes; a block cipher takes whole blocks.
  func update(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    if bytes.isEmpty { return [] }
    guard let inputCount = Int32(exactly: bytes.count) else {
      throw .badInputLength(bytes.count)
    }
    var isDone = false
    let output = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      var written: Int32 = 0
      isDone = EVP_CipherUpdate(context, buffer.baseAddress, &written, bytes, inputCount) == 1
      count = isDone ? Int(written) : 0
    }
    guard isDone, output.count == bytes.count else { throw .libraryFailure }
    return output
  }

  /// Ends the run; false when an authenticated cipher finds a wrong tag.
  func finish() -> Bool {
    var none: UInt8 = 0
    var written: Int32 = 0
    return EVP_CipherFinal_ex(context, &none, &written) == 1
  }

  /// The tag of an authenticated encryption that has finished.
  func tag(byteCount: Int) throws(CryptographyError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: byteCount)
    let result = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(byteCount), &tag)
    guard result == 1 else { throw .libraryFailure }
    return tag
  }

  /// Names the tag that an authenticated decryption must end with.
  func expectTag(_ tag: [UInt8]) throws(CryptographyError) {
    var tag = tag
    let result = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
    guard result == 1 else { throw .libraryFailure }
  }
}
