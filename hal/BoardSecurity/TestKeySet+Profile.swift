package import BoardProfile
package import SoftwareSecurityModule

extension TestKeySet {
  /// The keys that a board profile names.
  package init(_ keys: SoftwareKeys) {
    var masterKeys: [Int: MasterKey] = [:]
    for key in keys.masterKeys {
      masterKeys[key.slot] = MasterKey(key.key.bytes, isTestKey: keys.areTestKeys)
    }
    self.init(
      masterKeys: masterKeys, storageKey: keys.storageKey.bytes, sealKey: keys.sealKey.bytes)
  }
}
