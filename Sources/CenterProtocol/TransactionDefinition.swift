package import ISO8583

/// How a kind of transaction stands in messages, and what it means for money.
///
/// Source: UnionPay POS, transaction key table and settlement totals.
package struct TransactionDefinition: Hashable, Sendable {
  /// On which side of the settlement totals a kind is counted.
  package enum Booking: Hashable, Sendable {
    /// The cardholder pays.
    case debit
    /// The cardholder gets money back.
    case credit
    /// It moves no money of the batch.
    case none
  }

  /// The request's message type.
  package let request: MessageType
  /// Field 3.
  package let processingCode: String
  /// Field 25.
  package let conditionCode: String
  /// Sub-field 60.1.
  package let typeCode: String
  /// Whether a request without an answer is reversed.
  package let isReversed: Bool
  /// Where the totals count it.
  package let booking: Booking
  /// What it is called on screens and slips.
  package let name: BilingualText

  /// Whether request and answer of the kind carry field 4.
  package var hasAmount: Bool { processingCode != "310000" }

  fileprivate init(
    _ request: MessageType, _ processingCode: String, _ conditionCode: String, _ typeCode: String,
    reversed isReversed: Bool, _ booking: Booking, _ chinese: String, _ english: String
  ) {
    self.request = request
    self.processingCode = processingCode
    self.conditionCode = conditionCode
    self.typeCode = typeCode
    self.isReversed = isReversed
    self.booking = booking
    name = BilingualText(chinese, english)
  }
}

extension TransactionKind {
  /// The kind's row of the table.
  ///
  /// Where public sources differ (the processing code of a reservation's void), the row follows the
  /// majority. All these messages carry a message authentication code.
  package var definition: TransactionDefinition {
    let (auth, financial, advice) = (
      MessageType.authorizationRequest, MessageType.financialRequest, MessageType.financialAdvice
    )
    typealias Row = TransactionDefinition
    return switch self {
    case .balanceInquiry:
      Row(financial, "310000", "00", "01", reversed: false, .none, "余额查询", "BALANCE")
    case .sale:
      Row(financial, "000000", "00", "22", reversed: true, .debit, "消费", "SALE")
    case .saleVoid:
      Row(financial, "200000", "00", "23", reversed: true, .credit, "消费撤销", "VOID")
    case .refund:
      Row(advice, "200000", "00", "25", reversed: false, .credit, "退货", "REFUND")
    case .preAuthorization:
      Row(auth, "030000", "06", "10", reversed: true, .none, "预授权", "PRE-AUTH")
    case .preAuthorizationTopUp:
      Row(auth, "030000", "60", "10", reversed: true, .none, "追加预授权", "PRE-AUTH TOP-UP")
    case .preAuthorizationVoid:
      Row(auth, "200000", "06", "11", reversed: true, .none, "预授权撤销", "PRE-AUTH VOID")
    case .completionRequest:
      Row(financial, "000000", "06", "20", reversed: true, .debit, "预授权完成(请求)", "COMPLETION")
    case .completionAdvice:
      Row(
        advice, "000000", "06", "24", reversed: false, .debit, "预授权完成(通知)",
        "COMPLETION ADVICE")
    case .completionVoid:
      Row(
        financial, "200000", "06", "21", reversed: true, .credit, "预授权完成撤销",
        "COMPLETION VOID")
    case .offlineSale:
      Row(advice, "000000", "00", "30", reversed: false, .debit, "离线结算", "OFFLINE SALE")
    case .settlementAdjustment:
      Row(advice, "000000", "00", "32", reversed: false, .debit, "结算调整", "ADJUSTMENT")
    case .tipAdjustment:
      Row(advice, "000000", "00", "34", reversed: false, .debit, "小费调整", "TIP")
    case .chipOfflineSale:
      Row(financial, "000000", "00", "36", reversed: false, .debit, "脱机消费", "CHIP OFFLINE SALE")
    case .electronicCashRefund:
      Row(advice, "200000", "00", "27", reversed: false, .credit, "电子现金退货", "E-CASH REFUND")
    case .loadFromBoundAccount:
      Row(financial, "600000", "91", "45", reversed: true, .credit, "指定账户圈存", "LOAD")
    case .loadFromCash:
      Row(financial, "630000", "91", "46", reversed: true, .credit, "现金充值", "CASH LOAD")
    case .loadFromOtherAccount:
      Row(
        financial, "620000", "91", "47", reversed: true, .credit, "非指定账户圈存",
        "LOAD FROM ACCOUNT")
    case .cashLoadVoid:
      Row(financial, "170000", "91", "51", reversed: true, .none, "现金充值撤销", "CASH LOAD VOID")
    case .instalmentSale:
      Row(financial, "000000", "64", "22", reversed: true, .debit, "分期消费", "INSTALMENT SALE")
    case .instalmentVoid:
      Row(financial, "200000", "64", "23", reversed: true, .credit, "分期撤销", "INSTALMENT VOID")
    case .pointsSale:
      Row(financial, "000000", "65", "22", reversed: true, .debit, "积分消费", "POINTS SALE")
    case .pointsVoid:
      Row(financial, "200000", "65", "23", reversed: true, .credit, "积分撤销", "POINTS VOID")
    case .pointsInquiry:
      Row(financial, "310000", "65", "03", reversed: false, .none, "积分查询", "POINTS BALANCE")
    case .reservationSale:
      Row(financial, "000000", "67", "54", reversed: true, .debit, "预约消费", "RESERVATION SALE")
    case .reservationVoid:
      Row(financial, "200000", "67", "53", reversed: true, .credit, "预约撤销", "RESERVATION VOID")
    case .mailOrderSale:
      Row(financial, "000000", "08", "22", reversed: true, .debit, "订购消费", "MAIL ORDER SALE")
    case .mailOrderPreAuthorization:
      Row(auth, "030000", "18", "10", reversed: true, .none, "订购预授权", "MAIL ORDER PRE-AUTH")
    case .codeSale:
      Row(financial, "000000", "00", "22", reversed: true, .debit, "扫码消费", "QR SALE")
    case .codeVoid:
      Row(financial, "200000", "00", "23", reversed: true, .credit, "扫码撤销", "QR VOID")
    case .codeRefund:
      Row(advice, "200000", "00", "25", reversed: false, .credit, "扫码退货", "QR REFUND")
    }
  }
}
