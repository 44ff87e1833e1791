import PaymentTypes

/// The words that stand on slips.
///
/// Source: the slips of UnionPay's terminals; the Chinese words are the acquirers' own.
enum ReceiptLabel {
  case title, settlementTitle
  case merchantCopy, cardholderCopy
  case merchantName, merchantNumber, terminalNumber, operatorNumber
  case issuer, acquirer, scheme, cardNumber, transaction, expiry, batch, voucher
  case authorizationCode, time, reference, amount, remarks
  case originalVoucher, originalReference, originalDate
  case signature, consent, free, tearOff
  case duplicate, test
  case domesticCards, foreignCards, kind, count, sum
  case handedOver, pending, unsent
  case diagnosisTime

  /// The words in a language.
  func text(_ language: OperatorLanguage) -> String {
    switch language {
    case .chinese: texts.chinese
    case .english: texts.english
    }
  }

  private var texts: (chinese: String, english: String) {
    switch self {
    case .title: ("银联POS签购单", "POS SALES SLIP")
    case .settlementTitle: ("结算单", "SETTLEMENT SLIP")
    case .merchantCopy: ("商户存根", "MERCHANT COPY")
    case .cardholderCopy: ("持卡人存根", "CARDHOLDER COPY")
    case .merchantName: ("商户名称", "MERCHANT")
    case .merchantNumber: ("商户编号", "MERCHANT NO.")
    case .terminalNumber: ("终端编号", "TERMINAL NO.")
    case .operatorNumber: ("操作员号", "OPERATOR NO.")
    case .issuer: ("发卡行", "ISSUER")
    case .acquirer: ("收单行", "ACQUIRER")
    case .scheme: ("外卡组织", "CARD SCHEME")
    case .cardNumber: ("卡号", "CARD NO.")
    case .transaction: ("交易类型", "TRANSACTION")
    case .expiry: ("有效期", "EXP. DATE")
    case .batch: ("批次号", "BATCH NO.")
    case .voucher: ("凭证号", "VOUCHER NO.")
    case .authorizationCode: ("授权码", "AUTH. NO.")
    case .time: ("日期/时间", "DATE/TIME")
    case .reference: ("交易参考号", "REF. NO.")
    case .amount: ("金额", "AMOUNT")
    case .remarks: ("备注", "REMARKS")
    case .originalVoucher: ("原凭证号", "ORIG. VOUCHER")
    case .originalReference: ("原参考号", "ORIG. REF. NO.")
    case .originalDate: ("原交易日期", "ORIG. DATE")
    case .signature: ("持卡人签名", "CARDHOLDER SIGNATURE")
    case .consent:
      (
        "本人确认以上交易,同意将其计入本卡账户",
        "I acknowledge the above transaction and agree to have it charged to this card's account"
      )
    case .free: ("交易金额未超过限额,免密免签", "Below the limit: no PIN, no signature")
    case .tearOff: ("请妥善保管", "Please keep this slip")
    case .duplicate: ("****重打印/DUPLICATED****", "****重打印/DUPLICATED****")
    case .test: ("测试,凭证无效", "TEST - NOT A VALID VOUCHER")
    case .domesticCards: ("内卡", "DOMESTIC CARDS")
    case .foreignCards: ("外卡", "FOREIGN CARDS")
    case .kind: ("类型", "TYPE")
    case .count: ("笔数", "COUNT")
    case .sum: ("金额", "AMOUNT")
    case .handedOver: ("已移交人工处理的冲正", "REVERSALS HANDED OVER")
    case .pending: ("待冲正交易", "REVERSALS PENDING")
    case .unsent: ("未成功上送的离线交易", "OFFLINE SALES NOT DELIVERED")
    case .diagnosisTime: ("检测时间", "CHECKED AT")
    }
  }
}
