/// Why a software module does not start with a key set.
package enum KeySetError: Error, Hashable, Sendable {
  /// The key in this slot is not marked as a test key, and the permission for it is missing.
  case notATestKey(slot: Int)
  /// The key in this slot has neither 16 nor 24 bytes.
  case badMasterKeyLength(slot: Int, byteCount: Int)
  /// The key for stored secrets does not have 32 bytes.
  case badStorageKeyLength(Int)
  /// The key for seals does not have 32 bytes.
  case badSealKeyLength(Int)
}
