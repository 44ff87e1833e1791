package import HAL
import PaymentCryptography

/// Protection of stored records with two keys in this process's own memory.
///
/// What the ledger needs of a module, without a keypad: HMAC-SHA-256 for seals, authenticated
/// encryption for secrets.
package final class SoftwareRecordProtection: RecordProtection {
  private let storageKey: KeyMaterial
  private let sealKey: KeyMaterial
  private let entropy: any EntropySource

  /// Takes 32 bytes for stored secrets and 32 for seals; `entropy` gives the nonces.
  package init(
    storageKey: [UInt8], sealKey: [UInt8], entropy: any EntropySource
  ) throws(KeySetError) {
    guard storageKey.count == AuthenticatedEncryption.keyByteCount else {
      throw .badStorageKeyLength(storageKey.count)
    }
    guard sealKey.count == 32 else { throw .badSealKeyLength(sealKey.count) }
    self.storageKey = KeyMaterial(storageKey)
    self.sealKey = KeyMaterial(sealKey)
    self.entropy = entropy
  }

  package func seal(_ bytes: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    do throws(CryptographyError) {
      return try MessageAuthentication.hmacSHA256(bytes, key: sealKey.bytes)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  package func protect(_ secret: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    let nonce = entropy.randomBytes(AuthenticatedEncryption.nonceByteCount)
    do throws(CryptographyError) {
      return try AuthenticatedEncryption.seal(secret, key: storageKey.bytes, nonce: nonce)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  package func reveal(_ protected: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    do throws(CryptographyError) {
      return try AuthenticatedEncryption.open(protected, key: storageKey.bytes)
    } catch .badInputLength {
      // What was cut short is as little authentic as what was changed.
      throw .notAuthentic
    } catch {
      throw SecurityModuleError(error)
    }
  }
}

extension SoftwareRecordProtection: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "protection of records by keys in memory" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
