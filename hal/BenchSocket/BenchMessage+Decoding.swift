import HAL
import Octets

extension BenchMessage {
  /// Reads what stands behind the length: the kind and its values, to the last byte.
  package init(payload: ArraySlice<UInt8>) throws(BenchMessageError) {
    var reader = BenchReader(payload)
    self = try reader.message()
    try reader.end()
  }
}

/// Takes values off the form of the wire.
private struct BenchReader {
  private var reader: ByteReader

  init(_ payload: ArraySlice<UInt8>) { reader = ByteReader(payload) }

  mutating func message() throws(BenchMessageError) -> BenchMessage {
    let offset = reader.offset
    let kind = try byte()
    switch kind {
    case 1: return .show(try content())
    case 2: return .powerUp(request: try number())
    case 3: return .command(request: try number(), try bytes())
    case 4: return .powerDown
    case 5: return .keyPressed(try coded(Key.init(benchCode:)))
    case 6: return .cardInserted
    case 7: return .cardRemoved
    case 8: return .cardAnswered(request: try number(), .success(try bytes()))
    case 9: return .cardAnswered(request: try number(), .failure(try error()))
    case 10: return .cardSwiped(try swipe())
    case 11:
      return .networkChanged(
        InterfaceStatus(
          exists: try boolean(), hasCarrier: try boolean(), hasAddress: try boolean(),
          hasDefaultRoute: try boolean()))
    case 12: return .cable(try coded(BenchDevice.init(rawValue:)), isPlugged: try boolean())
    default: throw .unknownValue(kind, offset: offset)
    }
  }

  func end() throws(BenchMessageError) {
    if !reader.isAtEnd { throw .trailingBytes(offset: reader.offset) }
  }

  private mutating func byte() throws(BenchMessageError) -> UInt8 {
    do { return try reader.byte() } catch { throw .truncated(offset: error.offset) }
  }

  private mutating func boolean() throws(BenchMessageError) -> Bool {
    try coded { $0 > 1 ? nil : $0 == 1 }
  }

  private mutating func number() throws(BenchMessageError) -> UInt16 {
    do {
      return UInt16(truncatingIfNeeded: try reader.integer(byteCount: 2))
    } catch {
      throw .truncated(offset: error.offset)
    }
  }

  private mutating func bytes() throws(BenchMessageError) -> [UInt8] {
    let count = Int(try number())
    do { return Array(try reader.bytes(count)) } catch { throw .truncated(offset: error.offset) }
  }

  private mutating func text() throws(BenchMessageError) -> String {
    let offset = reader.offset
    guard let text = String(validating: try bytes(), as: UTF8.self) else {
      throw .notUTF8(offset: offset)
    }
    return text
  }

  private mutating func coded<Value>(
    _ decode: (UInt8) -> Value?
  ) throws(BenchMessageError) -> Value {
    let offset = reader.offset
    let code = try byte()
    guard let value = decode(code) else { throw .unknownValue(code, offset: offset) }
    return value
  }

  private mutating func content() throws(BenchMessageError) -> DisplayContent {
    let identifier = try text()
    let status = try line()
    let title = try text()
    var lines: [DisplayContent.Line] = []
    for _ in 0..<(try byte()) { lines.append(try line()) }
    return DisplayContent(
      identifier: identifier, status: status, title: title, lines: lines, hint: try text())
  }

  private mutating func line() throws(BenchMessageError) -> DisplayContent.Line {
    let style = try coded(DisplayContent.Style.init(benchCode:))
    return DisplayContent.Line(try text(), style)
  }

  private mutating func track() throws(BenchMessageError) -> Swipe.TrackReading {
    let offset = reader.offset
    let kind = try byte()
    switch kind {
    case 0: return .absent
    case 1: return .characters(try bytes())
    case 2: return .unreadable(try coded(Swipe.TrackFault.init(benchCode:)))
    case 3: return .encrypted(masked: try bytes())
    default: throw .unknownValue(kind, offset: offset)
    }
  }

  private mutating func swipe() throws(BenchMessageError) -> Swipe {
    var swipe = Swipe(track1: try track(), track2: try track(), track3: try track())
    swipe.direction = try coded { code -> Swipe.Direction?? in
      code == 0 ? .some(nil) : Swipe.Direction(benchCode: code).map { .some($0) }
    }
    let serialNumber = try text()
    swipe.readerSerialNumber = serialNumber.isEmpty ? nil : serialNumber
    if try boolean() { swipe.encryption = try encryption() }
    return swipe
  }

  private mutating func encryption() throws(BenchMessageError) -> SwipeEncryption {
    var encryption = SwipeEncryption(
      algorithm: try coded(SwipeEncryption.Algorithm.init(benchCode:)),
      keyVariant: try coded(SwipeEncryption.KeyVariant.init(benchCode:)),
      keySerialNumber: try bytes(), blocks: [], sessionIdentifier: try bytes())
    encryption.announcesChip = try coded { code -> Bool?? in
      switch code {
      case 0: .some(nil)
      case 1: .some(false)
      case 2: .some(true)
      default: nil
      }
    }
    for _ in 0..<(try byte()) {
      let tracks = try bytes().map { Int($0) }
      let counts = try bytes().map { Int($0) }
      encryption.blocks.append(
        SwipeEncryption.Block(
          tracks: tracks, clearByteCounts: counts.isEmpty ? nil : counts,
          ciphertext: try bytes()))
    }
    return encryption
  }

  private mutating func error() throws(BenchMessageError) -> CardReaderError {
    let error = try coded(CardReaderError.init(benchCode:))
    guard case .communication = error else { return error }
    let bits = UInt32(try number()) << 16 | UInt32(try number())
    return .communication(code: Int(Int32(bitPattern: bits)))
  }
}
