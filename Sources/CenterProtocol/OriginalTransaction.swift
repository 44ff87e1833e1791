package import PaymentTypes

/// Which earlier transaction a message refers to (field 61).
///
/// On the wire: digits, cut off after the last sub-field that the message needs: 61.1 batch 6,
/// 61.2 trace number 6, 61.3 date MMDD 4, 61.4 way of authorization 2, 61.5 authorizing institution
/// 11. Batch first, then trace: one public terminal has them the wrong way round.
/// Source: UnionPay POS, field 61.
package struct OriginalTransaction: Hashable, Sendable {
  /// 61.1; nil stands for `000000`: another terminal's, or not known.
  package var batch: BatchNumber?
  /// 61.2; nil stands for `000000`.
  package var traceNumber: SystemTraceAuditNumber?
  /// 61.3, MMDD, `0000` when not known; nil ends the field before it.
  package var monthDay: String?
  /// 61.4, two digits: `01` by terminal, `02` by phone; nil ends the field before it.
  package var authorizationMode: String?
  /// 61.5, eleven digits; nil ends the field before it.
  package var authorizingInstitution: String?

  /// Puts a reference together; each sub-field needs the ones before it.
  package init(
    batch: BatchNumber?, traceNumber: SystemTraceAuditNumber?, monthDay: String? = nil,
    authorizationMode: String? = nil, authorizingInstitution: String? = nil
  ) {
    self.batch = batch
    self.traceNumber = traceNumber
    self.monthDay = monthDay
    self.authorizationMode = authorizationMode
    self.authorizingInstitution = authorizingInstitution
  }

  /// Takes 12, 16, 18 or 29 digits.
  package init?(_ text: some StringProtocol) {
    guard let fields = FixedFields(text), [12, 16, 18, 29].contains(fields.count),
      fields.digits(0, fields.count) != nil, let batch = fields.number(0, 6),
      let trace = fields.number(6, 6)
    else { return nil }
    self.init(
      batch: BatchNumber(batch), traceNumber: SystemTraceAuditNumber(trace),
      monthDay: fields.text(12, 4), authorizationMode: fields.text(16, 2),
      authorizingInstitution: fields.text(18, 11))
  }

  /// The digits.
  package var text: String {
    var text = (batch?.text ?? "000000") + (traceNumber?.text ?? "000000")
    guard let monthDay else { return text }
    text += monthDay
    guard let authorizationMode else { return text }
    return text + authorizationMode + (authorizingInstitution ?? "")
  }
}
