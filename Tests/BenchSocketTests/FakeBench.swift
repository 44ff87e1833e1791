import BenchSocket
import EventLoop
import Glibc
import HAL
import SystemPackage

/// The other end of the socket, on the same loop as the drivers under test.
final class FakeBench {
  let path: String
  private let loop: EventLoop
  private var listener: FileDescriptor?
  private var peer: AsyncDescriptor?
  private var stream = BenchMessageStream()

  init(loop: EventLoop) {
    self.loop = loop
    path = "/tmp/bench-socket-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
  }

  deinit {
    if let listener { try? listener.close() }
    unlink(path)
  }

  func listen() throws { listener = try UnixStream.listen(path: path) }

  /// Waits for the drivers to connect.
  func accept() async throws {
    guard let listener else { throw Errno.badFileDescriptor }
    while true {
      if let accepted = try UnixStream.accept(on: listener) {
        peer = AsyncDescriptor(accepted, loop: loop)
        return
      }
      await loop.sleep(for: .milliseconds(2))
    }
  }

  func send(_ message: BenchMessage) async throws {
    try await send(bytes: message.encoded)
  }

  func send(bytes: [UInt8]) async throws {
    try await peer?.write(bytes, timeout: .seconds(5))
  }

  func receive() async throws -> BenchMessage {
    while true {
      if let message = try stream.next() { return message }
      guard let peer else { throw Errno.badFileDescriptor }
      let bytes = try await peer.read(timeout: .seconds(5))
      if bytes.isEmpty { throw Errno.connectionReset }
      stream.append(bytes)
    }
  }

  /// Whether the drivers have closed their end.
  func isClosedByPeer() async -> Bool {
    guard let peer else { return true }
    return (try? await peer.read(timeout: .seconds(5)))?.isEmpty ?? true
  }

  func hangUp() {
    peer?.close()
    peer = nil
    stream = BenchMessageStream()
  }
}

/// Keeps what drivers reported, in order.
final class EventLog: DeviceEventSink {
  private let mailbox: Mailbox<DeviceEvent>
  init(loop: EventLoop) { mailbox = Mailbox(clock: loop) }
  func post(_ event: DeviceEvent) { mailbox.post(event) }
  func next() async -> DeviceEvent? { await mailbox.next(timeout: .seconds(5)) }
  var isEmpty: Bool { mailbox.isEmpty }
}
