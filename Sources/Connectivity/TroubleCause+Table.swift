package import PaymentTypes

/// One row of the trouble tree.
package struct TroubleAdvice: Hashable, Sendable {
  /// The code, such as `N21`.
  package let code: String
  /// What is wrong, at most two short lines.
  package let what: String
  /// What to do first.
  package let cure: String
  /// Who can do it.
  package let person: TroubleCause.Person
}

extension TroubleCause {
  /// The rung that the cause takes away.
  package var rung: Rung {
    switch self {
    case .linkDown, .modemSilent, .simAbsent, .simPINRequired, .simPUKRequired, .simFailed,
      .simWrong, .simChanged, .radioOff, .noSignal, .weakSignal, .searchingNetwork,
      .registrationDenied, .simBoundElsewhere, .emergencyCallsOnly, .notAttached, .bearerRefused,
      .notDialled, .noAddress:
      .networkConnected
    case .noRoute, .nameNotResolved, .centerRefuses, .centerUnreachable, .centerClosedConnection,
      .clockWrong, .centerCertificateOutOfDate, .centerNotTrusted, .handshakeFailed,
      .centerSilent, .answerUnreadable:
      .centerConnected
    case .admissionRefused, .answerNotAuthentic, .masterKeyWrong, .batchMismatch: .signedIn
    case .powerUnwatched, .displayMissing, .keypadMissing, .printerPaperOut, .printerCoverOpen,
      .printerOverheated, .printerJammed, .printerBroken, .printerOffline, .printerSilent,
      .cardReaderSilent, .swipeReaderMissing, .storageFailing, .batchFull, .reversalPending,
      .settlementInterrupted:
      .readyToTrade
    }
  }

  /// What the screen says of it.
  package func advice(_ language: OperatorLanguage) -> TroubleAdvice {
    let (code, person, what, cure, whatEnglish, cureEnglish) = row
    return TroubleAdvice(
      code: code, what: language.pick(what, whatEnglish), cure: language.pick(cure, cureEnglish),
      person: person)
  }

  private typealias Row = (String, Person, String, String, String, String)

  private var row: Row {
    switch self {
    case .powerUnwatched:
      ("H01", .engineer, "读不到电源状态", "请检查电池连线", "Power can't be read", "Check the battery cable")
    case .displayMissing:
      ("H03", .engineer, "屏幕无应答", "请检查屏幕连线", "Screen missing", "Check its cable")
    case .keypadMissing:
      ("H04", .engineer, "键盘无应答", "请检查键盘连线", "Keypad missing", "Check its cable")
    case .printerPaperOut:
      ("H05", .staff, "打印机缺纸", "请装纸", "Printer out of paper", "Load paper")
    case .printerCoverOpen:
      ("H05", .staff, "打印机盖未关", "请合上盖子", "Printer cover open", "Close the cover")
    case .printerOverheated:
      ("H05", .staff, "打印头过热", "请稍候再试", "Printer too hot", "Wait a little")
    case .printerJammed:
      ("H05", .staff, "打印机卡纸或切刀卡住", "请清除后重试", "Printer jammed", "Clear paper and cutter")
    case .printerBroken:
      ("H05", .engineer, "打印机故障", "请联系维护", "Printer broken", "Call service")
    case .printerOffline:
      ("H05", .staff, "打印机未就绪", "请检查盖子和电源", "Printer off line", "Check cover and power")
    case .printerSilent:
      ("H05", .engineer, "打印机无应答", "请检查连线", "Printer silent", "Check its cable")
    case .cardReaderSilent:
      ("H06", .engineer, "插卡口无响应", "请检查读卡器", "Chip reader silent", "Check the reader")
    case .swipeReaderMissing:
      ("H08", .engineer, "刷卡器无响应", "请检查刷卡器", "Swipe reader missing", "Check its cable")
    case .storageFailing:
      (
        "H11", .engineer, "存储异常,已停止收款以保护账目", "请联系维护", "Storage failing, sales stopped",
        "Call service"
      )
    case .linkDown:
      ("N10", .staff, "网线未插好", "请重新插好网线", "Network cable out", "Plug it in")
    case .modemSilent:
      ("N20", .engineer, "通讯模块无应答", "请重启终端", "Modem silent", "Restart the terminal")
    case .simAbsent:
      ("N21", .staff, "未检测到 SIM 卡", "请重新插好 SIM 卡", "No SIM card", "Insert the SIM card")
    case .simPINRequired(let tries):
      (
        "N22", .acquirer, "SIM 卡被锁(PIN)" + (tries.map { ",还可试 \($0) 次" } ?? ""),
        "请联系服务商,勿自行试码", "SIM card locked by PIN" + (tries.map { ", \($0) tries left" } ?? ""),
        "Call the acquirer; do not guess"
      )
    case .simPUKRequired(let tries):
      (
        "N22", .acquirer, "SIM 卡被锁(PUK)" + (tries.map { ",还可试 \($0) 次" } ?? ""),
        "请联系服务商解锁或换卡",
        "SIM card blocked, PUK needed" + (tries.map { ", \($0) tries left" } ?? ""),
        "Call the acquirer: unblock or replace it"
      )
    case .simFailed:
      ("N23", .acquirer, "SIM 卡损坏", "请更换 SIM 卡", "SIM card broken", "Replace the SIM card")
    case .simWrong:
      (
        "N23", .acquirer, "SIM 卡类型不符", "请更换 SIM 卡", "Modem refuses this SIM card",
        "Replace the SIM card"
      )
    case .simChanged:
      (
        "N23", .acquirer, "SIM 卡已更换", "请插回原卡,或报服务商登记", "SIM card was exchanged",
        "Put the old one back, or have it registered"
      )
    case .radioOff:
      ("N24", .terminal, "无线已关闭(飞行模式)", "正在自动打开", "Radio is off", "Switching it on")
    case .noSignal:
      ("N24", .engineer, "无信号,天线异常或飞行模式", "请检查天线", "No signal", "Check the antenna")
    case .weakSignal:
      ("N25", .staff, "信号弱", "请移到窗边", "Weak signal", "Move to a window")
    case .searchingNetwork:
      ("N26", .staff, "正在找网", "请稍候", "Searching for a network", "Please wait")
    case .registrationDenied(let cause):
      (
        "N27", .carrier, "运营商拒绝入网" + (cause.map { "(原因 \($0))" } ?? "") + ":SIM 可能未激活或欠费",
        "请联系运营商", "Carrier refuses" + (cause.map { " (cause \($0))" } ?? "") + ": SIM inactive?",
        "Call the carrier"
      )
    case .simBoundElsewhere:
      ("N28", .carrier, "此 SIM 不能用于本机", "请联系运营商", "SIM bound elsewhere", "Call the carrier")
    case .emergencyCallsOnly:
      (
        "N29", .merchant, "仅紧急呼叫:号码可能停机", "请充值", "Emergency calls only: line suspended?",
        "Top up the line"
      )
    case .notAttached:
      ("N30", .engineer, "数据业务未接通", "请检查接入点(APN)", "No packet data", "Check the APN")
    case .bearerRefused:
      (
        "N30", .engineer, "数据通道未接通", "请检查接入点(APN)", "Network gives no data bearer",
        "Check the APN"
      )
    case .notDialled:
      (
        "N34", .engineer, "网络正常,但未拨号", "请检查拨号服务", "Network ready, nobody dialled",
        "Check the dialling service"
      )
    case .noRoute:
      (
        "N42", .merchant, "没有通往外部的路由", "请检查路由器或拨号设置", "No route to the outside",
        "Check the router or dialling"
      )
    case .noAddress:
      ("N40", .merchant, "未获取到 IP 地址", "请检查路由器", "No IP address", "Check the router")
    case .nameNotResolved:
      ("N43", .engineer, "域名解析失败", "请检查网络设置", "Name not resolved", "Check network settings")
    case .centerRefuses:
      ("C10", .acquirer, "中心拒绝连接", "自动重试,请勿重启", "Center refuses", "Retrying; do not restart")
    case .centerUnreachable:
      ("C11", .acquirer, "连不上中心", "自动重试", "Center unreachable", "Retrying")
    case .centerClosedConnection:
      ("C13", .terminal, "与中心的连接中断", "正在重连", "Connection lost", "Reconnecting")
    case .clockWrong:
      ("C20", .terminal, "终端时间不对", "正在校时", "Terminal clock wrong", "Setting the clock")
    case .centerCertificateOutOfDate:
      ("C21", .acquirer, "中心证书过期", "请联系服务商", "Center certificate expired", "Call the acquirer")
    case .centerNotTrusted:
      (
        "C22", .acquirer, "中心身份不符,已停止(防欺诈)", "请更换网络或联系服务商",
        "Center not who it should be: stopped", "Use another network"
      )
    case .handshakeFailed:
      ("C23", .acquirer, "与中心的安全协议不符", "请更新终端", "No common TLS", "Update the terminal")
    case .centerSilent:
      (
        "C31", .acquirer, "中心无应答", "请核对接入参数(TPDU)", "Center does not answer",
        "Check access settings (TPDU)"
      )
    case .answerUnreadable:
      ("C32", .acquirer, "应答报文格式错", "请联系服务商", "Answer unreadable", "Call the acquirer")
    case .admissionRefused(let code):
      (
        "A\(code.text)", .acquirer, "中心拒绝终端(\(code.text))", "请联系收单机构",
        "Center refuses the terminal (\(code.text))", "Call the acquirer"
      )
    case .answerNotAuthentic:
      (
        "AM1", .acquirer, "应答校验失败,结果确认中", "请重新签到", "Answer not authentic",
        "Sign in again"
      )
    case .masterKeyWrong:
      (
        "AK1", .acquirer, "主密钥未灌装或不符", "请联系服务商", "Master key missing or wrong",
        "Call the acquirer"
      )
    case .batchFull:
      ("B10", .staff, "流水已满", "请先结算", "Batch full", "Settle first")
    case .reversalPending:
      (
        "B11", .terminal, "有 1 笔待冲正,暂停刷卡", "自动冲正中", "1 reversal pending, cards paused",
        "Reversing"
      )
    case .settlementInterrupted:
      ("B13", .staff, "上次结算未完成", "请继续结算", "Settlement interrupted", "Continue it")
    case .batchMismatch:
      ("A77", .staff, "批次号与中心不一致", "请先结算", "Batch differs from center's", "Settle first")
    }
  }
}
