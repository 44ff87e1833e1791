import HAL
import Octets

/// The card data of an ID TECH block, part by part.
struct IDTechCardData {
  private let header: IDTechHeader
  private var texts: [TrackFormat: ArraySlice<UInt8>] = [:]
  private var blocks: [SwipeEncryption.Block] = []
  private let session: [UInt8]
  private let isEncrypted: Bool
  /// Hashes, serial number and KSN.
  let rest: ArraySlice<UInt8>
  /// Where the rest begins, counted from the card data's first byte.
  let restOffset: Int

  init(_ data: ArraySlice<UInt8>) throws(ByteReader.Truncated) {
    var reader = ByteReader(data)
    header = try IDTechHeader(&reader)
    for track in TrackFormat.allCases where header.isSent(track) {
      texts[track] = try reader.bytes(header.clearByteCount(of: track))
    }
    // An original block of a card that is none of a bank has its tracks in clear, and no more.
    isEncrypted =
      header.isEnhanced
      || (!header.encryptedTracks.isEmpty && (header.isISO || !reader.isAtEnd))
    if isEncrypted {
      for tracks in header.encryptedTracks {
        blocks.append(try Self.block(tracks, header, &reader))
      }
      session = Array(try reader.bytes(header.hasSession ? 8 : 0))
    } else {
      session = []
    }
    restOffset = reader.offset
    rest = reader.rest
  }

  private static func block(
    _ tracks: [TrackFormat], _ header: IDTechHeader, _ reader: inout ByteReader
  ) throws(ByteReader.Truncated) -> SwipeEncryption.Block {
    let counts = tracks.map(header.clearByteCount(of:))
    let size = header.algorithm.blockByteCount
    let padded = (counts.reduce(0, +) + size - 1) / size * size
    return SwipeEncryption.Block(
      tracks: tracks.map(\.rawValue), clearByteCounts: counts,
      ciphertext: Array(try reader.bytes(padded)))
  }

  private var serialNumberByteCount: Int { isEncrypted && header.hasSerialNumber ? 10 : 0 }
  private var keyByteCount: Int { isEncrypted && header.hasKeySerialNumber ? 10 : 0 }

  /// Whether the rest is hashes, serial number and KSN, and no byte more or less.
  var explainsAllBytes: Bool {
    let hashes = rest.count - serialNumberByteCount - keyByteCount
    return isEncrypted ? header.allows(hashByteCount: hashes) : rest.isEmpty
  }

  var swipe: Swipe {
    var swipe = Swipe(track1: .absent, track2: .absent, track3: .absent)
    for track in TrackFormat.allCases {
      swipe[track] = header.reading(of: track, texts[track] ?? [], isEncrypted: isEncrypted)
    }
    let serialNumber = rest.dropLast(keyByteCount).suffix(serialNumberByteCount)
    swipe.readerSerialNumber = SwipeReportText.serialNumber(serialNumber)
    if !blocks.isEmpty {
      swipe.encryption = SwipeEncryption(
        algorithm: header.algorithm, keyVariant: header.keyVariant,
        keySerialNumber: Array(rest.suffix(keyByteCount)), blocks: blocks,
        sessionIdentifier: session, announcesChip: header.announcesChip)
    }
    return swipe
  }
}
