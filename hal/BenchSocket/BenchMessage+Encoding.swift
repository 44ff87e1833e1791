import HAL

extension BenchMessage {
  /// The bytes of the wire, length included.
  ///
  /// A text or an APDU that does not fit is cut, so that a screen never stops the terminal.
  package var encoded: [UInt8] {
    var writer = BenchWriter()
    switch self {
    case .show(let content):
      writer.byte(1)
      writer.content(content)
    case .powerUp(let request):
      writer.byte(2)
      writer.number(request)
    case .command(let request, let bytes):
      writer.byte(3)
      writer.number(request)
      writer.bytes(bytes)
    case .powerDown: writer.byte(4)
    case .keyPressed(let key):
      writer.byte(5)
      writer.byte(key.benchCode)
    case .cardInserted: writer.byte(6)
    case .cardRemoved: writer.byte(7)
    case .cardAnswered(let request, .success(let bytes)):
      writer.byte(8)
      writer.number(request)
      writer.bytes(bytes)
    case .cardAnswered(let request, .failure(let error)):
      writer.byte(9)
      writer.number(request)
      writer.error(error)
    case .cardSwiped(let swipe):
      writer.byte(10)
      writer.swipe(swipe)
    case .networkChanged(let status):
      writer.byte(11)
      let steps = [
        status.exists, status.hasCarrier, status.hasAddress, status.hasDefaultRoute,
      ]
      for isSo in steps { writer.byte(isSo ? 1 : 0) }
    case .cable(let device, let isPlugged):
      writer.byte(12)
      writer.byte(device.rawValue)
      writer.byte(isPlugged ? 1 : 0)
    }
    return writer.framed
  }
}

/// Appends values in the form of the wire.
private struct BenchWriter {
  private var output: [UInt8] = []

  /// A text longer than this is cut; a screen of them stays below the limit of a message.
  private static let textLimit = 255
  private static let lineLimit = 32

  var framed: [UInt8] {
    [UInt8(truncatingIfNeeded: output.count >> 8), UInt8(truncatingIfNeeded: output.count)] + output
  }

  mutating func byte(_ value: UInt8) { output.append(value) }

  mutating func number(_ value: UInt16) {
    output.append(UInt8(truncatingIfNeeded: value >> 8))
    output.append(UInt8(truncatingIfNeeded: value))
  }

  mutating func bytes(_ bytes: [UInt8]) {
    let bytes = bytes.prefix(BenchMessage.byteLimit - 8)
    number(UInt16(truncatingIfNeeded: bytes.count))
    output += bytes
  }

  mutating func text(_ text: String) {
    var text = text
    while text.utf8.count > Self.textLimit { text.removeLast() }
    bytes(Array(text.utf8))
  }

  mutating func content(_ content: DisplayContent) {
    text(content.identifier)
    line(content.status)
    text(content.title)
    let lines = content.lines.prefix(Self.lineLimit)
    byte(UInt8(truncatingIfNeeded: lines.count))
    for line in lines { self.line(line) }
    text(content.hint)
  }

  private mutating func line(_ line: DisplayContent.Line) {
    byte(line.style.benchCode)
    text(line.text)
  }

  private mutating func track(_ reading: Swipe.TrackReading) {
    switch reading {
    case .absent: byte(0)
    case .characters(let characters):
      byte(1)
      bytes(characters)
    case .unreadable(let fault):
      byte(2)
      byte(fault.benchCode)
    case .encrypted(let masked):
      byte(3)
      bytes(masked)
    }
  }

  mutating func swipe(_ swipe: Swipe) {
    for reading in [swipe.track1, swipe.track2, swipe.track3] { track(reading) }
    byte(swipe.direction?.benchCode ?? 0)
    text(swipe.readerSerialNumber ?? "")
    byte(swipe.encryption == nil ? 0 : 1)
    if let encryption = swipe.encryption { self.encryption(encryption) }
  }

  private mutating func encryption(_ encryption: SwipeEncryption) {
    byte(encryption.algorithm.benchCode)
    byte(encryption.keyVariant.benchCode)
    bytes(encryption.keySerialNumber)
    bytes(encryption.sessionIdentifier)
    byte(encryption.announcesChip.map { $0 ? 2 : 1 } ?? 0)
    // There are three tracks, so that there are no more blocks.
    let blocks = encryption.blocks.prefix(3)
    byte(UInt8(blocks.count))
    for block in blocks {
      bytes(block.tracks.map { UInt8(clamping: $0) })
      bytes((block.clearByteCounts ?? []).map { UInt8(clamping: $0) })
      bytes(block.ciphertext)
    }
  }

  mutating func error(_ error: CardReaderError) {
    byte(error.benchCode)
    guard case .communication(let code) = error else { return }
    let bits = UInt32(bitPattern: Int32(clamping: code))
    number(UInt16(truncatingIfNeeded: bits >> 16))
    number(UInt16(truncatingIfNeeded: bits))
  }
}
