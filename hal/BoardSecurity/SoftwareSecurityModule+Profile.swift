package import BoardProfile
package import HAL
package import SoftwareSecurityModule

extension SoftwareSecurityModule {
  /// The module that a board profile describes, with the keypad on which PINs are typed.
  package convenience init(
    _ settings: SecuritySettings, keypad: any Keypad, clock: any DeviceClock,
    entropy: any EntropySource
  ) throws(KeySetError) {
    try self.init(
      keys: TestKeySet(settings.keys), keypad: keypad, clock: clock, entropy: entropy,
      permission: settings.realKeys == .accepted ? .realKeysInUnprotectedMemory : .testKeysOnly)
  }
}

extension SoftwareRecordProtection {
  /// What protects the ledger of the board, for a program without keypad and center.
  package convenience init(
    _ settings: SecuritySettings, entropy: any EntropySource
  ) throws(KeySetError) {
    try self.init(
      storageKey: settings.keys.storageKey.bytes, sealKey: settings.keys.sealKey.bytes,
      entropy: entropy)
  }
}
