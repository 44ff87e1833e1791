import HAL
import Octets

/// What the first bytes of ID TECH's card data say about the rest.
///
/// Bytes: encode type; track status (bits 0-2 decoded, 3-5 there is something on the track, 6
/// optional bytes follow); clear lengths of tracks 1 to 3. Enhanced: sent in clear or masked (bits
/// 0-2 tracks, 3 fixed key, 4 AES, 5 chip card, 6 PIN variant, 7 serial number); sent encrypted
/// (bits 0-2 tracks, 3-5 hashes, 6 session, 7 KSN).
struct IDTechHeader {
  private let encodeType: UInt8
  private let trackStatus: UInt8
  private let lengths: [UInt8]
  private let masked: UInt8
  private let encrypted: UInt8

  init(_ reader: inout ByteReader) throws(ByteReader.Truncated) {
    encodeType = try reader.byte()
    trackStatus = try reader.byte()
    lengths = Array(try reader.bytes(3))
    if encodeType & 0x80 != 0 {
      masked = try reader.byte()
      encrypted = try reader.byte()
      if trackStatus & 0x40 != 0 { _ = try reader.bytes(Int(try reader.byte())) }
    } else {
      masked = 0b0000_0111
      // Hashes and the KSN follow whenever tracks 1 and 2 are encrypted.
      encrypted = 0b1001_1011
    }
  }

  var isEnhanced: Bool { encodeType & 0x80 != 0 }
  var isISO: Bool { encodeType & 0x7F == 0 }

  private func bit(_ number: Int, of byte: UInt8) -> Bool { byte >> UInt8(number) & 1 != 0 }
  private func index(_ track: TrackFormat) -> Int { track.rawValue - 1 }

  func clearByteCount(of track: TrackFormat) -> Int { Int(lengths[index(track)]) }
  func isSent(_ track: TrackFormat) -> Bool { bit(index(track), of: masked) }

  /// Which tracks the cipher ran over, run by run.
  var encryptedTracks: [[TrackFormat]] {
    guard isEnhanced else {
      let both: [TrackFormat] = [.track1, .track2].filter { clearByteCount(of: $0) > 0 }
      return both.isEmpty ? [] : [both]
    }
    return TrackFormat.allCases.filter {
      bit(index($0), of: encrypted) && clearByteCount(of: $0) > 0
    }.map { [$0] }
  }

  var algorithm: SwipeEncryption.Algorithm {
    isEnhanced && bit(4, of: masked) ? .aes : .tripleDES
  }
  var keyVariant: SwipeEncryption.KeyVariant { isEnhanced && bit(6, of: masked) ? .pin : .data }
  var announcesChip: Bool? { isEnhanced ? bit(5, of: masked) : nil }
  var hasSerialNumber: Bool { isEnhanced && bit(7, of: masked) }
  var hasSession: Bool { isEnhanced && bit(6, of: encrypted) }
  var hasKeySerialNumber: Bool { bit(7, of: encrypted) }

  /// Whether so many bytes can be the hashes: 20 each with SHA-1, 32 with SHA-256.
  func allows(hashByteCount count: Int) -> Bool {
    guard isEnhanced else {
      return count == 20 * encryptedTracks.joined().count || count == 40 || count == 0
    }
    let hashes = (encrypted >> 3 & 7).nonzeroBitCount
    return count == 20 * hashes || count == 32 * hashes
  }

  /// What came of a track; `text` is masked where the track is encrypted.
  func reading(
    of track: TrackFormat, _ text: ArraySlice<UInt8>, isEncrypted: Bool
  ) -> Swipe.TrackReading {
    let wasDecoded = bit(index(track), of: trackStatus)
    if isEncrypted, encryptedTracks.joined().contains(track) {
      return .encrypted(masked: TrackText.withoutSentinels(text))
    }
    if !text.isEmpty {
      return MagTekReport.reading(text, track, hasError: !wasDecoded, isISO: isISO)
    }
    let isThere = bit(index(track) + 3, of: trackStatus)
    return isThere && !wasDecoded ? .unreadable(.notDecoded) : .absent
  }
}
