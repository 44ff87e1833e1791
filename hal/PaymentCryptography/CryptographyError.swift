/// Why a computation was refused; it never carries a key or the data.
package enum CryptographyError: Error, Hashable, Sendable {
  /// The key can't have this many bytes.
  case badKeyLength(Int)
  /// The input can't have this many bytes, characters or digits.
  case badInputLength(Int)
  /// A character stands where it can't; the offset counts characters from 0.
  case badInputCharacter(offset: Int)
  /// The bytes were changed, or belong to another key.
  case notAuthentic
  /// libcrypto failed: no memory, or an algorithm that this build lacks.
  case libraryFailure
}
