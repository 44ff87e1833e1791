package import HAL
import Octets

/// MagTek's report with encrypted tracks (MagneSafe V5).
///
/// 856 bytes, more with newer firmware: status, lengths and encode type, three encrypted fields of
/// 112 bytes, card status, MagnePrint, serial number, encryption status, KSN, masked lengths, three
/// masked fields of 112, session, clear lengths. While the reader has no key or encryption is off
/// (security level 2), the fields for encrypted tracks hold them in clear.
/// Source: MagTek 99875475; reference 2.5.
package enum MagTekEncryptedReport {
  /// The bytes of the oldest report.
  package static let byteCount = 856
  /// The bytes of a track's field, encrypted or masked.
  package static let fieldByteCount = 112

  /// Where the parts stand.
  package enum Offset {
    /// Bit 0 of each of three bytes: the track has an error.
    package static let decodeStatus = 0
    /// The lengths of the encrypted tracks.
    package static let encryptedLengths = 3
    /// 0 for ISO cards.
    package static let encodeType = 6
    /// The first encrypted track.
    package static let encryptedFields = 7
    /// Four bytes, lowest first: bit 0 capable, bit 21 drawn backward.
    package static let magnePrintStatus = 344
    /// Sixteen bytes, ended by a zero.
    package static let serialNumber = 477
    /// Two bytes, highest first.
    package static let encryptionStatus = 493
    /// Ten bytes.
    package static let keySerialNumber = 495
    /// The lengths of the masked tracks.
    package static let maskedLengths = 505
    /// The first masked track.
    package static let maskedFields = 508
    /// Eight bytes, encrypted.
    package static let session = 844
    /// The lengths of the tracks in clear.
    package static let clearLengths = 852
  }

  /// Bits of the encryption status.
  package enum EncryptionStatus {
    /// The reader reads no more cards.
    package static let keysExhausted: UInt16 = 1 << 0
    /// It has its first key.
    package static let hasKey: UInt16 = 1 << 1
    /// It encrypts.
    package static let isEnabled: UInt16 = 1 << 2
    /// It uses the data variant, not that of the PIN.
    package static let usesDataVariant: UInt16 = 1 << 11
  }

  /// Reads a report of 856 bytes or more.
  package static func swipe(_ report: [UInt8]) throws(SwipeReportError) -> Swipe {
    guard report.count >= byteCount else {
      throw .truncated(offset: 0, wanted: byteCount, available: report.count)
    }
    let status =
      UInt16(report[Offset.encryptionStatus]) << 8 | UInt16(report[Offset.encryptionStatus + 1])
    var swipe = Swipe(track1: .absent, track2: .absent, track3: .absent)
    swipe.direction = direction(report)
    swipe.readerSerialNumber = serialNumber(report)
    if status & EncryptionStatus.keysExhausted != 0 {
      for track in TrackFormat.allCases { swipe[track] = .unreadable(.keysExhausted) }
      return swipe
    }
    let on = EncryptionStatus.hasKey | EncryptionStatus.isEnabled
    let isEncrypted = status & on == on
    for track in TrackFormat.allCases {
      swipe[track] = try reading(report, track, isEncrypted: isEncrypted)
    }
    if isEncrypted { swipe.encryption = try encryption(report, swipe, status) }
    return swipe
  }

  private static func reading(
    _ report: [UInt8], _ track: TrackFormat, isEncrypted: Bool
  ) throws(SwipeReportError) -> Swipe.TrackReading {
    let text = try field(
      report, track, lengths: Offset.encryptedLengths, fields: Offset.encryptedFields)
    let hasError = report[Offset.decodeStatus + track.rawValue - 1] & 1 != 0
    if hasError || text.isEmpty || !isEncrypted {
      return MagTekReport.reading(
        text, track, hasError: hasError, isISO: report[Offset.encodeType] == 0)
    }
    let masked = try field(
      report, track, lengths: Offset.maskedLengths, fields: Offset.maskedFields)
    return .encrypted(masked: TrackText.withoutSentinels(masked))
  }

  private static func field(
    _ report: [UInt8], _ track: TrackFormat, lengths: Int, fields: Int
  ) throws(SwipeReportError) -> ArraySlice<UInt8> {
    let place = lengths + track.rawValue - 1
    let length = Int(report[place])
    guard length <= fieldByteCount else { throw .badLength(length, offset: place) }
    let start = fields + (track.rawValue - 1) * fieldByteCount
    return report[start..<start + length]
  }

  private static func encryption(
    _ report: [UInt8], _ swipe: Swipe, _ status: UInt16
  ) throws(SwipeReportError) -> SwipeEncryption {
    var blocks: [SwipeEncryption.Block] = []
    for track in TrackFormat.allCases {
      guard case .encrypted = swipe[track] else { continue }
      let place = Offset.encryptedLengths + track.rawValue - 1
      let ciphertext = try field(
        report, track, lengths: Offset.encryptedLengths, fields: Offset.encryptedFields)
      guard ciphertext.count % 8 == 0 else { throw .badLength(ciphertext.count, offset: place) }
      let clear = Int(report[Offset.clearLengths + track.rawValue - 1])
      blocks.append(
        SwipeEncryption.Block(
          tracks: [track.rawValue], clearByteCounts: clear == 0 ? nil : [clear],
          ciphertext: Array(ciphertext)))
    }
    let session = report[Offset.session..<Offset.session + 8]
    return SwipeEncryption(
      algorithm: .tripleDES,
      keyVariant: status & EncryptionStatus.usesDataVariant == 0 ? .pin : .data,
      keySerialNumber: Array(report[Offset.keySerialNumber..<Offset.keySerialNumber + 10]),
      blocks: blocks,
      sessionIdentifier: session.allSatisfy { $0 == 0 } ? [] : Array(session))
  }

  private static func direction(_ report: [UInt8]) -> Swipe.Direction? {
    guard report[Offset.magnePrintStatus] & 1 != 0 else { return nil }
    return report[Offset.magnePrintStatus + 2] & 0x20 == 0 ? .forward : .backward
  }

  private static func serialNumber(_ report: [UInt8]) -> String? {
    SwipeReportText.serialNumber(report[Offset.serialNumber..<Offset.serialNumber + 16])
  }
}
