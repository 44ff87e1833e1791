package import ISO8583

/// The elements whose meaning is UnionPay's own.
extension DataElement {
  /// 59, tagged items: terminal identification, payment codes and vouchers.
  package static let taggedData: DataElement = 59
  /// 60, the kind of transaction, the batch and the terminal's condition.
  package static let transactionDescriptor: DataElement = 60
  /// 61, which transaction this one refers to.
  package static let originalTransaction: DataElement = 61
  /// 62, working keys, parameters and details, by the kind of message.
  package static let privateData: DataElement = 62
  /// 63, the operator's code in a request, the card organization and remarks in an answer.
  package static let operatorAndRemarks: DataElement = 63
}
