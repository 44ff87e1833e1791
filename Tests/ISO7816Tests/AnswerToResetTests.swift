import ISO7816
import Octets
import Testing

@Suite struct AnswerToResetTests {
  private func answer(_ text: String) throws -> AnswerToReset {
    try AnswerToReset(try Hexadecimal.bytes(text))
  }

  /// Appends the check character.
  private func checked(_ text: String) throws -> AnswerToReset {
    let bytes = try Hexadecimal.bytes(text)
    return try AnswerToReset(bytes + [Checksum.lrc(bytes.dropFirst())])
  }

  /// Source: EMV 4.3 Book 1, tables 16 and 17.
  @Test func `the basic answers of both protocols are welcome`() throws {
    let zero = try answer("3B600000")
    #expect(zero.firstProtocol == 0)
    #expect(zero.checkCharacter == nil)
    #expect(zero.objections(afterWarmReset: false) == [])
    let one = try answer("3BE000FF81317C4192")
    #expect(one.firstProtocol == 1)
    #expect(one.checkCharacter == 0x92)
    #expect(one.objections(afterWarmReset: false) == [])
  }

  @Test func `all characters are found`() throws {
    let answer = try checked("3F F3 13 00 FF 91 01 71 FE 45 00 4C 4A 31")
    #expect(answer.convention == .inverse)
    #expect(answer.groups.count == 3)
    #expect(answer.groups[0].ta == 0x13)
    #expect(answer.groups[1].ta == 0x01)
    #expect(answer.groups[2].tb == 0x45)
    #expect(answer.historicalBytes == Array("LJ1".utf8))
    #expect(answer.objections(afterWarmReset: false) == [])
  }

  @Test(arguments: [
    ("00600000", AnswerToResetError.initialCharacter), ("3B", .truncated(offset: 1)),
    ("", .truncated(offset: 0)), ("3B6000", .truncated(offset: 3)),
    ("3B62000001", .truncated(offset: 5)), ("3B60000000", .trailingBytes(offset: 4)),
    ("3BE000FF81317C4193", .checkCharacter), ("3BE000FF81317C41", .truncated(offset: 8)),
  ])
  func `what is no answer to reset is named`(text: String, error: AnswerToResetError) throws {
    #expect(throws: error) { try answer(text) }
  }

  @Test(arguments: [
    ("3B F0 18 00 00 10 00", [AnswerToReset.Objection.speedNotSupported]),
    ("3B F0 13 00 00 10 10", [.specificMode]),
    ("3B F0 13 00 00 10 01", [.specificMode]),
    ("3B 60 05 00", [.programmingVoltage]),
    ("3B 40 00", [.programmingVoltage]),
    ("3B E0 00 00 20 05", [.secondProgrammingVoltage]),
    ("3B E0 00 00 40 00", [.waitingTime]),
  ])
  func `objections to a T=0 card are named`(
    text: String, expected: [AnswerToReset.Objection]
  ) throws {
    #expect(try answer(text).objections(afterWarmReset: false) == expected)
  }

  @Test(arguments: [
    ("3B E0 00 00 02", [AnswerToReset.Objection.protocolNotSupported]),
    ("3B E0 00 00 80 02", [.secondProtocol]),
    ("3B E0 00 FF 81 0E", [.secondProtocol, .blockWaitingTime]),
    ("3B E0 00 FF 81 31 0F 45", [.informationFieldSize]),
    ("3B E0 00 FF 81 31 FF 45", [.informationFieldSize]),
    ("3B E0 00 FF 81 31 20 55", [.blockWaitingTime]),
    ("3B E0 00 FF 81 31 20 46", [.blockWaitingTime]),
    ("3B E0 00 01 81 31 20 41", [.blockWaitingTime]),
    ("3B E0 00 FF 81 71 20 45 01", [.errorDetection]),
    ("3B E0 00 00 80 1E 00", []),
  ])
  func `objections to a card with a check character are named`(
    text: String, expected: [AnswerToReset.Objection]
  ) throws {
    #expect(try checked(text).objections(afterWarmReset: false) == expected)
  }

  @Test func `after a warm reset the programming voltage does not matter`() throws {
    #expect(try answer("3B 40 00").objections(afterWarmReset: true) == [])
  }

  @Test func `a fast speed that is only offered is no objection`() throws {
    #expect(try answer("3B 70 18 00 00").objections(afterWarmReset: false) == [])
  }
}

extension AnswerToResetTests {
  /// Source: ISO/IEC 7816-3, 8.3.
  @Test func `what is not said has its default`() throws {
    let answer = try answer("3B600000")
    #expect(answer.offeredProtocols == [0])
    #expect(answer.specificProtocol == nil)
    #expect(answer.clockRateConversion == 372)
    #expect(answer.baudRateAdjustment == 1)
    #expect(answer.maximumClockKilohertz == 5000)
    #expect(answer.waitingTimeInteger == 10)
    #expect(answer.extraGuardTime == 0)
    #expect(answer.informationFieldSize == nil)
    #expect(answer.supplyClasses == nil)
    #expect(answer.contactless == nil)
  }

  @Test func `speed, guard time and the timing of T=1 are read`() throws {
    let answer = try checked("3B F0 95 00 FF 91 81 71 7C 41 01")
    #expect(answer.clockRateConversion == 512)
    #expect(answer.baudRateAdjustment == 16)
    #expect(answer.extraGuardTime == 255)
    #expect(answer.specificProtocol == 1)
    #expect(answer.offeredProtocols == [1])
    #expect(answer.informationFieldSize == 0x7C)
    #expect(answer.blockWaitingInteger == 4)
    #expect(answer.characterWaitingInteger == 1)
    #expect(answer.usesCyclicRedundancyCode == true)
  }

  @Test func `both protocols, supply classes and defaults of T=1 are read`() throws {
    let answer = try checked("3B 80 80 81 1F 03")
    #expect(answer.offeredProtocols == [0, 1])
    #expect(answer.supplyClasses == ["A", "B"])
    #expect(answer.informationFieldSize == 32)
    #expect(answer.blockWaitingInteger == 4)
    #expect(answer.characterWaitingInteger == 13)
    #expect(answer.usesCyclicRedundancyCode == false)
  }

  @Test(arguments: ["7F", "0F", "E1"]) func `reserved speeds are none`(ta1: String) throws {
    let answer = try answer("3B30\(ta1)00")
    #expect(answer.clockRateConversion == nil || answer.baudRateAdjustment == nil)
  }

  /// Source: PC/SC part 3, 3.1.3.2.3.1 and its supplement.
  @Test func `contactless cards are told by the form of the reader's answer`() throws {
    let memory = try answer("3B8F8001804F0CA000000306030001000000006A")
    #expect(memory.contactless == .memory(kind: 1))
    let processor = try checked("3B 84 80 01 11 22 33 44")
    #expect(processor.contactless == .processor)
    #expect(processor.historicalBytes == [0x11, 0x22, 0x33, 0x44])
  }
}
