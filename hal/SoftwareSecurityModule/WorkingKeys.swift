import HAL
import PaymentCryptography

/// The keys of one sign-in in clear, each checked against its check value.
struct WorkingKeys {
  let pin: KeyMaterial
  let mac: KeyMaterial
  let track: KeyMaterial?

  /// Decrypts the keys (triple DES, ECB); one that fails lets all fail.
  ///
  /// Source: UnionPay reference 2.3.
  init(_ keys: WorkingKeySet, masterKey: KeyMaterial) throws(SecurityModuleError) {
    pin = try Self.unwrap(keys.pin, .pin, masterKey)
    mac = try Self.unwrap(keys.mac, .mac, masterKey)
    guard let wrapped = keys.track else {
      track = nil
      return
    }
    track = try Self.unwrap(wrapped, .track, masterKey)
  }

  private static func unwrap(
    _ wrapped: WorkingKeySet.WrappedKey, _ purpose: KeyPurpose, _ masterKey: KeyMaterial
  ) throws(SecurityModuleError) -> KeyMaterial {
    guard [8, 16].contains(wrapped.cryptogram.count),
      wrapped.checkValue.count == KeyCheckValue.byteCount
    else { throw .badLength }
    var cryptogram = wrapped.cryptogram
    // A slot of 16 bytes may hold a MAC key of 8, with zeros behind it.
    if purpose == .mac, cryptogram.dropFirst(8).allSatisfy({ $0 == 0 }) {
      cryptogram.removeLast(cryptogram.count - 8)
    }
    do throws(CryptographyError) {
      var clear = try TripleDES.decryptECB(cryptogram, key: masterKey.bytes)
      defer { clear.wipe() }
      let checkValue = try KeyCheckValue.ofDESKey(clear)
      if checkValue == wrapped.checkValue { return KeyMaterial(clear) }
    } catch {
      throw SecurityModuleError(error)
    }
    throw .checkValueMismatch(purpose)
  }
}
