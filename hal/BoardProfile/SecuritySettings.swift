import YAMLDocument

/// Where keys live.
package struct SecuritySettings: Hashable, Sendable {
  /// The kinds of security module.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Keys in the memory of the process: for test keys.
    case software
  }

  /// Whether a module that protects nothing may take keys that are not marked as test keys.
  package enum RealKeys: String, Hashable, Sendable, CaseIterable {
    /// It refuses them.
    case refused
    /// It takes them, and whoever wrote this answers for it.
    case accepted = "accepted-at-my-own-risk"
  }

  /// What keys the module is.
  package var kind: Kind
  /// The keys that it is loaded with.
  package var keys: SoftwareKeys
  /// Whether it takes keys that are not marked as test keys.
  package var realKeys: RealKeys

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let security = try node.mapping(allowing: ["kind", "keys", "real-keys-without-protection"])
    kind = try security.required("kind").oneOf(Kind.self)
    realKeys = try security.required("real-keys-without-protection").oneOf(RealKeys.self)
    let file = try security.required("keys").text("a file of keys")
    let root = try YAMLDocument.read(path: folder.path(of: file))
    keys = try SoftwareKeys(root)
    guard keys.areTestKeys || realKeys == .accepted else {
      throw root.error(
        expected: "keys-are: test-keys, as this module does not protect real ones",
        found: "keys that are not marked as test keys")
    }
  }
}
