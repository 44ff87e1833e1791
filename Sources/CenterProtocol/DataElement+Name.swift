package import ISO8583

extension DataElement {
  /// What the field table calls the element; nil for one that the UnionPay dialect does not have.
  ///
  /// Source: UnionPay POS terminal specification, field table.
  package var name: BilingualText? {
    Self.names[number].map { BilingualText($0.chinese, $0.english) }
  }

  private static let names: [Int: (chinese: String, english: String)] = [
    2: ("主账号", "primary account number"),
    3: ("交易处理码", "processing code"),
    4: ("交易金额", "amount"),
    11: ("系统跟踪号", "system trace audit number"),
    12: ("受卡方所在地时间", "local time"),
    13: ("受卡方所在地日期", "local date"),
    14: ("卡有效期", "expiry date"),
    15: ("清算日期", "settlement date"),
    22: ("服务点输入方式码", "entry mode"),
    23: ("卡序列号", "card sequence number"),
    25: ("服务点条件码", "condition code"),
    26: ("服务点 PIN 获取码", "PIN capture code"),
    32: ("受理方标识码", "acquiring institution"),
    35: ("二磁道数据", "track 2"),
    36: ("三磁道数据", "track 3"),
    37: ("检索参考号", "retrieval reference number"),
    38: ("授权标识应答码", "authorization code"),
    39: ("应答码", "response code"),
    41: ("受卡机终端标识码", "terminal identifier"),
    42: ("受卡方标识码", "merchant identifier"),
    44: ("附加响应数据", "additional response data"),
    48: ("附加数据-私有", "additional private data"),
    49: ("交易货币代码", "currency code"),
    52: ("个人标识码数据", "PIN block"),
    53: ("安全控制信息", "security control"),
    54: ("附加金额", "additional amounts"),
    55: ("IC 卡数据域", "chip data"),
    57: ("自定义域 57", "acquirer's data"),
    58: ("PBOC 电子钱包数据", "electronic purse data"),
    59: ("自定义域 59", "tagged data"),
    60: ("自定义域 60", "transaction descriptor"),
    61: ("原始信息域", "original transaction"),
    62: ("自定义域 62", "private data"),
    63: ("自定义域 63", "operator and remarks"),
    64: ("报文鉴别码", "message authentication code"),
  ]
}
