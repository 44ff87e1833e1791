/// The card organization and what the answering parties want printed (field 63 of an answer).
///
/// On the wire: organization 3, then remarks of issuer 20, UnionPay 20, acquirer 20 and terminal
/// 60 bytes, each possibly cut short or absent. The text is GBK: it is cut by bytes, never by
/// characters, and its end may be half a character.
/// Source: UnionPay POS, field 63.
package struct AnswerRemarks: Hashable, Sendable {
  /// Three characters: `CUP`, `VIS`, `MCC`, `JCB`, `AMX`; `CUP` when the field is missing.
  package let organization: String
  /// The remarks of issuer, UnionPay, acquirer and terminal that are not blank, in GBK.
  package let remarks: [[UInt8]]

  /// Takes the field's bytes; nil stands for an answer without the field.
  package init(_ bytes: [UInt8]?) {
    let bytes = bytes ?? []
    let name = FixedFields(bytes: bytes.prefix(3))?.text(0, 3)
    organization = name.flatMap { $0.allSatisfy { $0 == " " } ? nil : $0 } ?? "CUP"
    var rest = bytes.dropFirst(3)
    var remarks: [[UInt8]] = []
    for count in [20, 20, 20, 60] {
      let part = rest.prefix(count)
      rest = rest.dropFirst(count)
      let end = part.lastIndex { $0 != 0x20 && $0 != 0 }
      if let end { remarks.append(Array(part[...end])) }
    }
    self.remarks = remarks
  }
}
