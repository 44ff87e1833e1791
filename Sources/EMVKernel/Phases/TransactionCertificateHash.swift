import BERTLV

/// The hash over what the card wants to have signed with its cryptogram (tags 97 and 98).
///
/// A card that asks for 98 gets SHA-1 over the data of its TDOL (97) or, when it has none, of the
/// terminal's default TDOL; a terminal without one sends zeros. Source: EMV 4.3 Book 3, 9.2.2.
package enum TransactionCertificateHash {
  /// Notes that the default list will be used, so that the action codes can see it.
  package static func apply(to store: inout DataObjectStore) {
    guard isWanted(by: store), store.value(0x97) == nil,
      !store.application.defaultCertificateDataList.isEmpty
    else { return }
    store.raise(.defaultTDOLUsed, because: .certificateListMissing)
  }

  /// Computes the hash with the data as they stand now; nothing when the card does not ask for it.
  static func update(_ store: inout DataObjectStore, using cryptography: any KernelCryptography) {
    guard isWanted(by: store) else { return }
    let bytes = store.value(0x97) ?? store.application.defaultCertificateDataList
    guard !bytes.isEmpty, let list = try? DataObjectList(bytes) else { return }
    store.set(0x98, cryptography.digest(store.fill(list), .sha1))
  }

  private static func isWanted(by store: DataObjectStore) -> Bool {
    [0x8C, 0x8D].contains { RecordRules.list($0, of: store)?.contains(0x98) == true }
  }
}
