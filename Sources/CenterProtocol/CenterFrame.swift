package import ISO8583

/// One message with what stands in front of it on the way to the center or back.
///
/// On a stream: a big-endian count of two bytes, not counting itself, then TPDU 5, header 6 and the
/// message. On a dial-up line the count is absent. An old network access controller may put a block
/// with telephone numbers between TPDU and header of a request.
/// Source: UnionPay POS, message framing.
package struct CenterFrame: Hashable, Sendable {
  /// The shortest payload: TPDU, header, message type and bitmap.
  package static let minimumPayloadByteCount =
    TransportAddress.byteCount + MessageHeader.byteCount + 10

  /// Where it goes.
  package var address: TransportAddress
  /// What application it belongs to, and what the center asks for.
  package var header: MessageHeader
  /// The message, from its type to its last element.
  package var body: [UInt8]

  /// Puts a frame together.
  package init(address: TransportAddress, header: MessageHeader, body: [UInt8]) {
    self.address = address
    self.header = header
    self.body = body
  }

  /// Takes what follows the length: TPDU, caller block if `mayHaveCallerBlock`, header, message.
  package init(
    payload: ArraySlice<UInt8>, mayHaveCallerBlock: Bool = false
  ) throws(FramingError) {
    guard payload.count >= Self.minimumPayloadByteCount else {
      throw .wrongLength(payload.count)
    }
    guard let address = TransportAddress(payload.prefix(TransportAddress.byteCount)) else {
      throw .notTransportAddress
    }
    var rest = payload.dropFirst(TransportAddress.byteCount)
    if mayHaveCallerBlock, rest.starts(with: CallerBlock.start) {
      rest = rest.dropFirst(CallerBlock.byteCount)
    }
    guard rest.count >= Self.minimumPayloadByteCount - TransportAddress.byteCount,
      let header = MessageHeader(rest.prefix(MessageHeader.byteCount))
    else { throw .wrongLength(payload.count) }
    self.init(
      address: address, header: header, body: Array(rest.dropFirst(MessageHeader.byteCount)))
  }

  /// TPDU, header and message, without a length.
  package var payload: [UInt8] { address.encoded + header.encoded + body }

  /// The bytes for a stream: the length and the payload.
  package func encoded() throws(FramingError) -> [UInt8] {
    let count = TransportAddress.byteCount + MessageHeader.byteCount + body.count
    guard count <= Int(UInt16.max) else { throw .wrongLength(count) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 + count)
    bytes.append(UInt8(count >> 8))
    bytes.append(UInt8(count & 0xFF))
    bytes.append(contentsOf: address.encoded)
    bytes.append(contentsOf: header.encoded)
    bytes.append(contentsOf: body)
    return bytes
  }

  /// Decodes the message in the UnionPay dialect.
  package func message() throws(DecodingError) -> Message {
    try Message(decoding: body, dialect: .unionPay)
  }
}

extension CenterFrame: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "frame of \(body.count) bytes for \(address)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why bytes are not a frame; the connection has lost its place and must be closed.
package enum FramingError: Error, Hashable, Sendable {
  /// A length that no message has, in bytes behind the length field.
  case wrongLength(Int)
  /// The payload does not begin with a TPDU.
  case notTransportAddress
}

/// The block that a network access controller (网控器) puts behind the TPDU.
///
/// `LRI`, the length `00 1C`, 8 bytes of the caller's and 8 of the called number, `X` and `I` with
/// 2 bytes each, and the 6 bytes of the node's address.
enum CallerBlock {
  static let start: [UInt8] = [0x4C, 0x52, 0x49, 0x00, 0x1C]
  static let byteCount = 33
}
