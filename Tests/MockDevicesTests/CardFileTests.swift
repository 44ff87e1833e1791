import BERTLV
import MockDevices
import TestCards
import Testing
import YAMLDocument

/// Files of cards that are not as they must be: each mistake is named with file, line and key.
@Suite struct CardFileTests {
  /// A card in as few words as possible; `%` lines are replaced.
  private static func text(_ lines: [Int: String] = [:]) -> String {
    let all = [
      "id: X",
      "names: {zh: 卡, en: Card}",
      "accounts: {main: {pan: \"6216261000000000018\"}}",
      "chip:",
      "  atr: 3B600000",
      "  applications:",
      "    main:",
      "      aid: A000000333010101",
      "      aip: 1C00",
      "      records:",
      "        \"1.1\": {5A: pan}",
      "stripe: {account: main}",
    ]
    return all.enumerated().map { lines[$0 + 1] ?? $1 }.joined(separator: "\n") + "\n"
  }

  private static func read(_ text: String) throws(YAMLError) -> CardFile {
    try TestCards.folder.file(text: Array(text.utf8), source: "card.yaml")
  }

  @Test func `a card in few words is one`() throws {
    let card = try Self.read(Self.text()).personality
    #expect(card.identifier == "X")
    #expect(card.chip?.applications[0].records[0].bytes.count == 14)
    #expect(card.stripe?.track2 == "6216261000000000018=30122200000000000")
    #expect(card.accounts[0].sequenceNumber == 1)
  }

  @Test(arguments: [
    (1, "", "card.yaml:2: id: expected a value for “id”, found nothing"),
    (1, "id: X\ncolour: red", "card.yaml:2: colour: expected one of id, like,"),
    (1, "id: X\nlike: base/nothing", "base/nothing.yaml: expected a file that can be read"),
    (2, "names: {zh: 卡}", "card.yaml:2: names.en: expected a value for “en”, found nothing"),
    (3, "accounts: {main: {pan: 12}}", "card.yaml:3: accounts.main.pan: expected a card number"),
    (5, "  atr: 3B6", "card.yaml:5: chip.atr: expected an answer to reset"),
    (5, "  atr: 3B600000\n  directory: {file: 1}", "card.yaml:6: chip.directory.file: expected a"),
    (
      5, "  atr: 3B600000\n  answers: [{to: SELECT}]",
      "card.yaml:6: chip.answers[0]: expected one of with, status, append, cut, invert, silent, "
        + "found 0 of them"
    ),
    (
      5, "  atr: 3B600000\n  answers: [{with: 9000, cut: 1}]",
      "card.yaml:6: chip.answers[0]: expected one of with, status, append, cut, invert, silent, "
        + "found 2 of them"
    ),
    (8, "      aid: A000000333010101\n      like: main", "is like none itself"),
    (8, "      aid: A0000003330101011", "card.yaml:8: chip.applications.main.aid: expected bytes"),
    (9, "      aip: 1C00\n      account: other", "card.yaml:10: chip.applications.main.account"),
    (9, "      aip: 1C00\n      scheme: rot13", "chip.applications.main.scheme: expected one of"),
    (9, "      aip: 1C00\n      atc: 1", "card.yaml:10: chip.applications.main.atc: expected two"),
    (9, "      aip: 1C00\n      first: maybe", "expected as-asked, online, declined or a byte"),
    (9, "      aip: 1C00\n      format: 3", "card.yaml:10: chip.applications.main.format"),
    (9, "      aip: 1C00\n      offline-pin: {digits: 12}", "main.offline-pin.digits: expected 4"),
    (9, "      aip: 1C00\n      objects: {G1: 00}", "card.yaml:10: chip.applications.main.objects"),
    (
      9, "      aip: 1C00\n      keys: {index: 90, ca: ca-99, issuer: issuer-1408}",
      "card.yaml:10: chip.applications.main.keys.ca: expected the name of a key of keys.yaml"
    ),
    (
      9,
      "      aip: 1C00\n      keys: {index: 90, ca: ca-1984, issuer: issuer-1408}\n"
        + "      certificates: {issuer: {spoiled: all}}",
      "card.yaml:11: chip.applications.main.certificates.issuer.spoiled: expected one of header"
    ),
    (
      9, "      aip: 1C00\n      keys: {index: 90, ca: ca-768, issuer: issuer-768, pin: ca-p256}",
      "card.yaml:10: chip.applications.main.keys.pin: expected an RSA key"
    ),
    (11, "        first: {5A: pan}", "card.yaml:11: chip.applications.main.records.first: "),
    (11, "        \"1.1\": {5A: number}", "records.1.1.5A: expected bytes in hexadecimal"),
    (11, "        \"1.1\": {5: pan}", "card.yaml:11: chip.applications.main.records.1.1.5"),
    (12, "stripe: {account: second}", "card.yaml:12: stripe.account: expected one of main"),
  ])
  func `a mistake is named`(line: Int, text: String, problem: String) {
    do throws(YAMLError) {
      _ = try Self.read(Self.text([line: text]))
      Issue.record("nothing was found wrong with “\(text)”")
    } catch {
      #expect("\(error)".contains(problem), "\(error)")
    }
  }

  @Test func `models that stand behind each other without end are refused`() throws {
    let deep = Self.text([1: "id: X\nlike: bench/chip-first-application-refuses"])
    #expect(try Self.read(deep).personality.chip?.applications.count == 2)
  }

  @Test func `what is nothing takes away what the model has`() throws {
    let card = try Self.read(
      """
      id: Y
      names: {zh: 卡, en: Card}
      like: base/union-pay
      chip: {applications: {main: {pdol: ~, records: {"1.1": {5F20: ~}}}}}
      """)
    let application = try #require(card.personality.chip?.applications.first)
    #expect(application.processingOptionsList == nil)
    #expect(application.records[0].value(0x5F20) == nil)
    #expect(application.records[0].value(0x57) != nil)
  }

  @Test func `every key of the file is there, and fits its role`() throws {
    let keys = try TestCards.folder.keys()
    #expect(keys.rsa.count == 21)
    #expect(keys.curves.count == 9)
    for role in ["ca", "issuer", "card"] {
      for bits in [768, 1024, 1152, 1408, 1984] {
        let pair = try #require(keys.rsa["\(role)-\(bits)"])
        #expect(pair.modulus.count * 8 == bits)
        #expect(pair.modulus[0] & 0x80 != 0)
        #expect(pair.exponent == [3])
      }
      #expect(keys.rsa["\(role)-1984-f4"]?.exponent == [1, 0, 1])
    }
  }
}
