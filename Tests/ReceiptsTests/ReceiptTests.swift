import HAL
import PaymentTypes
import Receipts
import Testing

@Suite struct ReceiptTests {
  private func details(isTest: Bool = true) throws -> TerminalDetails {
    TerminalDetails(
      merchantName: "联机测试商户", merchant: try #require(MerchantIdentifier("898310148160001")),
      terminal: try #require(TerminalIdentifier("12345678")), operatorNumber: "01", isTest: isTest)
  }

  private func sale() throws -> SaleReceipt {
    var receipt = SaleReceipt(
      details: try details(), kind: .sale, pan: try pan(), entry: .inserted,
      batch: try #require(BatchNumber(1)), voucher: try #require(SystemTraceAuditNumber(12)),
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 13, second: 5),
      amount: try #require(TransactionAmount(minorUnits: 12_345)), verification: .signature)
    receipt.expiry = ExpiryDate(year: 30, month: 12)
    receipt.issuer = "测试银行"
    receipt.authorizationCode = AuthorizationCode("123456")
    receipt.reference = RetrievalReferenceNumber("201305000012")
    return receipt
  }

  private func pan() throws -> PrimaryAccountNumber {
    try #require(PrimaryAccountNumber("6216261000000000018"))
  }

  private func lines(_ document: PrintDocument) -> [String] {
    document.elements.map { element in
      switch element {
      case .text(let text, _, _, _): text
      case .pair(let label, let value): "\(label): \(value)"
      case .rule: "-"
      case .feed(let lines): "feed \(lines)"
      case .qrCode(let text): "QR \(text)"
      case .barcode(let text): "barcode \(text)"
      case .logo: "logo"
      case .drawer: "drawer"
      case .cut: "cut"
      }
    }
  }

  @Test func `a merchant's copy of a sale has its lines in order`() throws {
    let expected = [
      "logo", "银联POS签购单", "商户存根", "-", "商户名称: 联机测试商户", "商户编号: 898310148160001",
      "终端编号: 12345678", "操作员号: 01", "-", "发卡行: 测试银行", "卡号",
      "6216 26** **** ***0 018 /I", "有效期: 2030/12", "交易类型", "消费", "批次号: 000001",
      "凭证号: 000012", "授权码: 123456", "日期/时间: 2026/11/23 20:13:05",
      "交易参考号: 201305000012", "金额", "RMB 123.45", "-", "持卡人签名:", "feed 3", "-",
      "本人确认以上交易,同意将其计入本卡账户", "测试,凭证无效", "feed 1", "cut",
    ]
    #expect(lines(try sale().document(.merchant)) == expected)
  }

  @Test func `a cardholder's copy has no line to sign on`() throws {
    let text = lines(try sale().document(.cardholder))
    #expect(text.contains("持卡人存根"))
    #expect(!text.contains("持卡人签名:"))
    #expect(!text.contains("本人确认以上交易,同意将其计入本卡账户"))
  }

  @Test(arguments: SaleReceipt.Verification.allCases)
  func `who entered a PIN need not sign, unless both are asked`(
    verification: SaleReceipt.Verification
  ) throws {
    var receipt = try sale()
    receipt.verification = verification
    let text = lines(receipt.document(.merchant))
    #expect(text.contains("持卡人签名:") == ![.pin, .notRequired].contains(verification))
    #expect(text.contains("交易金额未超过限额,免密免签") == (verification == .notRequired))
  }

  @Test(arguments: SaleReceipt.Copy.allCases, OperatorLanguage.allCases)
  func `no copy in any language shows the whole card number`(
    copy: SaleReceipt.Copy, language: OperatorLanguage
  ) throws {
    var receipt = try sale()
    receipt.original = .init(voucher: SystemTraceAuditNumber(11))
    let digits = lines(receipt.document(copy, language: language)).joined()
      .filter { $0 != " " }
    #expect(!digits.contains("6216261000000000018"))
    #expect(digits.contains("621626*********0018"))
  }

  @Test func `a void names what it takes back`() throws {
    var receipt = try sale()
    receipt.kind = .saleVoid
    receipt.original = .init(voucher: SystemTraceAuditNumber(11))
    let text = lines(receipt.document(.merchant))
    #expect(text.contains("消费撤销"))
    #expect(text.contains("原凭证号: 000011"))
  }

  @Test func `a refund names reference and date`() throws {
    var receipt = try sale()
    receipt.kind = .refund
    receipt.original = .init(
      reference: RetrievalReferenceNumber("201305000011"), date: "1122")
    receipt.remarks = ["发卡行备注"]
    let text = lines(receipt.document(.merchant, language: .english))
    #expect(text.contains("ORIG. REF. NO.: 201305000011"))
    #expect(text.contains("ORIG. DATE: 1122"))
    #expect(text.contains("发卡行备注"))
    #expect(text.contains("REFUND"))
  }

  @Test func `a reprint says so, and a real slip does not say test`() throws {
    var receipt = try sale()
    receipt.details = try details(isTest: false)
    #expect(!lines(receipt.document(.merchant)).contains("****重打印/DUPLICATED****"))
    receipt.isDuplicate = true
    let text = lines(receipt.document(.cardholder))
    #expect(text.contains("****重打印/DUPLICATED****"))
    #expect(!text.contains("测试,凭证无效"))
  }

  @Test func `a chip's slip shows its proof`() throws {
    var receipt = try sale()
    receipt.chip = ChipDetails(
      cryptogramKind: .transactionCertificate,
      cryptogram: [0x1D, 0x7A, 0x1C, 0x2B, 0x3E, 0x4F, 0x50, 0x61],
      terminalVerificationResults: [0x00, 0x80, 0x04, 0x80, 0x00],
      transactionStatusInformation: [0xE8, 0x00],
      applicationIdentifier: [0xA0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01, 0x01],
      panSequenceNumber: 1, applicationTransactionCounter: [0x00, 0x2A],
      applicationInterchangeProfile: [0x7C, 0x00],
      unpredictableNumber: [0x12, 0x34, 0x56, 0x78],
      issuerApplicationData: [0x07, 0x00, 0x01, 0x03, 0xA0, 0x20, 0x00, 0x01],
      terminalCapabilities: [0xE0, 0xF8, 0xC8], applicationLabel: "PBOC DEBIT",
      preferredName: "银联借记")
    let text = lines(receipt.document(.merchant))
    let chip = [
      "TC: 1D7A1C2B3E4F5061", "TVR: 0080048000 TSI: E800", "AID: A000000333010101",
      "ATC: 002A PAN SN: 001", "AIP: 7C00 TermCap: E0F8C8", "UNPR NUM: 12345678",
      "IAD: 07000103A0200001", "APPLAB: PBOC DEBIT", "APPNAME: 银联借记",
    ]
    let start = try #require(text.firstIndex(of: chip[0]))
    #expect(Array(text[start..<start + chip.count]) == chip)
  }

  @Test func `each kind and way of entry has its word`() {
    for language in OperatorLanguage.allCases {
      #expect(SaleReceipt.Kind.allCases.allSatisfy { !$0.text(language).isEmpty })
      #expect(SettlementReceipt.Kind.allCases.allSatisfy { !$0.text(language).isEmpty })
    }
    #expect(SaleReceipt.Entry.allCases.map(\.rawValue) == ["S", "I", "C", "M", "N"])
  }

  @Test func `a settlement says whether it balances and what is open`() throws {
    let voucher = try #require(SystemTraceAuditNumber(7))
    let amount = try #require(TransactionAmount(minorUnits: 500))
    var receipt = SettlementReceipt(
      details: try details(), batch: try #require(BatchNumber(3)),
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 22, minute: 0, second: 0),
      domestic: .init(
        balance: .balanced, totals: [.init(kind: .sale, count: 2, sum: amount)]),
      foreign: .init(balance: .failed, totals: []))
    receipt.pendingReversals = [.init(voucher: voucher, amount: amount, pan: try pan())]
    let text = lines(receipt.document())
    #expect(text.contains("内卡: 对账平"))
    #expect(text.contains("外卡: 对账出错"))
    #expect(text.contains("消费 / 2: 5.00"))
    #expect(text.contains("待冲正交易 (1)"))
    #expect(text.contains("凭证号 000007: 5.00"))
    #expect(text.contains("  6216 26** **** ***0 018"))
    #expect(!text.joined().contains("已移交"))
    receipt.handedOverReversals = receipt.pendingReversals
    receipt.undeliveredOffline = receipt.pendingReversals
    receipt.domestic.balance = .unbalanced
    let english = lines(receipt.document(language: .english))
    #expect(english.contains("DOMESTIC CARDS: NOT BALANCED"))
    #expect(english.contains("REVERSALS HANDED OVER (1)"))
    #expect(english.contains("OFFLINE SALES NOT DELIVERED (1)"))
  }

  @Test func `a diagnosis holds advice, findings and a code for the telephone`() {
    let receipt = DiagnosisReceipt(
      title: "连接诊断",
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 22, minute: 0, second: 0),
      advice: ["未检测到 SIM 卡"], findings: [.init("信号", "-73 dBm")], code: "N21")
    #expect(
      lines(receipt.document()) == [
        "连接诊断", "检测时间: 2026/11/23 22:00:00", "-", "未检测到 SIM 卡", "-", "信号: -73 dBm",
        "QR N21", "feed 1", "cut",
      ])
  }
}
