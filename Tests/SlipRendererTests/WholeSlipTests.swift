import HAL
import MockDevices
import PaymentTypes
import Receipts
import SlipRenderer
import Testing
import ThermalPrinter

/// Slips through the whole chain: document, driver, line, printer, picture.
///
/// With `LIANJI_SLIPS` in the environment the pictures are kept in that folder.
@Suite struct WholeSlipTests {
  private func details() throws -> TerminalDetails {
    TerminalDetails(
      merchantName: "联机测试商户", merchant: try #require(MerchantIdentifier("898310148160001")),
      terminal: try #require(TerminalIdentifier("12345678")), operatorNumber: "01", isTest: true)
  }

  private func sale() throws -> SaleReceipt {
    var receipt = SaleReceipt(
      details: try details(), kind: .sale,
      pan: try #require(PrimaryAccountNumber("6216261000000000018")), entry: .inserted,
      batch: try #require(BatchNumber(1)), voucher: try #require(SystemTraceAuditNumber(12)),
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 13, second: 5),
      amount: try #require(TransactionAmount(minorUnits: 12_345)), verification: .signature)
    receipt.expiry = ExpiryDate(year: 30, month: 12)
    receipt.issuer = "测试银行"
    receipt.acquirer = "测试收单"
    receipt.authorizationCode = AuthorizationCode("123456")
    receipt.reference = RetrievalReferenceNumber("201305000012")
    receipt.isDuplicate = true
    receipt.chip = ChipDetails(
      cryptogramKind: .transactionCertificate,
      cryptogram: [0x1D, 0x7A, 0x1C, 0x2B, 0x3E, 0x4F, 0x50, 0x61],
      terminalVerificationResults: [0x00, 0x80, 0x04, 0x80, 0x00],
      transactionStatusInformation: [0xE8, 0x00],
      applicationIdentifier: [0xA0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01, 0x01],
      panSequenceNumber: 1, applicationTransactionCounter: [0x00, 0x2A],
      applicationInterchangeProfile: [0x7C, 0x00],
      unpredictableNumber: [0x12, 0x34, 0x56, 0x78],
      issuerApplicationData: [
        0x07, 0x00, 0x01, 0x03, 0xA0, 0x20, 0x00, 0x01, 0x0A, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x12, 0x34, 0x56, 0x78,
      ], terminalCapabilities: [0xE0, 0xF8, 0xC8], applicationLabel: "PBOC DEBIT")
    return receipt
  }

  @Test(arguments: [384, 576], OperatorLanguage.allCases)
  func `a sale slip comes out whole in both widths and languages`(
    dots: Int, language: OperatorLanguage
  ) throws {
    let document = try sale().document(.merchant, language: language)
    let slip = try #require(WholeSlip.printed(document, PrinterProfile(dots: dots)).first)
    #expect(slip.isComplete)
    let text = slip.textLines
    #expect(text.contains("6216 26** **** ***0 018 /I"))
    #expect(text.contains("RMB 123.45"))
    #expect(text.contains("****重打印/DUPLICATED****"))
    WholeSlip.keep(try SlipRenderer().png(of: slip), as: "sale-\(dots)-\(language)")
  }

  @Test func `a settlement and a diagnosis come out whole`() throws {
    let amount = try #require(TransactionAmount(minorUnits: 12_345))
    var settlement = SettlementReceipt(
      details: try details(), batch: try #require(BatchNumber(1)),
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 22, minute: 0, second: 0),
      domestic: .init(
        balance: .balanced,
        totals: [
          .init(kind: .sale, count: 2, sum: amount), .init(kind: .saleVoid, count: 1, sum: amount),
        ]), foreign: .init(balance: .balanced, totals: []))
    settlement.pendingReversals = [
      .init(
        voucher: try #require(SystemTraceAuditNumber(7)), amount: amount, pan: try sale().pan)
    ]
    let diagnosis = DiagnosisReceipt(
      title: "连接诊断", time: settlement.time,
      advice: ["N27 运营商拒绝入网(原因 7):SIM 可能未激活或欠费"],
      findings: [.init("信号", "-73 dBm"), .init("ICCID", "89001010000000000018")],
      code: "N27 CAUSE 7 ICCID 89001010000000000018")
    let documents = [settlement.document(), diagnosis.document()]
    for (name, document) in zip(["settlement", "diagnosis"], documents) {
      let slip = try #require(WholeSlip.printed(document, PrinterProfile()).first)
      #expect(slip.isComplete)
      WholeSlip.keep(try SlipRenderer().png(of: slip), as: name)
    }
  }
}
