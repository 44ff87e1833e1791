import EmulatedPorts
import Foundation
import JSONText
import MockDevices
import Octets
import TestCards
import Testing

@testable import posctl

/// `posctl emv card` and `posctl emv run` with a real pcscd and an emulated reader beneath.
@Suite(
  .enabled(
    if: PrivateReaders.obstacle == nil
      || ProcessInfo.processInfo.environment["CI"] == "true"))
struct EMVCardTests {
  /// Runs `posctl` beside a reader with a card of the bench in it.
  private func withCard(
    _ identifier: String,
    _ body: (CardPersonality, BackgroundReaders, [String: String]) throws -> Void
  ) throws {
    let personality = try #require(TestCards.benchCard(identifier))
    let chip = try #require(personality.chip)
    let folder = "/tmp/lianji-posctl-\(UInt32.random(in: 0...UInt32.max))"
    let readers = try BackgroundReaders([.init(name: "Lianji Counter")], folder: folder)
    defer { readers.close() }
    readers.work { $0.insert(CardSimulator(chip)) }
    try body(personality, readers, [PrivatePCSCDaemon.variable: readers.socketPath])
  }

  private func number(_ personality: CardPersonality) throws -> String {
    String(decoding: try #require(personality.accounts.first).panDigits, as: UTF8.self)
  }

  @Test func `a card tells its records as a tree, its number masked, and its counters`() throws {
    try withCard("chip-debit-online-pin") { personality, _, environment in
      let text = try Program(
        arguments: ["emv", "card", "--reader", "Lianji"], environment: environment)
      #expect(text.status == 0, "\(text.errors)")
      for words in [
        "SELECT 1PAY.SYS.DDF01", "GET PROCESSING OPTIONS", "READ RECORD 1 of file",
        "57 Track 2 Equivalent Data", "Counters and limits:",
        "9F36 Application Transaction Counter (ATC)", "rule 1: enciphered PIN verified online",
      ] { #expect(text.output.contains(words), "\(words)") }
      let number = try number(personality)
      #expect(!text.output.contains(number))
      let json = try Program(
        arguments: ["emv", "card", "--json"], environment: environment)
      #expect(!json.output.contains(number))
      let report = try JSONValue(parsing: json.output)
      #expect(report["selectedAID"]?.string == "A000000333010101")
      #expect(report["exchanges"]?.array?.isEmpty == false)
      #expect(report["failure"] == .null)
      let clear = try Program(
        arguments: ["emv", "card", "--unmasked"], environment: environment)
      #expect(clear.output.contains(number))
    }
  }

  @Test func `a transaction is performed, verified, recorded, and can be replayed`() throws {
    try withCard("chip-debit-online-pin") { personality, _, environment in
      let folder = try TemporaryFolder()
      let account = try #require(personality.accounts.first)
      let key = Hexadecimal.text(try #require(account.issuerMasterKey))
      let file = folder("session.json")
      let run = try Program(
        arguments: [
          "emv", "run", "--amount", "1234", "--issuer-key", key, "--pin", "123456", "--record",
          file, "--test-card", "--json",
        ], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let report = try JSONValue(parsing: run.output)
      #expect(report["issuer"]?["authentic"]?.boolean == true, "\(run.output)")
      #expect(report["outcome"]?.string == "approvedOnline", "\(run.output)")
      #expect(report["cryptograms"]?.array?.map { $0["type"]?.string } == ["ARQC", "TC"])
      let replay = try Program("emv", "replay", file, "--json")
      let again = try JSONValue(parsing: replay.output)
      #expect(again["differences"] == [])
      for member in ["outcome", "tvr", "tsi", "cvmResults", "cryptogram", "selectedAID"] {
        #expect(again[member] == report[member], "\(member)")
      }
    }
  }

  @Test func `a record is masked unless the card is said to be a test card`() throws {
    try withCard("chip-no-cvm") { personality, _, environment in
      let folder = try TemporaryFolder()
      let file = folder("session.json")
      let run = try Program(
        arguments: ["emv", "run", "--response-code", "05", "--record", file],
        environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("Declined by the center"))
      #expect(run.output.contains("no --issuer-key"))
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(!text.contains(try number(personality)))
      #expect(try Program("emv", "replay", file).status == 0)
    }
  }

  @Test func `a center that is not reached, and a card that goes, are told`() throws {
    try withCard("chip-no-cvm") { _, _, environment in
      let run = try Program(
        arguments: ["emv", "run", "--response-code", "unreachable", "--json"],
        environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let outcome = try JSONValue(parsing: run.output)["outcome"]?.string
      #expect(outcome == "declinedWithoutCenter" || outcome == "approvedWithoutCenter")
    }
  }

  @Test(arguments: [
    (["--amount", "-1"], "--amount"), (["--response-code", "000"], "--response-code"),
    (["--issuer-key", "00"], "--issuer-key"), (["--scheme", "x"], "--scheme takes pboc"),
    (["--pin", "12"], "--pin takes"), (["--terminal", "9F33"], "--terminal takes"),
    (["--application", "x"], "--application takes"), (["--type", "1"], "--type takes"),
    (["--ca-keys", "/nonexistent.yaml"], "/nonexistent.yaml"), (["--scripts", "7"], "--scripts"),
    (["--timeout", "0"], "--timeout takes"),
  ])
  func `wrong options are refused before any card is touched`(
    arguments: [String], words: String
  ) throws {
    let run = try Program(
      arguments: ["emv", "run"] + arguments,
      environment: [PrivatePCSCDaemon.variable: "/nonexistent/pcscd.comm"])
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
