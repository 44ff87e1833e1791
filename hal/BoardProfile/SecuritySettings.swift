package import EMVKernel
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
  /// The schemes' keys that show whether a card is genuine.
  package var authorityKeys: [CertificationAuthorityKey]
  /// The certificates of issuers that their schemes have taken back.
  package var revokedCertificates: Set<RevokedCertificate>

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let security = try node.mapping(allowing: [
      "kind", "keys", "real-keys-without-protection", "ca-keys",
    ])
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
    (authorityKeys, revokedCertificates) = ([], [])
    for name in try security["ca-keys"]?.sequence() ?? [] {
      let file = try Self.authorityKeys(name, folder)
      // Anybody can make a card that passes for genuine under a test key.
      guard keys.areTestKeys || !file.areTestKeys else {
        throw name.error(expected: "live keys beside keys that are real")
      }
      authorityKeys += file.keys
      revokedCertificates.formUnion(file.revokedCertificates)
    }
  }

  /// A name means the file of that name in `ca-keys/` beside the profile.
  private static func authorityKeys(
    _ node: YAMLNode, _ folder: ProfileFolder
  ) throws(YAMLError) -> AuthorityKeyFile {
    let expected = "the name of a file in ca-keys/, without .yaml"
    let name = try node.text(expected)
    let path = folder.path(of: "ca-keys/\(name).yaml")
    do throws(YAMLError) {
      return try AuthorityKeyFile.read(path: path)
    } catch {
      // A file that is missing is a mistake of the profile's line, not of the file's.
      guard case .file(path, line: 0, column: 0) = error.place.origin else { throw error }
      throw node.error(expected: expected, found: "“\(name)”, and \(path) can't be read")
    }
  }
}
