package import HAL
package import MagneticStripe
package import PaymentCryptography

/// What a swipe reader's hardware sends when a card is drawn: reports, byte for byte.
///
/// It is what stands beneath a driver: on a mocked USB device, or typed as keys.
package struct EmulatedSwipeReader: Hashable, Sendable {
  /// What the reports look like.
  package var format: SwipeReportFormat
  /// The keys of a reader that encrypts; nil sends tracks in clear.
  package var keys: EmulatedReaderKeys?
  /// The serial number in reports that have room for one.
  package var serialNumber = "LJ0000001"
  /// Whether ID TECH's block has its enhanced form.
  package var isEnhanced = true
  /// Whether ID TECH's block goes out as hexadecimal digits.
  package var isHexadecimal = false
  /// Which way cards are drawn, for reports that say so.
  package var direction = Swipe.Direction.forward

  /// Makes a reader.
  package init(format: SwipeReportFormat, keys: EmulatedReaderKeys? = nil) {
    self.format = format
    self.keys = keys
  }

  /// The report on a card; each uses up a key.
  package mutating func report(on stripe: StripePersonality) throws(CryptographyError) -> [UInt8] {
    let tracks = SwipedTracks(stripe)
    defer { keys?.countSwipe() }
    switch format {
    case .magTek: return magTek(tracks)
    case .magTekEncrypted: return try magTekEncrypted(tracks)
    case .idTech: return try idTech(tracks)
    case .idTechBlock:
      let block = try idTechBlock(tracks)
      return isHexadecimal ? block.flatMap { Array(Self.hexadecimal($0).utf8) } : block
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  private func magTek(_ tracks: SwipedTracks) -> [UInt8] {
    var report = [UInt8](repeating: 0, count: MagTekReport.byteCount)
    for (index, text) in tracks.texts.enumerated() {
      report[index] = tracks.hasError[index] ? 1 : 0
      report[3 + index] = UInt8(clamping: text.count)
      report.put(text, at: MagTekReport.fieldsOffset + index * MagTekReport.fieldByteCount)
    }
    return report
  }

  private func magTekEncrypted(_ tracks: SwipedTracks) throws(CryptographyError) -> [UInt8] {
    typealias Offset = MagTekEncryptedReport.Offset
    typealias Status = MagTekEncryptedReport.EncryptionStatus
    var report = [UInt8](repeating: 0, count: MagTekEncryptedReport.byteCount)
    let size = MagTekEncryptedReport.fieldByteCount
    for (index, text) in tracks.texts.enumerated() {
      report[Offset.decodeStatus + index] = tracks.hasError[index] ? 1 : 0
      let encrypted = try keys?.encrypt(text) ?? text
      let masked = SwipedTracks.masked(text, with: UInt8(ascii: "0"))
      report[Offset.encryptedLengths + index] = UInt8(clamping: encrypted.count)
      report[Offset.maskedLengths + index] = UInt8(clamping: masked.count)
      report[Offset.clearLengths + index] = UInt8(clamping: text.count)
      report.put(encrypted, at: Offset.encryptedFields + index * size)
      report.put(masked, at: Offset.maskedFields + index * size)
    }
    report[Offset.magnePrintStatus] = 1
    report[Offset.magnePrintStatus + 2] = direction == .backward ? 0x20 : 0
    report.put(Array(serialNumber.utf8.prefix(15)), at: Offset.serialNumber)
    if let keys {
      let status =
        Status.hasKey | Status.isEnabled | (keys.variant == .data ? Status.usesDataVariant : 0)
      report.put([UInt8(status >> 8), UInt8(status & 0xFF)], at: Offset.encryptionStatus)
      report.put(keys.keySerialNumber, at: Offset.keySerialNumber)
    }
    return report
  }

  private func idTech(_ tracks: SwipedTracks) throws(CryptographyError) -> [UInt8] {
    let output =
      keys == nil
      ? tracks.texts.filter { !$0.isEmpty }.flatMap { $0 + [0x0D] } : try idTechBlock(tracks)
    let header =
      tracks.hasError.map { $0 ? 1 : 0 } + tracks.texts.map { UInt8(clamping: $0.count) }
      + [0, UInt8(output.count & 0xFF), UInt8(output.count >> 8)]
    let report = header + output
    return report + [UInt8](repeating: 0, count: max(0, format.byteCount - report.count))
  }
}

extension EmulatedSwipeReader {
  /// ID TECH's block with its frame.
  private func idTechBlock(_ tracks: SwipedTracks) throws(CryptographyError) -> [UInt8] {
    let data = try isEnhanced ? enhancedCardData(tracks) : originalCardData(tracks)
    let length = [UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
    return [IDTechBlock.start] + length + data + [data.reduce(0, ^), data.reduce(0, &+)]
      + [IDTechBlock.end]
  }

  /// Bits 0 to 2 for tracks that were decoded, 3 to 5 for those that have something on them.
  private func trackStatus(_ tracks: SwipedTracks) -> UInt8 {
    var status: UInt8 = 0
    for index in 0..<3 {
      if tracks.hasError[index] { status |= 8 << index }
      if !tracks.texts[index].isEmpty { status |= 9 << index }
    }
    return status
  }

  private func originalCardData(_ tracks: SwipedTracks) throws(CryptographyError) -> [UInt8] {
    let star = UInt8(ascii: "*")
    let lengths = tracks.texts.map { UInt8(clamping: $0.count) }
    let head = [0x00, trackStatus(tracks)] + lengths
    let masked = tracks.texts.prefix(2).flatMap { SwipedTracks.masked($0, with: star) }
    let both = tracks.texts[0] + tracks.texts[1]
    let hashes = tracks.texts.prefix(2).filter { !$0.isEmpty }
    guard let keys, !both.isEmpty else { return head + tracks.texts.joined() }
    return try head + masked + tracks.texts[2] + keys.encrypt(both)
      + hashes.flatMap { Digest.sha1($0) } + keys.keySerialNumber
  }

  private func enhancedCardData(_ tracks: SwipedTracks) throws(CryptographyError) -> [UInt8] {
    var present: UInt8 = 0
    for index in 0..<3 where !tracks.texts[index].isEmpty { present |= 1 << index }
    let lengths = tracks.texts.map { UInt8(clamping: $0.count) }
    var masked: UInt8 = present | 0x80  // with a serial number
    if tracks.announcesChip { masked |= 0x20 }
    if keys?.algorithm == .aes { masked |= 0x10 }
    if keys?.variant == .pin { masked |= 0x40 }
    let encrypted: UInt8 = keys == nil ? 0 : present | present << 3 | 0x80
    var data = [0x80, trackStatus(tracks)] + lengths + [masked, encrypted]
    for text in tracks.texts {
      data += keys == nil ? text : SwipedTracks.masked(text, with: UInt8(ascii: "*"))
    }
    if let keys {
      for text in tracks.texts { data += try keys.encrypt(text) }
      for text in tracks.texts where !text.isEmpty { data += Digest.sha1(text) }
    }
    data += Array(serialNumber.utf8.prefix(10))
    data += [UInt8](repeating: 0, count: max(0, 10 - serialNumber.utf8.count))
    return data + (keys?.keySerialNumber ?? [])
  }
}

extension [UInt8] {
  /// Writes bytes into a field, as far as there is room.
  fileprivate mutating func put(_ bytes: [UInt8], at offset: Int) {
    for (index, byte) in bytes.enumerated() where offset + index < count {
      self[offset + index] = byte
    }
  }
}
