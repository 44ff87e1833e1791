import EmulatedPorts
import Foundation
import JSONText
import MockDevices
import TestCards
import Testing

/// `posctl card` and `posctl devices list` with a real pcscd and an emulated reader beneath.
///
/// Without it they are skipped, loudly; in CI they fail.
@Suite(
  .enabled(
    if: PrivateReaders.obstacle == nil || isContinuousIntegration,
    "SKIPPED, posctl with a real pcscd: \(PrivateReaders.obstacle ?? "")"))
struct CardTests {
  /// Runs `posctl` beside readers of its own.
  private func withReaders(
    _ readers: [PrivateReaders.Description] = [.init(name: "Lianji Counter")],
    _ body: (BackgroundReaders, [String: String]) throws -> Void
  ) throws {
    if let obstacle = PrivateReaders.obstacle {
      Issue.record("in CI every level must run; posctl with a real pcscd: \(obstacle)")
      return
    }
    let folder = "/tmp/lianji-posctl-\(UInt32.random(in: 0...UInt32.max))"
    let readers = try BackgroundReaders(readers, folder: folder)
    defer { readers.close() }
    try body(readers, [PrivatePCSCDaemon.variable: readers.socketPath])
  }

  @Test func `a card tells its answer to reset and its applications, and no number`() throws {
    try withReaders { readers, environment in
      let card = try #require(
        TestCards.bench.first { $0.identifier == "chip-debit-online-pin" })
      let chip = try #require(card.chip)
      readers.work { $0.insert(CardSimulator(chip)) }
      let run = try Program(
        arguments: ["card", "--reader", "Lianji", "--json"], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let report = try run.json()
      #expect(report["reader"]?.string == "Lianji Counter 00 00")
      #expect(report["source"]?.string == "directory")
      let application = try #require(report["applications"]?.array?.first)
      #expect(application["identifier"]?.string == "A000000333010101")
      #expect(application["label"]?.string == "PBOC DEBIT")
      #expect(report["answerToReset"]?["protocols"]?.array?.first?.number == 0)
      let text = try Program(arguments: ["card"], environment: environment)
      #expect(text.output.contains("Applications, from the card's directory:"))
      let account = try #require(card.accounts.first)
      let number = String(decoding: account.panDigits, as: UTF8.self)
      #expect(!(run.output + text.output).contains(number))
    }
  }

  @Test func `a contactless card tells that it is one, its serial number masked`() throws {
    try withReaders { readers, environment in
      readers.work { slot in
        slot.contactless = ContactlessIdentity(
          uniqueIdentifier: [4, 1, 2, 3, 4, 0xAB, 0xCD], historicalBytes: [0x11, 0x22])
        slot.insert(TransportTestCard())
      }
      let run = try Program(arguments: ["card", "--json"], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let report = try run.json()
      #expect(report["serialNumber"]?.string == "**********ABCD")
      #expect(report["answerToReset"]?["contactless"]?.string?.contains("processor") == true)
      let clear = try Program(
        arguments: ["card", "--unmasked"], environment: environment)
      #expect(clear.output.contains("0401020304ABCD"))
      #expect(clear.output.contains("No payment application was found."))
    }
  }

  @Test func `no card, a mute card and no such reader are said in words`() throws {
    try withReaders { readers, environment in
      let none = try Program(arguments: ["card", "--timeout", "1"], environment: environment)
      #expect(none.status == 2)
      #expect(none.errors.contains("no card came within 1 seconds"))
      let other = try Program(arguments: ["card", "--reader", "ACS"], environment: environment)
      #expect(other.status == 2)
      #expect(other.errors.contains("there are: Lianji Counter 00 00"))
      readers.work { $0.insert(TransportTestCard(cold: nil)) }
      let mute = try Program(arguments: ["card"], environment: environment)
      #expect(mute.status == 2)
      #expect(mute.errors.contains("is it the right way round?"))
    }
  }

  @Test func `readers are listed with the lines that name them in a profile`() throws {
    let twins: [PrivateReaders.Description] = [
      .init(name: "Twin [Contact] (A1)"), .init(name: "Twin [Contactless] (A1)"),
      .init(name: "Dual", slotCount: 2),
    ]
    try withReaders(twins) { readers, environment in
      readers.work { $0.pinPad = EmulatedPINPad() }
      let run = try Program(arguments: ["devices", "list", "--json"], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let report = try run.json()
      let devices = try #require(report["devices"]?.array)
      #expect(
        devices.compactMap { $0["name"]?.string } == [
          "Twin [Contact] (A1) 00 00", "Twin [Contactless] (A1) 01 00", "Dual 02 00",
          "Dual 02 01",
        ])
      #expect(devices.allSatisfy { $0["kind"]?.string == "card-readers" })
      #expect(devices[0]["details"]?["pin-pad"]?.string == "takes PINs for the card")
      #expect(devices[0]["details"]?["display"]?.string == "16 × 2")
      let first = "kind: pcsc\nname-prefix: \"Twin\"\ninterface: \"Contact\"\ncriticality: required"
      #expect(devices[0]["profile"]?.string == first)
      let last = "kind: pcsc\nname-prefix: \"Dual\"\nslot: 1\ncriticality: required"
      #expect(devices[3]["profile"]?.string == last)
      let text = try Program(arguments: ["devices", "list"], environment: environment)
      #expect(text.output.contains("card-readers: Dual 02 01"))
    }
  }

  @Test func `without pcscd it is said what to do, in bounded time`() throws {
    let environment = [PrivatePCSCDaemon.variable: "/nonexistent/pcscd.comm"]
    let card = try Program(arguments: ["card"], environment: environment)
    #expect(card.status == 2)
    #expect(card.errors.contains("apt-get install pcscd"))
    let list = try Program(arguments: ["devices", "list"], environment: environment)
    #expect(list.status == 0)
    #expect(list.errors.contains("card-readers: pcscd does not answer"))
  }
}

private let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"

extension Program {
  /// What it printed, as the one object that it should be.
  fileprivate func json() throws -> JSONValue {
    try JSONValue(parsing: output.trimmingCharacters(in: .newlines))
  }
}
