import PaymentTypes
import TestCenter

/// The faults of the center that the front panel offers; each strikes once.
enum FaultMenu {
  /// One entry.
  struct Entry: Hashable {
    var identifier: String
    var name: PanelText
    /// Nil ends what was asked for.
    var fault: CenterFault?
  }

  /// The entry of this identifier.
  static func choice(_ identifier: String) -> Entry? {
    entries.first { $0.identifier == identifier }
  }

  /// All entries, in the order in which they are shown.
  static let entries: [Entry] = [
    Entry(identifier: "none", name: PanelText("无故障", "no fault"), fault: nil),
    entry("drop-before-booking", "请求丢失,未入账", "request lost", .dropRequest(.staysOpen)),
    entry("drop-after-booking", "已入账,应答丢失", "booked, answer lost", .dropAnswer(.staysOpen)),
    entry("reset-after-booking", "已入账,连接中断", "booked, connection reset", .dropAnswer(.resets)),
    entry("delay", "应答迟到 8 秒", "answer 8 s late", .delayAnswer(.seconds(8))),
    entry("late", "应答迟到 90 秒", "answer 90 s late", .delayAnswer(.seconds(90))),
    entry("duplicate", "应答重复", "answer twice", .duplicateAnswer(after: .seconds(1))),
    entry("cut", "应答中断于第 20 字节", "answer cut at byte 20", .cutAnswer(byteCount: 20)),
    entry("nonsense", "应答报文无法识别", "nonsense", .nonsense),
    entry("wrong-mac", "应答 MAC 错", "wrong MAC", .wrongMAC),
    entry("missing-mac", "应答无 MAC", "no MAC", .omitMAC),
    entry("wrong-trace", "应答流水号错", "wrong trace number", .wrongTraceNumber),
    entry("wrong-terminal", "应答终端号错", "wrong terminal", .wrongTerminal),
    entry("wrong-amount", "应答金额错", "wrong amount", .wrongAmount),
    response("51", "余额不足", "insufficient funds"),
    response("55", "密码错", "wrong PIN"), response("91", "发卡方不可用", "issuer unavailable"),
    response("96", "中心系统异常", "system error"), response("A0", "MAC 校验错", "MAC error"),
    Entry(
      identifier: "refuse-reversal", name: PanelText("冲正被拒 96", "reversal refused 96"),
      fault: ResponseCode("96").map {
        CenterFault(.respond($0), types: FaultWord.Message.reversal.types)
      }),
    Entry(
      identifier: "drop-sign-in", name: PanelText("签到无应答", "no answer to sign-in"),
      fault: CenterFault(
        .dropAnswer(.staysOpen), types: FaultWord.Message.signIn.types)),
  ]

  private static func entry(
    _ identifier: String, _ chinese: String, _ english: String, _ effect: CenterFault.Effect
  ) -> Entry {
    Entry(
      identifier: identifier, name: PanelText(chinese, english),
      fault: CenterFault(effect, types: FaultWord.Message.financial.types))
  }

  private static func response(_ code: String, _ chinese: String, _ english: String) -> Entry {
    Entry(
      identifier: "respond-\(code)",
      name: PanelText("应答 \(code) \(chinese)", "answers \(code), \(english)"),
      fault: ResponseCode(code).map {
        CenterFault(.respond($0), types: FaultWord.Message.financial.types)
      })
  }
}
