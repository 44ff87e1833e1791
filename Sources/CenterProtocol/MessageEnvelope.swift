import ISO8583

/// What stands in front of a message of unknown origin: found by trying each form.
///
/// A form that makes the message decode wins; then one whose length fits; then one that puts a
/// known message type in its place; then the one that explains most of the bytes in front.
struct MessageEnvelope {
  /// The length in front.
  private(set) var length: Int?
  private(set) var address: TransportAddress?
  private(set) var header: MessageHeader?
  private(set) var body: [UInt8] = []
  /// What the bytes should have gone on with, when they end before the message begins.
  private(set) var missing: String?
  /// A length that does not count the bytes behind it.
  private(set) var lengthFailure: MessageInspection.Failure?
  private var score = 0

  init(detectingIn bytes: [UInt8], dialect: MessageDialect) {
    var best = MessageEnvelope(bytes, hasLength: false, hasAddress: false, hasHeader: false)
    best?.rate(dialect)
    for form in 1..<8 {
      var candidate = MessageEnvelope(
        bytes, hasLength: form & 1 != 0, hasAddress: form & 2 != 0, hasHeader: form & 4 != 0)
      candidate?.rate(dialect)
      if let candidate, candidate.score > (best?.score ?? -1) { best = candidate }
    }
    self = best ?? MessageEnvelope()
  }

  private init() {}

  /// Nil when the bytes can't have this form.
  private init?(_ bytes: [UInt8], hasLength: Bool, hasAddress: Bool, hasHeader: Bool) {
    var rest = bytes[...]
    if hasLength {
      guard rest.count > 2 else { return nil }
      let announced = Int(rest[0]) << 8 | Int(rest[1])
      rest = rest.dropFirst(2)
      length = announced
      if announced != rest.count {
        lengthFailure = MessageInspection.Failure(
          field: nil, offset: 0,
          reason: "the length says \(announced) bytes, and \(rest.count) follow")
      }
    }
    if hasAddress {
      guard rest.first == TransportAddress.identifier else { return nil }
      score += 1
      address = TransportAddress(rest.prefix(TransportAddress.byteCount))
      if address == nil { missing = "the bytes end inside the TPDU" }
      rest = rest.dropFirst(TransportAddress.byteCount)
      if rest.starts(with: CallerBlock.start) { rest = rest.dropFirst(CallerBlock.byteCount) }
    }
    if hasHeader {
      guard let first = rest.first, (0x60...0x65).contains(first) else { return nil }
      score += 1
      header = MessageHeader(rest.prefix(MessageHeader.byteCount))
      if header == nil { missing = "the bytes end inside the header" }
      rest = rest.dropFirst(MessageHeader.byteCount)
    }
    body = Array(rest)
  }

  private mutating func rate(_ dialect: MessageDialect) {
    if missing == nil { score += 1 }
    // No message type begins like a TPDU or a header.
    if let first = body.first, first >= TransportAddress.identifier { score -= 2 }
    if length != nil { score += lengthFailure == nil ? 8 : (address == nil ? -1 : 1) }
    let fragment = MessageFragment(decoding: body, dialect: dialect)
    if fragment.type.map({ Self.knownTypes.contains($0) }) == true { score += 4 }
    if fragment.error == nil { score += 16 }
  }

  private static let knownTypes: Set<MessageType> = {
    let requests: [MessageType] = [
      .authorizationRequest, .financialRequest, .financialAdvice, .fileAdvice, .reversalRequest,
      .reconciliationRequest, .administrativeAdvice, .networkManagementRequest,
      .networkManagementAdvice,
    ]
    return Set(requests + requests.compactMap(\.response))
  }()
}
