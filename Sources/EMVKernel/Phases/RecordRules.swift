import BERTLV

/// What a card must have given once its records are read, and in which form.
///
/// Source: EMV 4.3 Book 3, 7.2 and 7.5.
enum RecordRules {
  /// The objects without which there is no transaction.
  private static let mandatory: [DataObjectTag] = [0x5F24, 0x5A, 0x8C, 0x8D]

  /// Objects that each serve one function only, and the length that they must have.
  private static let sizes: [(tag: DataObjectTag, byteCount: Int)] = [
    (0x5F28, 2), (0x9F07, 2), (0x9F08, 2), (0x9F0D, 5), (0x9F0E, 5), (0x9F0F, 5), (0x9F14, 1),
    (0x9F23, 1), (0x9F42, 2),
  ]

  /// Refuses a card without its mandatory objects; forgets others that are malformed.
  static func check(_ store: inout DataObjectStore) -> KernelFailure? {
    for tag in mandatory where store.value(tag) == nil { return .missing(tag) }
    if store.primaryAccountNumber == nil { return .invalid(0x5A) }
    if store.value(0x5F24).flatMap({ CardDate($0) }) == nil { return .invalid(0x5F24) }
    for tag: DataObjectTag in [0x8C, 0x8D] where list(tag, of: store) == nil {
      return .invalid(tag)
    }
    if store.interchangeProfile.contains(.cardholderVerification),
      let methods = store.value(0x8E), CardholderVerificationMethodList(methods) == nil
    {
      return .invalid(0x8E)
    }
    for (tag, byteCount) in sizes {
      if let value = store.value(tag), value.count != byteCount { drop(tag, from: &store) }
    }
    if let date = store.value(0x5F25), CardDate(date) == nil { drop(0x5F25, from: &store) }
    return nil
  }

  /// A list of the card, or nil when it is missing or malformed.
  static func list(_ tag: DataObjectTag, of store: DataObjectStore) -> DataObjectList? {
    store.value(tag).flatMap { try? DataObjectList($0) }
  }

  private static func drop(_ tag: DataObjectTag, from store: inout DataObjectStore) {
    store.forget(tag)
    store.raise(.cardDataMissing, because: .malformed(tag))
  }
}
