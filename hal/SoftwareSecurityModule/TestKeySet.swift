/// The keys with which a software module starts; it never shows them.
///
/// Each master key says whether it is a test key, because this module keeps keys in ordinary
/// memory, where no real key may be.
package struct TestKeySet: Sendable {
  /// A terminal master key (TMK).
  package struct MasterKey: Sendable {
    let bytes: [UInt8]
    let isTestKey: Bool

    /// Takes the 16 or 24 bytes of a triple DES key.
    package init(_ bytes: [UInt8], isTestKey: Bool) {
      self.bytes = bytes
      self.isTestKey = isTestKey
    }
  }

  let masterKeys: [Int: MasterKey]
  let storageKey: [UInt8]
  let sealKey: [UInt8]

  /// Puts a key set together: master keys by slot, 32 bytes for stored secrets, 32 for seals.
  package init(masterKeys: [Int: MasterKey], storageKey: [UInt8], sealKey: [UInt8]) {
    self.masterKeys = masterKeys
    self.storageKey = storageKey
    self.sealKey = sealKey
  }
}

extension TestKeySet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    let slots = masterKeys.keys.sorted().map(String.init).joined(separator: ", ")
    return "master keys in slots [\(slots)]"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension TestKeySet.MasterKey: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { isTestKey ? "a test key" : "a key not marked as a test key" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
