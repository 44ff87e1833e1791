import ISO7816
import MockDevices
import Octets
import TestCards
import Testing

@Suite struct CardSimulatorTests {
  private func card(
    _ identifier: String = "chip-debit-online-pin",
    _ change: (inout ChipPersonality) -> Void = { _ in }
  ) throws -> CardSimulator {
    var chip = try #require(TestCards.benchCard(identifier)?.chip)
    change(&chip)
    let card = CardSimulator(chip)
    #expect(card.reset() == chip.answerToReset)
    return card
  }

  /// Sends commands written in hexadecimal and gives the last answer.
  private func send(_ card: CardSimulator, _ commands: String...) throws -> String {
    var answer: [UInt8] = []
    for command in commands { answer = card.process(try Hexadecimal.bytes(command)) }
    return Hexadecimal.text(answer)
  }

  private static let select = "00A4040008A00000033301010100"
  private static let options = "80A800000D830B015600000001234526112300"
  private static let firstList =
    "000000012345000000000000015680080480000156261123001122334420130500000000000000000000000000"
    + "00000000000000"

  @Test func `the directory lists the applications`() throws {
    let card = try card()
    #expect(
      try send(card, "00A404000E315041592E5359532E444446303100")
        == "6F1A840E315041592E5359532E4444463031A5088801015F2D027A689000")
    #expect(
      try send(card, "00B2010C00")
        == "701B61194F08A000000333010101500A50424F43204445424954870101" + "9000")
    #expect(try send(card, "00B2020C00") == "6A83")
    #expect(try send(card, "00B2011400") == "6A83")
  }

  @Test(arguments: [
    ("00A4040008A00000000310101000", "6A82"), ("00A4040000", "6A82"), ("00A404", "6700"),
    ("00A4020008A00000033301010100", "6A86"), ("00A4040108A00000033301010100", "6A86"),
    ("00B2010C00", "6985"), ("80CA9F3600", "6985"), ("80AE800000", "6985"),
  ])
  func `what does not fit is refused`(command: String, status: String) throws {
    #expect(try send(card(), command) == status)
  }

  @Test(arguments: [
    ("002000820824123456FFFFFFFF", "6984"), ("0084000008", "6D00"), ("0088000000", "6D00"),
    ("80CA9F7F00", "6A88"), ("80CA9F3600", "9F360200009000"), ("80CA9F1300", "9F130200009000"),
    ("80CA9F1700", "9F1701039000"), ("80A80000028300", "6700"), ("80A8000000", "6700"),
    ("80AE800000", "6985"), ("008200000A0102030405060708303000", "6985"), ("A0A4000000", "6E00"),
    ("00B2000C00", "6A86"), ("00B2010D00", "6A86"), ("00B2030C00", "6A83"),
  ])
  func `a selected application answers as a real one would`(
    command: String, status: String
  ) throws {
    #expect(try send(card(), Self.select, command) == status)
  }

  @Test func `processing options name the records and count the transaction`() throws {
    let card = try card()
    #expect(
      try send(card, Self.select, Self.options) == "800A1C00080101001001020" + "09000")
    #expect(try send(card, "80CA9F3600") == "9F360200019000")
    #expect(try send(card, Self.options) == "6985")
    #expect(try send(card, Self.select, Self.options, "80CA9F3600") == "9F360200029000")
  }

  @Test func `the counter survives a reset and dies at its end`() throws {
    let card = try card { $0.applications[0].transactionCounter = 0xFFFE }
    #expect(try send(card, Self.select, Self.options).hasSuffix("9000"))
    #expect(card.reset() != nil)
    #expect(try send(card, Self.select, Self.options) == "6985")
  }

  @Test func `authenticated records are counted in the file locator`() throws {
    let card = try card { chip in
      chip.applications[0].records = (1...3).map {
        CardRecord(file: 1, number: $0, isAuthenticated: $0 < 3, bytes: [0x70, 0])
      }
      chip.applications[0].usesFormat2 = true
    }
    #expect(try send(card, Self.select, Self.options) == "770A82021C00940408010302" + "9000")
  }

  @Test func `a list that is not filled is refused`() throws {
    let card = try card()
    #expect(try send(card, Self.select, Self.options, "80AE800000") == "6700")
    #expect(try send(card, "80AEC0000100") == "6A86")
    #expect(try send(card, "80AE90000100") == "6A86")
  }

  @Test func `there are at most two cryptograms and one proof of the issuer`() throws {
    let card = try card()
    let length = Hexadecimal.text([UInt8(Self.firstList.utf8.count / 2)])
    let generate = "80AE8000\(length)\(Self.firstList)00"
    let answer = try send(card, Self.select, Self.options, generate)
    #expect(answer.hasPrefix("8013800001"))
    #expect(answer.hasSuffix("07010103A008000" + "19000"))
    #expect(try send(card, "008200000A01020304050607083030") == "6300")
    #expect(try send(card, "008200000A01020304050607083030") == "6985")
    #expect(try send(card, generate) == "6700")
    let second = Hexadecimal.text([UInt8(Self.firstList.utf8.count / 2 + 2)])
    let final = try send(card, "80AE4000\(second)3030\(Self.firstList)00")
    // The issuer was not authenticated: AAC, and its results say so.
    #expect(final.hasPrefix("8013000001"))
    #expect(final.hasSuffix("0701010328000001" + "9000"))
    #expect(try send(card, generate) == "6985")
  }

  @Test func `a mute card, an unpowered card and a card that is gone say nothing`() throws {
    let mute = CardSimulator(try #require(TestCards.benchCard("chip-mute")?.chip))
    #expect(mute.reset() == nil)
    #expect(mute.process([0, 0xA4, 4, 0, 0]).isEmpty)
    let unpowered = CardSimulator(
      try #require(TestCards.benchCard("chip-no-cvm")?.chip))
    #expect(unpowered.process([0, 0xA4, 4, 0, 0]).isEmpty)
    let pulled = try card { $0.commandsUntilRemoval = 1 }
    #expect(!pulled.isRemoved)
    #expect(try send(pulled, Self.select).hasSuffix("9000"))
    #expect(pulled.isRemoved)
    #expect(try send(pulled, Self.select) == "")
    #expect(pulled.reset() != nil)
    #expect(!pulled.isRemoved)
  }

  @Test func `random commands never trap`() throws {
    var state: UInt64 = 11
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let card = try card("chip-two-applications")
    let instructions: [UInt8] = [0xA4, 0xB2, 0xA8, 0xCA, 0xAE, 0x82, 0x20]
    for number in 0..<20_000 {
      if number % 50 == 0 { _ = card.reset() }
      if number % 10 == 0 { _ = try send(card, Self.select, Self.options) }
      var command = (0..<Int(next() % 60)).map { _ in next() }
      if command.count > 5 {
        command[0] = [0x00, 0x80, 0x84][Int(next() % 3)]
        command[1] = instructions[Int(next()) % instructions.count]
        command[4] = UInt8(command.count - 5)
      }
      #expect(ResponseAPDU(card.process(command)) != nil)
    }
  }
}
