import BERTLV
package import EMVKernel

/// One GENERATE AC: what the card was asked for, and what it gave.
package struct GeneratedCryptogram: Hashable, Sendable {
  /// What the card was asked for.
  package let request: CryptogramType
  /// What it gave, and what it has to say with it (9F27).
  package let information: CryptogramInformationData
  /// The cryptogram, 8 bytes (9F26).
  package let cryptogram: [UInt8]
  /// The card's count of its transactions, 2 bytes (9F36).
  package let transactionCounter: [UInt8]
  /// What the card tells its issuer, up to 32 bytes (9F10).
  package let issuerApplicationData: [UInt8]

  /// Reads the objects that GENERATE AC has put into the store.
  init(request: CryptogramType, information: CryptogramInformationData, _ store: DataObjectStore) {
    self.request = request
    self.information = information
    cryptogram = store.value(0x9F26) ?? []
    transactionCounter = store.value(0x9F36) ?? []
    issuerApplicationData = store.value(0x9F10) ?? []
  }
}
