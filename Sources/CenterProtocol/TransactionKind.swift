/// What a cardholder and a merchant do with each other, as the center knows it.
///
/// The row of the transaction key table for each kind is its `definition`.
/// Source: UnionPay POS, transaction key table (field 3, 25, message type, 60.1).
package enum TransactionKind: Hashable, Sendable, CaseIterable {
  /// 余额查询.
  case balanceInquiry
  /// 消费.
  case sale
  /// 消费撤销.
  case saleVoid
  /// 退货.
  case refund
  /// 预授权.
  case preAuthorization
  /// 追加预授权.
  case preAuthorizationTopUp
  /// 预授权撤销.
  case preAuthorizationVoid
  /// 预授权完成（请求）.
  case completionRequest
  /// 预授权完成（通知）.
  case completionAdvice
  /// 预授权完成撤销.
  case completionVoid
  /// 离线结算.
  case offlineSale
  /// 结算调整.
  case settlementAdjustment
  /// 小费调整.
  case tipAdjustment
  /// 脱机消费.
  case chipOfflineSale
  /// 电子现金脱机退货.
  case electronicCashRefund
  /// 指定账户圈存.
  case loadFromBoundAccount
  /// 现金充值.
  case loadFromCash
  /// 非指定账户圈存.
  case loadFromOtherAccount
  /// 现金充值撤销.
  case cashLoadVoid
  /// 分期消费.
  case instalmentSale
  /// 分期撤销.
  case instalmentVoid
  /// 积分消费.
  case pointsSale
  /// 积分撤销.
  case pointsVoid
  /// 积分查询.
  case pointsInquiry
  /// 预约消费.
  case reservationSale
  /// 预约撤销.
  case reservationVoid
  /// 订购消费.
  case mailOrderSale
  /// 订购预授权.
  case mailOrderPreAuthorization
  /// 扫码消费.
  case codeSale
  /// 扫码撤销.
  case codeVoid
  /// 扫码退货.
  case codeRefund
}
