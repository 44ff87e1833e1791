import BoardProfile
import EMVKernel
import Foundation
import Testing
import YAMLDocument

/// The schemes' keys below `board-profiles/ca-keys`, and how a profile names them.
@Suite struct AuthorityKeyFileTests {
  private static let profiles = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles").path()

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  /// Reads a file with this text.
  private func read(_ text: String) throws -> AuthorityKeyFile {
    let file = URL.temporaryDirectory.appending(path: "ca-keys-\(UUID().uuidString).yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try AuthorityKeyFile.read(path: file.path())
  }

  @Test(
    arguments: [
      ("unionpay-test", "A000000333", [0x08, 0x09, 0x0B]),
      ("visa-test", "A000000003", [0x92, 0x94, 0x95, 0x99]),
      ("mastercard-test", "A000000004", [0xEF, 0xF1, 0xF3, 0xF5, 0xF8, 0xFA, 0xFE]),
      ("amex-test", "A000000025", [0x97, 0x98, 0xA1, 0xC8, 0xC9, 0xCA]),
    ] as [(String, String, [UInt8])])
  func `the test keys of the schemes agree with their check values`(
    name: String, scheme: String, indices: [UInt8]
  ) throws {
    let file = try AuthorityKeyFile.read(path: Self.profiles + "/ca-keys/\(name).yaml")
    #expect(file.areTestKeys)
    #expect(file.keys.map(\.index) == indices)
    #expect(file.keys.allSatisfy { $0.description.hasPrefix(scheme + "/") })
    #expect(file.keys.allSatisfy { $0.expiry == nil })
  }

  @Test func `the bench knows all of them`() throws {
    let profile = try BoardProfile.read(path: Self.profiles + "/bench.yaml")
    #expect(profile.security.authorityKeys.count == 20)
    #expect(profile.security.revokedCertificates.isEmpty)
  }

  private static let head = """
    keys-are: test-keys
    scheme: A0000003FF
    source: made up
    keys:

    """
  /// A key of 64 bytes, all of them 99.
  private static let key = """
      - index: E1
        exponent: "03"
        modulus: \(String(repeating: "99", count: 64))
        check-value: AF7E9A4D5D7F2E0D64B4E7F2F0B4C2A5A1D0E0FF
    """

  @Test func `a key that does not fit its check value is an error of its line`() {
    let text = message { _ = try read(Self.head + Self.key) }
    #expect(text.contains(".yaml:8:"))
    #expect(text.contains("keys[0].check-value"))
    #expect(text.contains("expected the check value of key A0000003FF/E1"))
  }

  @Test func `keys on curves, expiry and revocations are read`() throws {
    let file = try read(
      """
      keys-are: live-keys
      scheme: A0000003FF
      source: made up
      keys:
        - index: E2
          curve: P-256
          point: \(String(repeating: "11", count: 32))
          check-value: 72A48B1DA18D3C101D574F2BB4F49945FFEADB5005C571A0C7B8D18416C93C41
          expires: "301231"
      revoked:
        - {index: E2, serial-number: "000102"}
      """)
    #expect(!file.areTestKeys)
    #expect(file.keys.first?.expiry == CardDate([0x30, 0x12, 0x31]))
    #expect(
      file.revokedCertificates == [
        RevokedCertificate(
          registeredProvider: [0xA0, 0, 0, 0x03, 0xFF], authorityIndex: 0xE2,
          serialNumber: [0, 1, 2])
      ])
  }

  @Test(arguments: [
    ("  - {index: E1, exponent: '05', modulus: @, check-value: '00'}", "03 or 010001"),
    ("  - {index: E101, exponent: '03', modulus: @, check-value: '00'}", "1 bytes in hex"),
    ("  - {index: E1, exponent: '03', modulus: '99', check-value: '00'}", "64 to 248 bytes"),
    ("  - {index: E1, exponent: '03', modulus: @}", "a value for “check-value”"),
    ("  - {index: E1, curve: P-384, point: '00', check-value: '00'}", "one of P-256, P-521, SM2"),
    ("  - {index: E1, curve: SM2, point: '00', check-value: '00'}", "64 bytes in hexadecimal"),
    ("  - {index: E1, curve: SM2, modulus: @, check-value: '00'}", "no modulus beside a curve"),
    ("  - {index: E1, exponent: '03', modulus: @, check-value: '00', expires: '301301'}", "a day"),
    ("  - {index: E1, color: red}", "one of index, modulus"),
  ])
  func `each mistake is named`(line: String, expected: String) {
    let modulus = String(repeating: "99", count: 64)
    let text = message {
      _ = try read(Self.head + line.replacingOccurrences(of: "@", with: modulus))
    }
    #expect(text.contains("expected \(expected)"), "\(text)")
  }

  @Test func `a file that is missing is a mistake of the profile`() {
    let text = message {
      _ = try BoardProfile.read(
        path: Self.profiles + "/bench.yaml", overrides: ["security.ca-keys=[no-such-scheme]"])
    }
    #expect(text.contains("security.ca-keys[0]"))
    #expect(text.contains("the name of a file in ca-keys/"))
  }

  @Test func `test keys of schemes do not stand beside real keys`() throws {
    let keys = try String(
      contentsOfFile: Self.profiles + "/bench-test-keys.yaml", encoding: .utf8
    ).replacingOccurrences(of: "keys-are: test-keys", with: "keys-are: real-keys")
    let file = URL.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).yaml")
    try keys.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let text = message {
      _ = try BoardProfile.read(
        path: Self.profiles + "/bench.yaml",
        overrides: [
          "security.keys=\(file.path())",
          "security.real-keys-without-protection=accepted-at-my-own-risk",
        ])
    }
    #expect(text.contains("live keys beside keys that are real"), "\(text)")
  }
}
