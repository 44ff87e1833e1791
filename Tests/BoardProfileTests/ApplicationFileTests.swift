import BoardProfile
import EMVKernel
import Foundation
import Testing
import YAMLDocument

@Suite struct ApplicationFileTests {
  private static let profiles = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles").path()

  private static let files = [
    "amex-test", "discover-test", "jcb-test", "mastercard-test", "unionpay", "visa-test",
  ]

  @Test(arguments: files)
  func `each scheme's file can be read`(name: String) throws {
    let applications = try ApplicationFile.read(
      path: Self.profiles + "/applications/\(name).yaml")
    #expect(!applications.isEmpty)
    for application in applications {
      #expect(application.defaultDynamicDataList == [0x9F, 0x37, 0x04])
      // Only test sets are shipped: nothing is approved without the center.
      #expect(application.floorLimit == 0)
    }
  }

  @Test func `no application stands in two files, and no file is forgotten here`() throws {
    let shipped = try FileManager.default.contentsOfDirectory(
      atPath: Self.profiles + "/applications")
    #expect(shipped.sorted() == Self.files.map { $0 + ".yaml" })
    let names = try Self.files.flatMap {
      try ApplicationFile.read(path: Self.profiles + "/applications/\($0).yaml")
    }.map(\.identifier)
    #expect(Set(names).count == names.count)
  }

  @Test func `the bench's terminal takes UnionPay's three applications`() throws {
    let acquirer = try AcquirerSettings.read(
      path: Self.profiles + "/acquirers/test-center.yaml")
    let kernel = acquirer.chip.configuration(
      terminal: nil, merchant: nil, deviceSerialNumber: "12345678")
    #expect(
      kernel.applications.map(\.identifier.description) == [
        "A000000333010101", "A000000333010102", "A000000333010103",
      ])
    let debit = try #require(kernel.applications.first)
    #expect(debit.allowsPartialMatch)
    #expect(debit.version == 0x0030)
    #expect("\(debit.actionCodeDefault)" == "D84000A800")
    #expect("\(debit.actionCodeDenial)" == "0010000000")
    #expect("\(debit.actionCodeOnline)" == "D84004F800")
    #expect("\(kernel.capabilities)" == "E0F8C8")
    #expect("\(kernel.additionalCapabilities)" == "6000B0F111")
    #expect(kernel.countryCode == 0x0156)
    #expect(kernel.terminalType == .attendedMerchant)
    #expect(kernel.deviceSerialNumber == "12345678")
  }

  @Test func `an acquirer allows or forbids the fallback to the stripe`() throws {
    let acquirer = try AcquirerSettings.read(
      path: Self.profiles + "/acquirers/test-center.yaml")
    #expect(acquirer.fallback?.failureCount == 2)
    #expect(acquirer.fallback?.duration == .seconds(60))
    let seen = try mistake(
      replacing: "{after-failures: 2, within-seconds: 60}", with: "forbidden",
      in: "acquirers/test-center.yaml")
    #expect(seen == "no error")
  }

  /// What is said of a file in which one text was replaced; `name` is below `board-profiles`.
  private func mistake(
    replacing old: String, with new: String, in name: String
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "applications-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: URL(filePath: Self.profiles), to: folder)
    let file = folder.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "\(name) no longer holds “\(old)”")
    try text.replacingOccurrences(of: old, with: new)
      .write(to: file, atomically: true, encoding: .utf8)
    do {
      _ = try AcquirerSettings.read(
        path: folder.appending(path: "acquirers/test-center.yaml").path())
      return "no error"
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path() + "/", with: "")
    }
  }

  @Test(arguments: [
    ("identifier: A000000333010101", "identifier: A0000003", "expected 10 to 32 hexadecimal"),
    ("identifier: A000000333010101", "identifier: A00000033301010G", "hexadecimal digits"),
    ("identifier: A000000333010101", "identifier: A0000003330101011", "hexadecimal digits"),
    ("identifier: A000000333010101", "id: A000000333010101", "expected one of name, identifier"),
    ("version: \"0030\"", "version: \"30\"", "common.version: expected 4 hexadecimal digits"),
    ("version: \"0030\"", "default-tdol: 9F", "version: expected a value for “version”"),
    ("default: D84000A800", "default: D84000A8", "action-codes.default: expected 10 hexadecimal"),
    ("partial-match: yes", "partial-match: 1", "partial-match: expected yes or no"),
    ("floor-limit: 0", "floor-limit: -1", "floor-limit: expected a whole number"),
    ("maximum: 0", "maximum: 100", "maximum: expected a whole number from 0 to 99"),
    ("target: 0", "target: 5", "random-selection.maximum: expected no less than target"),
    ("default-ddol: 9F3704", "default-ddol: 9F0206", "expected a list that asks for 9F37"),
    ("default-ddol: 9F3704", "default-ddol: 9F37", "expected a list of tags and lengths"),
    ("default-ddol: 9F3704", "default-tdol: 9F", "expected 4 to 504 hexadecimal digits"),
    ("default-ddol: 9F3704", "chinese-code-table: 5", "expected a whole number from 11 to 255"),
    ("scheme: UnionPay", "schema: UnionPay", "expected one of scheme, common, applications"),
  ])
  func `a mistake in a scheme's file is named with its line`(
    old: String, new: String, expected: String
  ) throws {
    let seen = try mistake(replacing: old, with: new, in: "applications/unionpay.yaml")
    #expect(seen.contains("applications/unionpay.yaml:"), "\(seen)")
    #expect(seen.contains(expected), "\(seen)")
  }

  @Test(arguments: [
    ("capabilities: E0F8C8", "capabilities: E0F8", "chip.capabilities: expected 6 hexadecimal"),
    ("6000B0F111", "6000B0F113", "expected code tables 1, 5 and 9 alone"),
    ("terminal-type: \"22\"", "terminal-type: \"27\"", "expected a terminal type, such as 22"),
    (
      "{after-failures: 2, within-seconds: 60}", "{after-failures: 0, within-seconds: 60}",
      "fallback.after-failures: expected a whole number from 1 to 9"
    ),
    ("{after-failures: 2, within-seconds: 60}", "never", "fallback: expected one of forbidden"),
    ("country: \"156\"", "country: \"15\"", "chip.country: expected 3 digits"),
    ("currency-exponent: 2", "currency-exponent: 9", "a whole number from 0 to 4"),
    ("[\"00\", \"10\", \"11\"", "[\"0\", \"10\", \"11\"", "approving-codes[0]: expected 2 ASCII"),
    ("[../applications/unionpay.yaml]", "[]", "expected at least one application"),
    ("[../applications/unionpay.yaml]", "[../applications/none.yaml]", "expected a file"),
    (
      "[../applications/unionpay.yaml]",
      "[../applications/unionpay.yaml, ../applications/unionpay.yaml]",
      "expected each application once"
    ),
  ])
  func `a mistake in what the chip is told is named with its line`(
    old: String, new: String, expected: String
  ) throws {
    let seen = try mistake(replacing: old, with: new, in: "acquirers/test-center.yaml")
    #expect(seen.contains(expected), "\(seen)")
  }
}
