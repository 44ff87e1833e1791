import Testing

@testable import OperatorPanel

@Suite struct LineBreakerTests {
  /// Chinese characters are two dots wide, all others one.
  private let breaker = LineBreaker { text in
    text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
  }

  @Test func `words stay whole, and Chinese breaks anywhere`() {
    #expect(
      breaker.lines(of: "Reversing; do not charge again", room: 12, limit: 9)
        == ["Reversing;", "do not", "charge again"])
    #expect(breaker.lines(of: "正在自动冲正", room: 8, limit: 9) == ["正在自动", "冲正"])
    #expect(breaker.lines(of: "金额RMB 88", room: 8, limit: 9) == ["金额RMB", "88"])
  }

  @Test func `no line begins with a comma`() {
    #expect(breaker.lines(of: "芯片卡,请插", room: 6, limit: 9) == ["芯片", "卡,请", "插"])
    #expect(breaker.lines(of: "请插卡。", room: 6, limit: 9) == ["请插", "卡。"])
  }

  @Test func `what is longer than a line is broken where it must be`() {
    #expect(breaker.lines(of: "12345678", room: 3, limit: 9) == ["123", "456", "78"])
  }

  @Test func `what is too much ends in an ellipsis`() {
    #expect(breaker.lines(of: "one two three four", room: 7, limit: 2) == ["one two", "three…"])
    #expect(breaker.shortened("one two", room: 5) == "one…")
    #expect(breaker.shortened("已连接中心", room: 7) == "已连接…")
    #expect(breaker.shortened("fits", room: 4) == "fits")
  }

  @Test func `no room and no text give nothing, and end`() {
    #expect(breaker.lines(of: "", room: 10, limit: 3).isEmpty)
    #expect(breaker.lines(of: "abc", room: 0, limit: 2).count == 2)
    #expect(breaker.shortened("abc", room: 0) == "")
    #expect(breaker.lines(of: "   ", room: 2, limit: 3).allSatisfy { $0.isEmpty })
  }

  @Test(arguments: 1...40)
  func `no line is wider than the room, whatever it is`(room: Int) {
    let text = "中心身份不符,已停止(防欺诈) Center not who it should be: stopped"
    for line in breaker.lines(of: text, room: room, limit: 99) where room > 2 {
      #expect(breaker.width(line) <= room, "“\(line)”")
    }
  }
}
