/// Cuts a stream of bytes into frames, whatever the pieces in which it comes.
///
/// Half a frame waits for the rest; two frames in one piece come out one after the other. Once a
/// length is wrong nothing behind it can be trusted: every later call throws the same error, and
/// the owner closes the connection.
/// Source: UnionPay POS, message framing; a length that no message has closes the connection.
package struct FrameAssembler: Sendable {
  private let maximumPayloadByteCount: Int
  private let mayHaveCallerBlock: Bool
  private var buffer: [UInt8] = []
  private var start = 0
  private var failure: FramingError?

  /// Starts on a new connection.
  ///
  /// `mayHaveCallerBlock` is for the center's side, whose requests may come through an access
  /// controller.
  package init(maximumPayloadByteCount: Int = 8192, mayHaveCallerBlock: Bool = false) {
    self.maximumPayloadByteCount = min(maximumPayloadByteCount, Int(UInt16.max))
    self.mayHaveCallerBlock = mayHaveCallerBlock
  }

  /// How many bytes wait for the rest of their frame.
  package var pendingByteCount: Int { buffer.count - start }

  /// Takes bytes as they came.
  package mutating func append(_ bytes: some Sequence<UInt8>) {
    guard failure == nil else { return }
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole frame, or nil when more bytes are needed.
  package mutating func next() throws(FramingError) -> CenterFrame? {
    if let failure { throw failure }
    do {
      return try cut()
    } catch {
      failure = error
      buffer = []
      start = 0
      throw error
    }
  }

  private mutating func cut() throws(FramingError) -> CenterFrame? {
    guard pendingByteCount >= 2 else { return nil }
    let count = Int(buffer[start]) << 8 | Int(buffer[start + 1])
    let range = CenterFrame.minimumPayloadByteCount...maximumPayloadByteCount
    guard range.contains(count) else { throw .wrongLength(count) }
    guard pendingByteCount >= 2 + count else { return nil }
    let payload = buffer[(start + 2)..<(start + 2 + count)]
    start += 2 + count
    return try CenterFrame(payload: payload, mayHaveCallerBlock: mayHaveCallerBlock)
  }
}
