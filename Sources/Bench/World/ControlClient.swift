import BenchSocket
import EventLoop
import SystemPackage

/// Asks the terminal over its control socket.
enum ControlClient {
  /// The longest answer that is read.
  private static let answerLimit = 16 << 20

  /// Sends one line and returns the line that comes back; nil when nobody answers in time.
  static func ask(
    _ question: String, at path: String, loop: EventLoop, timeout: Duration = .seconds(3)
  ) async -> String? {
    do throws(Errno) {
      let socket = AsyncDescriptor(try UnixStream.connect(path: path), loop: loop)
      defer { socket.close() }
      try await socket.write(Array("\(question)\n".utf8), timeout: timeout)
      var answer: [UInt8] = []
      while answer.last != 0x0A {
        let bytes = try await socket.read(limit: 65_536, timeout: timeout)
        guard !bytes.isEmpty, answer.count < answerLimit else { return nil }
        answer += bytes
      }
      return String(decoding: answer.dropLast(), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
