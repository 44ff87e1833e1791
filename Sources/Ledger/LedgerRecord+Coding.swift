import PaymentTypes

/// The numbers of the kinds are part of the stored format.
extension LedgerRecord {
  /// What kind it is, in a column of its own.
  package var kind: UInt8 {
    switch self {
    case .tracesReserved: 1
    case .signedIn: 2
    case .intent: 3
    case .outcome(_, .approved): 4
    case .outcome(_, .declined): 5
    case .outcome(_, .reversalDue): 6
    case .outcome(_, .reversed): 7
    case .outcome(_, .handedOver): 8
    case .scriptNotificationDelivered: 9
    case .slipPrinted: 10
    case .settlementStarted: 11
    case .settlementAnswered: 12
    case .uploadAcknowledged: 13
    case .batchClosed: 14
    case .settlementSlipPrinted: 15
    }
  }

  /// The bytes that are stored and sealed.
  package var body: [UInt8] {
    var body = RecordBody()
    switch self {
    case .tracesReserved(let upTo): body.add(1, upTo.number)
    case .signedIn(let batch): body.add(1, batch.number)
    case .intent(let intent): intent.encode(to: &body)
    case .outcome(let identity, let outcome):
      body.add(1, identity)
      outcome.encode(to: &body)
    case .scriptNotificationDelivered(let identity): body.add(1, identity)
    case .slipPrinted(let identity, let copy):
      body.add(1, identity)
      body.add(2, Int(copy.rawValue))
    case .settlementStarted(let totals):
      body.add(10, totals.domestic)
      body.add(20, totals.foreign)
    case .settlementAnswered(let domestic, let foreign):
      body.add(1, Int(domestic.rawValue))
      body.add(2, Int(foreign.rawValue))
    case .uploadAcknowledged(let itemCount): body.add(1, itemCount)
    case .batchClosed(let next): body.add(1, next.number)
    case .settlementSlipPrinted: break
    }
    return body.bytes
  }

  /// Reads stored bytes.
  package init(kind: UInt8, body bytes: [UInt8]) throws(RecordCodingError) {
    let body = try RecordBody(bytes)
    switch kind {
    case 1:
      self = .tracesReserved(upTo: try body.readNumber(1) { SystemTraceAuditNumber($0) })
    case 2: self = .signedIn(batch: try body.readNumber(1) { BatchNumber($0) })
    case 3: self = .intent(try TransactionIntent(body))
    case 4...8: self = .outcome(try body.identity(1), try Outcome(kind: kind, body))
    case 9: self = .scriptNotificationDelivered(try body.identity(1))
    case 10:
      self = .slipPrinted(try body.identity(1), copy: try body.enumeration(2))
    case 11:
      self = .settlementStarted(
        BatchTotals(domestic: try body.side(10), foreign: try body.side(20)))
    case 12:
      self = .settlementAnswered(
        domestic: try body.enumeration(1), foreign: try body.enumeration(2))
    case 13: self = .uploadAcknowledged(itemCount: try body.number(1))
    case 14: self = .batchClosed(next: try body.readNumber(1) { BatchNumber($0) })
    case 15: self = .settlementSlipPrinted
    default: throw .unknownKind(kind)
    }
  }
}

extension RecordBody {
  fileprivate func enumeration<Value: RawRepresentable<UInt8>>(
    _ tag: UInt8
  ) throws(RecordCodingError) -> Value {
    try readNumber(tag) { UInt8(exactly: $0).flatMap(Value.init(rawValue:)) }
  }
}

extension TransactionIntent {
  fileprivate func encode(to body: inout RecordBody) {
    body.add(1, identity)
    body.add(2, Int(type.rawValue))
    body.add(3, amount.minorUnits)
    body.add(4, maskedPAN)
    body.add(5, protectedPAN)
    body.add(6, Int(entry.rawValue))
    body.add(7, Int(verification.rawValue))
    if let expiry { body.add(8, expiry.text) }
    body.add(9, labelTime)
    body.add(10, cashier)
    body.add(11, protectedReversal)
    if let original { body.add(12, original) }
    body.add(13, chipData)
  }

  fileprivate init(_ body: RecordBody) throws(RecordCodingError) {
    self.init(
      identity: try body.identity(1),
      type: try body.enumeration(2),
      amount: try body.readNumber(3) { TransactionAmount(minorUnits: $0) },
      maskedPAN: try body.text(4),
      protectedPAN: try body.value(5),
      entry: try body.enumeration(6),
      verification: try body.enumeration(7),
      expiry: body.has(8) ? try body.read(8) { ExpiryDate(digits: $0.utf8) } : nil,
      labelTime: try body.number(9),
      cashier: try body.text(10),
      protectedReversal: try body.value(11),
      original: body.has(12) ? try body.identity(12) : nil,
      chipData: try body.value(13))
  }
}

extension Outcome {
  fileprivate func encode(to body: inout RecordBody) {
    switch self {
    case .approved(let approval): approval.encode(to: &body)
    case .declined(let decline):
      body.add(2, decline.responseCode.text)
      body.add(3, Int(decline.evidence.rawValue))
    case .reversalDue(let reason): body.add(2, reason.rawValue)
    case .reversed(let code), .handedOver(let code): body.add(2, code.text)
    }
  }

  fileprivate init(kind: UInt8, _ body: RecordBody) throws(RecordCodingError) {
    switch kind {
    case 4: self = .approved(try Approval(body))
    case 5:
      self = .declined(
        Decline(
          responseCode: try body.read(2) { ResponseCode($0) }, evidence: try body.enumeration(3)))
    case 6: self = .reversalDue(try body.read(2) { ReversalCause(rawValue: $0) })
    case 7: self = .reversed(try body.read(2) { ResponseCode($0) })
    case 8: self = .handedOver(try body.read(2) { ResponseCode($0) })
    default: throw .unknownKind(kind)
    }
  }
}

extension Approval {
  fileprivate func encode(to body: inout RecordBody) {
    body.add(2, responseCode.text)
    body.add(3, retrievalReference.text)
    if let authorizationCode { body.add(4, authorizationCode.text) }
    body.add(5, date)
    body.add(6, time)
    body.add(7, cardOrganisation)
    body.add(8, institutions)
    body.add(9, remark)
    body.add(10, chipData)
    body.add(11, scriptNotification)
    if let acquiringInstitution { body.add(12, acquiringInstitution) }
  }

  fileprivate init(_ body: RecordBody) throws(RecordCodingError) {
    self.init(
      responseCode: try body.read(2) { ResponseCode($0) },
      retrievalReference: try body.read(3) { RetrievalReferenceNumber($0) },
      authorizationCode: body.has(4) ? try body.read(4) { AuthorizationCode($0) } : nil,
      date: try body.text(5),
      time: try body.text(6),
      cardOrganisation: try body.text(7),
      institutions: try body.text(8),
      remark: try body.text(9),
      chipData: try body.value(10),
      scriptNotification: try body.value(11),
      acquiringInstitution: body.has(12) ? try body.text(12) : nil)
  }
}
