package import ISO8583

/// Whether an answer belongs to a request: the check before anything in it is believed.
///
/// The message type must be the request's plus 0010, and fields 3, 4, 11, 41 and 42 must repeat
/// what the request had. Every field but 11, 39 and 41 may be missing from an answer (39 from
/// 0510); a missing one is no difference unless it is 11 or 41. Field 4 may differ in a partial
/// approval.
/// Source: UnionPay POS, transaction key table and pitfall 20.
package enum AnswerMatch: Hashable, Sendable {
  /// Nothing speaks against it.
  case matches
  /// The message type is another.
  case wrongType
  /// An element is another's.
  case differs(DataElement)

  /// Compares an answer with the request that is waiting for it.
  package init(_ answer: Message, to request: MessageDraft) {
    guard answer.type == request.type.response else {
      self = .wrongType
      return
    }
    for element: DataElement in [11, 41, 3, 4, 42] {
      guard let sent = request.bytes(of: element) else { continue }
      let received = answer.bytes(of: element)
      if received == nil, element != 11, element != 41 { continue }
      if element == 4, answer.text(of: .responseCode) == "10" { continue }
      guard received.map({ $0[...] }) == sent else {
        self = .differs(element)
        return
      }
    }
    self = .matches
  }
}
