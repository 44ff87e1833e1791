import EventLoop
import Firmware
import Glibc
import SystemPackage

/// Answers the engineer's tool on a Unix socket: one line in, one JSON line out.
///
/// The socket's file is the owner's alone. A socket that another process answers on is left alone.
final class ControlServer {
  private static let lineLimit = 4096
  private static let connectionLimit = 4

  private let path: String
  private let loop: EventLoop
  private let answer: (String) async -> String
  private var listener: FileDescriptor?
  private var connectionCount = 0

  init(path: String, loop: EventLoop, answer: @escaping (String) async -> String) {
    self.path = path
    self.loop = loop
    self.answer = answer
  }

  /// Starts to listen; throws `.addressInUse` when another terminal answers there.
  func start() throws(Errno) {
    if let other = try? UnixStream.connect(path: path) {
      try? other.close()
      throw .addressInUse
    }
    // What is left of a process that was killed.
    unlink(path)
    let listener = try UnixStream.listen(path: path)
    chmod(path, 0o600)
    self.listener = listener
    loop.watch(listener, for: .readable) { [self] in accept() }
  }

  /// Stops and removes the socket.
  func stop() {
    guard let listener = listener.take() else { return }
    loop.unwatch(listener, for: .readable)
    try? listener.close()
    unlink(path)
  }

  private func accept() {
    guard let listener, let descriptor = (try? UnixStream.accept(on: listener)).flatMap({ $0 })
    else { return }
    guard connectionCount < Self.connectionLimit else {
      try? descriptor.close()
      return
    }
    connectionCount += 1
    let stream = AsyncDescriptor(descriptor, loop: loop)
    nonisolated(unsafe) let server = self  // both stay on the loop's thread
    nonisolated(unsafe) let connection = stream
    Task(executorPreference: loop) {
      await server.serve(connection)
      connection.close()
      server.connectionCount -= 1
    }
  }

  private func serve(_ stream: AsyncDescriptor) async {
    var buffer: [UInt8] = []
    while let bytes = try? await stream.read(timeout: .seconds(60)), !bytes.isEmpty {
      buffer += bytes
      while let end = buffer.firstIndex(of: 0x0A) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeSubrange(...end)
        let text = await answer(line) + "\n"
        guard (try? await stream.write(Array(text.utf8), timeout: .seconds(5))) != nil else {
          return
        }
      }
      if buffer.count > Self.lineLimit { return }
    }
  }
}
