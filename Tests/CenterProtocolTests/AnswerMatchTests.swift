import CenterProtocol
import ISO8583
import Testing

@Suite struct AnswerMatchTests {
  /// The answer to message 3, after a change.
  private func answer(_ change: (inout MessageDraft) -> Void) throws -> Message {
    var draft = MessageDraft(try constructed(4))
    change(&draft)
    return try Message(decoding: try draft.encoded(with: .unionPay), dialect: .unionPay)
  }

  private func match(_ change: (inout MessageDraft) -> Void = { _ in }) throws -> AnswerMatch {
    AnswerMatch(try answer(change), to: MessageDraft(try constructed(3)))
  }

  @Test func `the constructed answers belong to their requests`() throws {
    for (request, answer) in [(1, 2), (3, 4), (6, 7), (10, 11), (16, 17)] {
      let match = AnswerMatch(try constructed(answer), to: MessageDraft(try constructed(request)))
      #expect(match == .matches, "\(request)")
    }
  }

  @Test func `another type, number, terminal, merchant or amount is another's answer`() throws {
    #expect(try match { $0.type = .reversalResponse } == .wrongType)
    #expect(try match { $0.type = .financialRequest } == .wrongType)
    #expect(try match { $0.set(11, text: "000003") } == .differs(11))
    #expect(try match { $0.set(41, text: "12345679") } == .differs(41))
    #expect(try match { $0.set(42, text: "898310053110002") } == .differs(42))
    #expect(try match { $0.set(4, text: "000000012346") } == .differs(4))
    #expect(try match { $0.set(3, text: "200000") } == .differs(3))
  }

  @Test func `an answer without number or terminal belongs to nobody`() throws {
    #expect(try match { $0.remove(11) } == .differs(11))
    #expect(try match { $0.remove(41) } == .differs(41))
  }

  @Test func `a decline may leave out almost everything`() throws {
    #expect(
      try match {
        for element: DataElement in [2, 3, 4, 42, 44, 62, 63, 64] { $0.remove(element) }
        $0.set(39, text: "51")
      } == .matches)
  }

  @Test func `a partial approval has its own amount`() throws {
    #expect(
      try match {
        $0.set(39, text: "10")
        $0.set(4, text: "000000010000")
      } == .matches)
  }
}
