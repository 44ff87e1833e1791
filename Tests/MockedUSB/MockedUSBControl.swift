import Glibc
import Synchronization

/// A connection to the control socket of `usbmockd`.
final class MockedUSBControl: Sendable {
  /// Guards the conversation as well: one question, one answer.
  private let descriptor: Mutex<Int32>

  /// The path of the socket; `init` connects to it.
  let path: String

  /// Connects to a bus: the one beneath this process, unless it is another's.
  init(path: String? = MockedUSBBus.controlPath) throws {
    guard let path else {
      throw MockedUSBBus.Failure(description: "not beneath usbmockd")
    }
    let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      close(raw)
      throw MockedUSBBus.Failure(description: "no usbmockd at \(path), errno \(errno)")
    }
    descriptor = Mutex(raw)
    self.path = path
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { _ = close($0) } }
  }

  /// Gives the descriptor away.
  func release() -> Int32 {
    descriptor.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
  }

  /// Sends a line and waits for the answer's line.
  @discardableResult
  func send(_ line: String) throws -> String {
    let answer = try descriptor.withLock { descriptor throws -> String in
      var rest = Array((line + "\n").utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw MockedUSBBus.Failure(description: "usbmockd has gone") }
        rest = rest.dropFirst(count)
      }
      return try Self.readLine(descriptor)
    }
    if answer.hasPrefix("error") {
      throw MockedUSBBus.Failure(description: "\(line.prefix(60)): \(answer)")
    }
    return answer
  }

  private static func readLine(_ descriptor: Int32) throws -> String {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while line.last != 0x0A {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw MockedUSBBus.Failure(description: "usbmockd has gone") }
      line += buffer.prefix(count)
    }
    return String(decoding: line.dropLast(), as: UTF8.self)
  }
}
