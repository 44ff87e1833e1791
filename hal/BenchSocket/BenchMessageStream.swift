/// Cuts a stream of bytes into messages.
package struct BenchMessageStream: Sendable {
  private var buffer: [UInt8] = []

  /// Starts with nothing.
  package init() {}

  /// Adds bytes as they came.
  package mutating func append(_ bytes: some Sequence<UInt8>) { buffer += bytes }

  /// Takes the next whole message off the front; nil when more bytes are needed.
  ///
  /// After an error the stream has lost its place: close the connection.
  package mutating func next() throws(BenchMessageError) -> BenchMessage? {
    guard buffer.count >= 2 else { return nil }
    let count = Int(buffer[0]) << 8 | Int(buffer[1])
    guard (1...BenchMessage.byteLimit).contains(count) else { throw .badLength(count) }
    guard buffer.count >= 2 + count else { return nil }
    defer { buffer.removeFirst(2 + count) }
    return try BenchMessage(payload: buffer[2..<2 + count])
  }
}
