import COpenSSL

/// A number of libcrypto, wiped when its holder lets go.
struct BigNumber: ~Copyable {
  let handle: OpaquePointer

  /// Zero.
  init() throws(CryptographyError) {
    guard let handle = BN_new() else { throw .libraryFailure }
    self.handle = handle
  }

  /// Reads a big-endian number; no bytes are zero.
  init(_ bytes: [UInt8]) throws(CryptographyError) {
    guard let count = Int32(exactly: bytes.count) else { throw .badInputLength(bytes.count) }
    guard let handle = BN_bin2bn(bytes, count, nil) else { throw .libraryFailure }
    self.handle = handle
  }

  /// A small number.
  init(_ value: UInt) throws(CryptographyError) {
    guard let handle = BN_new() else { throw .libraryFailure }
    guard BN_set_word(handle, value) == 1 else {
      BN_free(handle)
      throw .libraryFailure
    }
    self.handle = handle
  }

  deinit { BN_clear_free(handle) }

  /// Whether the number is zero.
  var isZero: Bool { BN_is_zero(handle) == 1 }

  /// Whether the number is smaller than another.
  func isLess(than other: borrowing BigNumber) -> Bool { BN_ucmp(handle, other.handle) < 0 }

  /// The number in `byteCount` big-endian bytes, with zeros on the left.
  func bytes(count byteCount: Int) throws(CryptographyError) -> [UInt8] {
    guard let limit = Int32(exactly: byteCount) else { throw .badInputLength(byteCount) }
    var written: Int32 = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      // libcrypto does not take the null pointer of an empty buffer.
      written = buffer.baseAddress.map { BN_bn2binpad(handle, $0, limit) } ?? -1
      count = max(0, Int(written))
    }
    try require(written == limit)
    return bytes
  }
}

/// Room in which libcrypto computes; kept for the length of one computation.
struct NumberRoom: ~Copyable {
  let handle: OpaquePointer

  init() throws(CryptographyError) {
    guard let handle = BN_CTX_new() else { throw .libraryFailure }
    self.handle = handle
  }

  deinit { BN_CTX_free(handle) }
}

/// Throws when a call of libcrypto failed, and takes its message off this thread's queue.
///
/// What stays there would be read as the reason of the next TLS call that has to wait.
@inline(__always)
func require(_ condition: Bool) throws(CryptographyError) {
  if condition { return }
  ERR_clear_error()
  throw .libraryFailure
}
