/// What the center does for a terminal.
package enum CenterService: Hashable, Sendable, CaseIterable {
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
  /// 预授权撤销.
  case preAuthorizationVoid
  /// 预授权完成请求.
  case completionRequest
  /// 预授权完成通知.
  case completionAdvice
  /// 预授权完成撤销.
  case completionVoid
  /// 冲正.
  case reversal
  /// 脚本结果通知.
  case scriptResult
  /// 签到.
  case signIn
  /// 签退.
  case signOff
  /// 回响测试.
  case echo
  /// 批结算.
  case settlement
  /// 批上送, list of swiped transactions.
  case batchList
  /// 批上送, one chip transaction.
  case batchChipDetail
  /// 批上送结束.
  case batchEnd

  /// On which side of the totals it is counted: the cardholder pays.
  ///
  /// Source: UnionPay POS, settlement totals.
  var isDebit: Bool {
    switch self {
    case .sale, .completionRequest, .completionAdvice: true
    case .balanceInquiry, .saleVoid, .refund, .preAuthorization, .preAuthorizationVoid,
      .completionVoid, .reversal, .scriptResult, .signIn, .signOff, .echo, .settlement,
      .batchList, .batchChipDetail, .batchEnd:
      false
    }
  }

  /// On which side of the totals it is counted: the cardholder gets money back.
  var isCredit: Bool {
    switch self {
    case .saleVoid, .completionVoid, .refund: true
    case .balanceInquiry, .sale, .preAuthorization, .preAuthorizationVoid, .completionRequest,
      .completionAdvice, .reversal, .scriptResult, .signIn, .signOff, .echo, .settlement,
      .batchList, .batchChipDetail, .batchEnd:
      false
    }
  }
}
