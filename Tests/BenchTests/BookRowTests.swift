import Testing

@testable import Bench

@Suite struct BookRowTests {
  private func row(
    _ terminal: String, voided: Bool = false, center: BookRow.CenterState?
  ) throws -> BookRow {
    var books = TerminalBooks()
    let isTaken = books.take(
      """
      {"transactions":[{"batch":"000001","trace":"000002","type":"sale","amount":"1.00",\
      "card":"621626*********0018","status":"\(terminal)","code":null,"voided":\(voided)}]}
      """)
    #expect(isTaken)
    var row = BookRow(try #require(books.entries.first))
    row.center = center
    return row
  }

  @Test(
    arguments: [
      ("approved", false, BookRow.CenterState.booked), ("approved", true, .voided),
      ("declined", false, nil), ("reversed", false, .reversed), ("reversed", false, nil),
    ] as [(String, Bool, BookRow.CenterState?)])
  func `books agree when both say that money moved, or that it did not`(
    terminal: String, voided: Bool, center: BookRow.CenterState?
  ) throws {
    #expect(try row(terminal, voided: voided, center: center).isAgreed)
  }

  @Test(
    arguments: [
      ("approved", false, nil), ("approved", false, .reversed), ("approved", false, .voided),
      ("approved", true, .booked), ("declined", false, .booked), ("reversed", false, .booked),
      ("reversal-due", false, .booked), ("open", false, nil), ("handed-over", false, .booked),
    ] as [(String, Bool, BookRow.CenterState?)])
  func `books differ otherwise`(
    terminal: String, voided: Bool, center: BookRow.CenterState?
  ) throws {
    #expect(try !row(terminal, voided: voided, center: center).isAgreed)
  }

  @Test func `what the terminal says later takes the place of what it said before`() throws {
    func list(_ batch: String, _ status: String) -> String {
      """
      {"transactions":[{"batch":"\(batch)","trace":"000002","type":"sale","amount":"1.00",\
      "card":"6","status":"\(status)","code":null,"voided":false}]}
      """
    }
    var books = TerminalBooks()
    for answer in [list("000001", "open"), list("000001", "approved"), list("000002", "declined")] {
      let isTaken = books.take(answer)
      #expect(isTaken)
    }
    #expect(books.entries.map(\.status) == ["approved", "declined"])
    for answer in ["{}", "nonsense", ""] {
      let isTaken = books.take(answer)
      #expect(!isTaken)
    }
    #expect(books.entries.count == 2)
  }
}
