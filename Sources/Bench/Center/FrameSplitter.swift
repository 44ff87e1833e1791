/// Cuts the bytes of a connection into whole requests, so that a cut of the power can fall between
/// them.
///
/// What has a length that no request has passes as it is: judging it is the center's affair.
/// On the wire: two bytes of length, five of TPDU, six of header, two of message type.
struct FrameSplitter {
  /// A whole request, or bytes that are none.
  struct Piece: Hashable {
    var bytes: [UInt8]
    var kind: CenterMoment.RequestKind
  }

  private static let lengthLimit = 8192
  /// Where the message type stands.
  private static let typeOffset = 13

  private var buffer: [UInt8] = []

  /// Adds bytes as they came, and gives what is whole now.
  mutating func take(_ bytes: [UInt8]) -> [Piece] {
    buffer += bytes
    var pieces: [Piece] = []
    while buffer.count >= 2 {
      let length = Int(buffer[0]) << 8 | Int(buffer[1])
      let count = length > Self.lengthLimit ? buffer.count : 2 + length
      guard buffer.count >= count else { break }
      let piece = Array(buffer.prefix(count))
      buffer.removeFirst(count)
      pieces.append(Piece(bytes: piece, kind: Self.kind(of: piece)))
    }
    return pieces
  }

  private static func kind(of bytes: [UInt8]) -> CenterMoment.RequestKind {
    guard bytes.count >= typeOffset + 2 else { return .other }
    return switch (bytes[typeOffset], bytes[typeOffset + 1]) {
    case (0x01, 0x00), (0x02, 0x00), (0x02, 0x20): .financial
    case (0x05, 0x00): .settlement
    default: .other
    }
  }
}
