import CenterProtocol
import ISO8583
import Testing

@Suite struct RobustnessTests {
  /// Numbers that look random and are the same in every run (xorshift64).
  private struct Numbers {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(truncatingIfNeeded: state >> 1) % limit
    }
  }

  @Test(arguments: 1...4)
  func `whatever comes, decoding ends with a message that encodes back or an error`(
    seed: Int
  ) throws {
    var numbers = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    let samples = ConstructedMessage.all
    for _ in 0..<3000 {
      var frame = samples[numbers.next(below: samples.count)].frame
      for _ in 0..<numbers.next(below: 6) {
        frame[numbers.next(below: frame.count)] = UInt8(numbers.next(below: 256))
      }
      frame = Array(frame.prefix(numbers.next(below: frame.count + 1)))
      let inspection = MessageInspection(frame)
      #expect(inspection.error != nil || inspection.mti != nil)
      var assembler = FrameAssembler(mayHaveCallerBlock: true)
      assembler.append(frame)
      guard let whole = try? assembler.next(), let message = try? whole.message() else { continue }
      #expect(try MessageDraft(message).encoded(with: .unionPay) == whole.body, "seed \(seed)")
    }
  }

  @Test(arguments: 1...4)
  func `sub-fields take any text and any bytes`(seed: Int) {
    var numbers = Numbers(state: UInt64(seed) &* 0x2545_F491_4F6C_DD1D)
    for _ in 0..<3000 {
      let bytes = (0..<numbers.next(below: 90)).map { _ in
        numbers.next(below: 4) == 0
          ? UInt8(numbers.next(below: 256)) : UInt8(0x30 + numbers.next(below: 10))
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(TransactionDescriptor(text).map { $0.text == text } != false)
      #expect(OriginalTransaction(text).map { $0.text == text } != false)
      #expect(SettlementTotals(text).map { $0.text == text } != false)
      #expect(BatchList(text).map { $0.wireText == text } != false)
      #expect(SecurityControl(text).map { $0.text == text } != false)
      #expect(AccountBalance(text).map { $0.text == text } != false)
      #expect(EntryMode(text).map { $0.text == text } != false)
      #expect(WorkingKeyBlock(bytes).map { $0.encoded == bytes } != false)
      #expect(ChipBatchDetail(bytes).map { Array($0.text.utf8) == bytes } != false)
      #expect(TaggedItem.list(bytes).map { $0.flatMap(\.encoded) == bytes } != false)
      _ = AnswerRemarks(bytes)
      _ = InstitutionCodes(bytes)
      _ = TerminalDeviceInformation(bytes)
    }
  }
}
