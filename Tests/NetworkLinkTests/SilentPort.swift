import Glibc
import Testing

@testable import NetworkLink

/// A port on loopback whose queue is full, so that the kernel does not answer a connection at all.
final class SilentPort {
  let port: UInt16
  private var sockets: [Int32] = []

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    sockets.append(listener)
    let any = try loopback(port: 0)
    try #require(any.withPointer { bind(listener, $0, $1) } == 0)
    try #require(listen(listener, 0) == 0)
    var own = sockaddr_in()
    var byteCount = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &own) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(listener, $0, &byteCount)
      }
    }
    port = UInt16(bigEndian: own.sin_port)
    let address = try loopback(port: port)
    for _ in 0..<4 {
      let filler = socket(
        AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      _ = address.withPointer { connect(filler, $0, $1) }
      sockets.append(filler)
    }
  }

  deinit { for socket in sockets { close(socket) } }
}
