import CLinux
import EventLoop
import Glibc
import HAL
import SystemPackage

/// How sockets are made here: non-blocking, not inherited, quick to notice that nobody is there.
enum TCPSocket {
  /// How long sent bytes may stay unacknowledged before the connection counts as dead.
  static let userTimeoutMilliseconds: Int32 = 30_000
  /// How long a connection is silent before the kernel asks whether the other side is there.
  static let keepaliveIdleSeconds: Int32 = 30
  /// How long it waits between such questions.
  static let keepaliveIntervalSeconds: Int32 = 10
  /// How many questions may stay without an answer.
  static let keepaliveCount: Int32 = 3

  /// Makes a socket of the address's family.
  static func make(for address: SocketAddress) throws(Errno) -> FileDescriptor {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let raw = socket(address.family, type, 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: raw)
  }

  /// Sets what every connection of ours has, whichever side began it.
  static func configure(_ raw: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    set(raw, tcp, TCP_NODELAY, 1)
    set(raw, tcp, TCP_USER_TIMEOUT, userTimeoutMilliseconds)
    set(raw, SOL_SOCKET, SO_KEEPALIVE, 1)
    set(raw, tcp, TCP_KEEPIDLE, keepaliveIdleSeconds)
    set(raw, tcp, TCP_KEEPINTVL, keepaliveIntervalSeconds)
    set(raw, tcp, TCP_KEEPCNT, keepaliveCount)
  }

  /// Starts a connection; the descriptor is writable when the attempt has ended.
  static func startConnecting(_ raw: Int32, to address: SocketAddress) throws(Errno) {
    let result = address.withPointer { connect(raw, $0, $1) } ?? -1
    if result != 0, errno != EINPROGRESS { throw Errno(rawValue: errno) }
  }

  /// Throws how an attempt ended, if not well.
  static func requireConnected(_ raw: Int32) throws(Errno) {
    var code: Int32 = 0
    var byteCount = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &byteCount) == 0 else {
      throw Errno(rawValue: errno)
    }
    if code != 0 { throw Errno(rawValue: code) }
  }

  /// Lets the next close reset the connection (RST) instead of ending it in order.
  static func resetOnClose(_ raw: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(raw, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
  }

  /// Sets an option; one that an old kernel lacks is done without.
  static func set(_ raw: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(raw, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
