import YAMLDocument

/// The keys of a software module; no text form shows them.
package struct SoftwareKeys: Hashable, Sendable {
  /// A terminal master key.
  package struct MasterKey: Hashable, Sendable {
    /// Its number, 0 to 9.
    package var slot: Int
    /// 16 or 24 bytes.
    package var key: SecretBytes
    /// The first four bytes of its encryption of eight zero bytes.
    package var checkValue: [UInt8]
  }

  private enum Marking: String, CaseIterable {
    case test = "test-keys"
    case real = "real-keys"
  }

  /// Whether the file says that they are for tests.
  package var areTestKeys: Bool
  /// By slot, each slot once.
  package var masterKeys: [MasterKey]
  /// 32 bytes: encrypts what the ledger keeps secret.
  package var storageKey: SecretBytes
  /// 32 bytes: seals the ledger's records.
  package var sealKey: SecretBytes

  init(_ node: YAMLNode) throws(YAMLError) {
    let file = try node.mapping(allowing: ["keys-are", "master-keys", "storage-key", "seal-key"])
    areTestKeys = try file.required("keys-are").oneOf(Marking.self) == .test
    masterKeys = []
    for element in try file.required("master-keys").sequence() {
      let entry = try element.mapping(allowing: ["slot", "key", "check-value"])
      let slotNode = try entry.required("slot")
      let slot = try slotNode.integer(in: 0...9)
      guard !masterKeys.contains(where: { $0.slot == slot }) else {
        throw slotNode.error(expected: "each slot once")
      }
      masterKeys.append(
        MasterKey(
          slot: slot, key: try entry.required("key").secret(byteCounts: [16, 24]),
          checkValue: try entry.required("check-value").secret(byteCounts: [4]).bytes))
    }
    storageKey = try file.required("storage-key").secret(byteCounts: [32])
    sealKey = try file.required("seal-key").secret(byteCounts: [32])
  }
}
