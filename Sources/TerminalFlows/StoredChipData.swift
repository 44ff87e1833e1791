import BERTLV
import EMVKernel
import PaymentTypes
import Receipts

/// The data objects of a chip transaction that the ledger keeps: for slips and for the upload.
///
/// TLV, no secrets among them: what element 55 carries, and a few more for the slip.
struct StoredChipData {
  /// Objects that only the slip and element 23 need.
  private static let additionalTags: [DataObjectTag] = [0x50, 0x5F34, 0x9B, 0x9F12]

  let bytes: [UInt8]

  /// What stands in the ledger.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What a transaction leaves behind after its last cryptogram.
  init(_ store: DataObjectStore) {
    var writer = TLVWriter()
    for tag in Self.additionalTags {
      if let value = store.value(tag) { writer.append(tag, value) }
    }
    let signed = (try? IntegratedCircuitCardData.certificateUpload.bytes(from: store)) ?? []
    bytes = signed + writer.bytes
  }

  /// What element 55 of an upload carries.
  var onlineObjects: [UInt8] {
    var writer = TLVWriter()
    var reader = TLVReader(bytes)
    while let object = try? reader.next() {
      if !Self.additionalTags.contains(object.tag) { writer.append(object.tag, object.value) }
    }
    return writer.bytes
  }

  /// The three digits of element 23, when the card has a sequence number.
  var sequenceNumberText: String? {
    value(0x5F34).flatMap { $0.last }.map {
      FixedDigits.text(Int($0 >> 4) * 10 + Int($0 & 0x0F), 3)
    }
  }

  /// The chip's block of a slip; nil when the card was not asked.
  var details: ChipDetails? {
    guard let cryptogram = value(0x9F26), let information = value(0x9F27)?.first else { return nil }
    let kind: ChipDetails.CryptogramKind =
      switch information >> 6 {
      case 1: .transactionCertificate
      case 2: .authorizationRequest
      default: .authentication
      }
    return ChipDetails(
      cryptogramKind: kind, cryptogram: cryptogram,
      terminalVerificationResults: value(0x95) ?? [],
      transactionStatusInformation: value(0x9B) ?? [],
      applicationIdentifier: value(0x84) ?? [], panSequenceNumber: value(0x5F34)?.last,
      applicationTransactionCounter: value(0x9F36) ?? [],
      applicationInterchangeProfile: value(0x82) ?? [],
      unpredictableNumber: value(0x9F37) ?? [], issuerApplicationData: value(0x9F10) ?? [],
      terminalCapabilities: value(0x9F33) ?? [], applicationLabel: text(0x50) ?? "",
      preferredName: text(0x9F12))
  }

  private func value(_ tag: DataObjectTag) -> [UInt8]? {
    (try? TLVReader(bytes).first(tag)).flatMap { $0 }.map { Array($0) }
  }

  private func text(_ tag: DataObjectTag) -> String? {
    value(tag).map { String(decoding: $0.filter { (0x20...0x7E).contains($0) }, as: UTF8.self) }
  }
}
