import ChipTransaction
import EMVKernel
import EventLoop
import Foundation
import HAL
import ISO7816
import JSONText
import MockDevices
import Octets
import PaymentTypes
import TestCards
import Testing
import YAMLDocument

@testable import posctl

/// `posctl emv replay`: what differs, what is missing, and what comes out.
@Suite struct ReplayTests {
  /// The first case of a test card, as a session.
  private static func session(_ profile: String) throws -> RecordedSession {
    try RecordedSession(parsing: text(profile))
  }

  private static func text(_ profile: String) throws -> String {
    let trial = try #require(try CardCaseReader(TestCards.folder.file(profile)).cases().first)
    return try EventLoop.run { loop in
      let reader = MockCardReader(name: DeviceName("ic"), clock: loop)
      reader.slot.insert(CardSimulator(try #require(trial.personality.chip)))
      let record = try #require(await trial.run(in: reader))
      return SessionRecording(
        configuration: trial.configuration, parameters: trial.transaction, record: record
      ).json(isMasked: false).text
    }
  }

  /// The same session as it goes over T=0.
  private static func overT0(_ session: RecordedSession) throws -> RecordedSession {
    var result = session
    result.transport = .tpdu
    result.exchanges = []
    for exchange in session.exchanges {
      let command = try #require(CommandAPDU(exchange.command))
      let response = try #require(exchange.response)
      let length = UInt8(truncatingIfNeeded: response.count - 2)
      func add(_ command: [UInt8], _ response: [UInt8]) {
        result.exchanges.append(.init(command: command, response: response))
      }
      switch (command.data.isEmpty, command.expectedByteCount, length) {
      case (_, nil, _): add(exchange.command, response)
      case (true, _, 0): add(exchange.command, response)
      case (true, _, _):
        add(exchange.command, [0x6C, length])
        add(exchange.command.dropLast() + [length], response)
      case (false, _, 0): add(exchange.command.dropLast(), response)
      case (false, _, _):
        add(exchange.command.dropLast(), [0x61, length])
        add([0x00, 0xC0, 0x00, 0x00, length], response)
      }
    }
    return result
  }

  @Test(arguments: [
    "B/01-one-application", "B/02-priorities", "H/01-approved", "H/07-script-after",
  ])
  func `a session over T=0 comes to what its commands came to`(profile: String) throws {
    let session = try Self.session(profile)
    let whole = try EMVReplay.replay(session)
    let parts = try EMVReplay.replay(Self.overT0(session))
    #expect((parts.differences ?? []).isEmpty, "\(parts.text)")
    #expect(parts.record == whole.record)
  }

  @Test func `recorded commands count with or without Le`() throws {
    var session = try Self.session("B/01-one-application")
    session.exchanges = session.exchanges.map {
      let command = CommandAPDU($0.command)
      let isLast = command?.data.isEmpty == false && command?.expectedByteCount != nil
      return .init(command: isLast ? $0.command.dropLast() : $0.command, response: $0.response)
    }
    #expect(try EMVReplay.replay(session).differences?.isEmpty == true)
  }

  @Test func `another number in a command is named, and the recorded answer used`() throws {
    var session = try Self.session("B/01-one-application")
    session.transaction.unpredictableNumber = [0xDE, 0xAD, 0xBE, 0xEF]
    let report = try EMVReplay.replay(session)
    let difference = try #require((report.differences ?? []).first)
    #expect(session.exchanges[difference.index].command == difference.expected)
    #expect(difference.expected != difference.sent)
    #expect(difference.note.contains("recorded answer"))
    #expect(report.record.cryptograms.isEmpty == false)
    #expect(report.text.contains("Differences from the recording"))
  }

  @Test func `a missing exchange, a needless one and an early end are told apart`() throws {
    let session = try Self.session("B/01-one-application")
    let record = try #require(session.exchanges.firstIndex { $0.command[1] == 0xB2 })
    var without = session
    without.exchanges.remove(at: record)
    let missing = try EMVReplay.replay(without).differences ?? []
    #expect(missing.contains { $0.note.contains("not in the recording") && $0.sent != nil })
    var more = session
    more.exchanges.insert(
      .init(command: [0x80, 0xCA, 0x9F, 0x52, 0x00], response: [0x6A, 0x88]), at: record)
    let needless = try EMVReplay.replay(more)
    #expect((needless.differences ?? []).map(\.index) == [record])
    #expect((needless.differences ?? []).first?.sent == nil)
    #expect(needless.record.outcome != nil)
    var cut = session
    cut.exchanges.removeLast()
    let early = try EMVReplay.replay(cut)
    #expect((early.differences ?? []).last?.note.contains("ends here") == true)
    #expect((early.differences ?? []).last?.index == cut.exchanges.count)
    var long = session
    long.exchanges.append(.init(command: [0x00, 0x84, 0x00, 0x00, 0x00], response: [0x90, 0x00]))
    #expect(try EMVReplay.replay(long).differences?.last?.note.contains("ended before") == true)
  }

  @Test func `what the file does not say is read from the commands`() throws {
    var session = try Self.session("B/01-one-application")
    let whole = try EMVReplay.replay(session)
    session.transaction = RecordedSession.Transaction()
    let report = try EMVReplay.replay(session)
    #expect((report.differences ?? []).isEmpty, "\(report.text)")
    #expect(report.record.outcome == whole.record.outcome)
    session.exchanges = []
    #expect(throws: SessionError.self) { try EMVReplay.replay(session) }
  }

  @Test func `without applications in the file the schemes' names are tried`() throws {
    var session = try Self.session("B/01-one-application")
    session.terminal.removeAll { ReplayApplications.tags.contains($0.tag) }
    let report = try EMVReplay.replay(session)
    #expect(report.warnings.contains { $0.contains("no 9F06") })
    #expect(report.record.application != nil)
  }

  @Test func `the program prints every promised member`() throws {
    let folder = try TemporaryFolder()
    try Data(try Self.text("B/01-one-application").utf8).write(
      to: URL(filePath: folder("session.json")))
    let run = try Program("emv", "replay", folder("session.json"), "--json")
    #expect(run.status == 0, "\(run.errors)")
    let json = try JSONValue(parsing: run.output)
    guard case .object(let members) = json else {
      Issue.record("no object")
      return
    }
    #expect(
      members.map(\.name) == [
        "candidates", "selectedAID", "commands", "oda", "tvr", "tsi", "cvmResults", "cryptogram",
        "cryptograms", "outcome", "failure", "findings", "account", "warnings", "differences",
      ])
    #expect(json["commands"]?.array?.first?["c"]?.string?.hasPrefix("00A404000E") == true)
    #expect(json["tvr"]?.string?.utf8.count == 10)
    #expect(json["tsi"]?.string?.utf8.count == 4)
    #expect(json["candidates"]?.array?.first?["aid"] == json["selectedAID"])
    #expect(json["differences"] == [])
    let text = try Program("emv", "replay", folder("session.json"))
    #expect(text.output.contains("No command differed from the recording."))
    #expect(text.output.contains("READ RECORD"))
  }

  @Test(arguments: [
    ("{", "one JSON object"), ("[]", "expected an object"),
    ("{}", "“card”: expected an object with transport and exchanges; it is missing"),
    (#"{"card":{"exchanges":[{"r":"9000"}]}}"#, "“card.exchanges[0].c”"),
    (#"{"card":{"exchanges":[{"c":"00A4040000"}]}}"#, "“card.exchanges[0].r”"),
    (#"{"card":{"exchanges":[{"c":"00A4","r":"9000"}]}}"#, "hexadecimal digits of 4 to 261"),
    (#"{"card":{"transport":"t1","exchanges":[]}}"#, "“apdu” or “t0-tpdu”"),
    (#"{"card":{"exchanges":[]},"terminal":[{"t":"9F","v":""}]}"#, "a tag such as 9F33"),
    (#"{"card":{"exchanges":[]},"terminal":[{"t":"9F33"}]}"#, "“terminal[0].v”"),
    (#"{"card":{"exchanges":[]},"transaction":{"amount":-1}}"#, "“transaction.amount”"),
    (#"{"card":{"exchanges":[]},"transaction":{"amount":1}}"#, "“transaction.date”"),
    (#"{"card":{"exchanges":[]},"transaction":{"amount":1,"date":"261331"}}"#, "of the calendar"),
    (#"{"card":{"exchanges":[]},"transaction":{"online":"maybe"}}"#, "“unreachable”"),
    (#"{"card":{"exchanges":[]},"caKeys":[{"rid":"A0"}]}"#, "“caKeys[0].rid”"),
    (
      #"{"card":{"exchanges":[]},"caKeys":[{"rid":"A000000003","index":"01","curve":"p1"}]}"#,
      "“p256” or “p521” or “sm2”"
    ),
  ])
  func `a file that is no session is refused with the place`(text: String, words: String) throws {
    let run = try Program("emv", "replay", "-", input: Data(text.utf8))
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `amounts, codes and exponents may be numbers or texts`() throws {
    for (amount, code, exponent) in [("1000", "978", "3"), (#""1000""#, #""0978""#, #""3""#)] {
      let session = try RecordedSession(
        parsing: #"""
          {"transaction":{"amount":\#(amount),"currency":\#(code),"date":"261123","type":"00"},
          "caKeys":[{"rid":"A000000003","index":"92","modulus":"C0C0C0C0C0C0C0C1",
          "exponent":\#(exponent)}],"card":{"exchanges":[]}}
          """#)
      #expect(session.transaction.amount == 1000)
      #expect(session.terminal.map(\.value) == [[0x09, 0x78]])
      #expect(session.authorityKeys.map(\.exponent) == [[0x03]])
    }
  }

  @Test func `unknown objects, members and keys are warnings`() throws {
    let text = #"""
      {"remark":"x","terminal":[{"t":"9F7A","v":"01"},{"t":"9F33","v":"E0"}],
      "transaction":{"amount":"1000","date":"261123","mood":"fine","9F35":"25"},
      "caKeys":[{"rid":"A000000003","index":"92","modulus":"C0C0C0C0C0C0C0C1","exponent":"03",
      "checksum":"0000000000000000000000000000000000000000"}],
      "card":{"transport":"apdu","exchanges":[]}}
      """#
    let report = try EMVReplay.replay(RecordedSession(parsing: text))
    for words in [
      "“remark” is not read", "“transaction.mood” is not read", "9F7A", "9F33 is not of its format",
      "A000000003/92 does not agree with its checksum",
    ] { #expect(report.warnings.contains { $0.contains(words) }, "\(words)") }
    #expect(report.record.failure == .cardLost(.cardRemoved))
    #expect((report.differences ?? []).first?.sent?.prefix(5) == [0x00, 0xA4, 0x04, 0x00, 0x0E])
  }
}
