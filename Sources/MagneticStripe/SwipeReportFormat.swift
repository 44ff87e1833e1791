package import HAL

/// What a reader's reports look like.
package enum SwipeReportFormat: String, Hashable, Sendable, CaseIterable {
  /// 337 bytes in clear: MagTek, and readers of others that are set to its structure.
  case magTek = "magtek"
  /// 856 bytes or more with encrypted tracks: MagTek's MagneSafe V5.
  case magTekEncrypted = "magtek-encrypted"
  /// ID TECH's own structure: a header, and text or an encrypted block in it.
  case idTech = "idtech"
  /// ID TECH's encrypted block by itself, in binary or in hexadecimal digits.
  case idTechBlock = "idtech-block"

  /// The bytes of a whole report, for a device whose HID descriptor can't be had.
  package var byteCount: Int {
    switch self {
    case .magTek: MagTekReport.byteCount
    case .magTekEncrypted: MagTekEncryptedReport.byteCount
    case .idTech, .idTechBlock: 521
    }
  }

  /// Reads one report.
  ///
  /// Any bytes are allowed: they give a swipe, whose tracks may have faults, or throw.
  package func swipe(_ report: [UInt8]) throws(SwipeReportError) -> Swipe {
    switch self {
    case .magTek: try MagTekReport.swipe(report)
    case .magTekEncrypted: try MagTekEncryptedReport.swipe(report)
    case .idTech: try IDTechReport.swipe(report)
    case .idTechBlock: try IDTechBlock.swipe(binaryOrHexadecimal: report)
    }
  }
}
