import CLinux
import Glibc

/// An IPv4 or IPv6 address with a port, in the kernel's own form.
package struct SocketAddress: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Copies what a system call returned; nil when it is of another family.
  init?(_ address: UnsafePointer<sockaddr>, byteCount: Int) {
    guard (MemoryLayout<sockaddr_in>.size...MemoryLayout<sockaddr_storage>.size) ~= byteCount,
      [AF_INET, AF_INET6].contains(Int32(address.pointee.sa_family))
    else { return nil }
    bytes = Array(UnsafeRawBufferPointer(start: address, count: byteCount))
  }

  /// Takes a numeric address such as `192.0.2.1`, `2001:db8::1` or `fe80::1%eth0`; nil for a name.
  package init?(numeric host: String, port: UInt16) {
    guard
      case .success(let addresses) = Self.lookUp(
        host, port: port, flags: AI_NUMERICHOST | AI_NUMERICSERV),
      let first = addresses.first
    else { return nil }
    self = first
  }

  /// `AF_INET` or `AF_INET6`.
  var family: Int32 { withPointer { address, _ in Int32(address.pointee.sa_family) } ?? 0 }

  /// The port.
  package var port: UInt16 {
    // Both families keep it, big-endian, behind the family.
    bytes.count < 4 ? 0 : UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }

  /// Lends the address to a system call; nil only for an address without bytes, which none has.
  func withPointer<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result? {
    bytes.withUnsafeBytes { buffer in
      buffer.assumingMemoryBound(to: sockaddr.self).baseAddress.map {
        body($0, socklen_t(buffer.count))
      }
    }
  }

  /// The addresses of a name, best first; blocks while the system's resolver asks others.
  static func lookUp(
    _ host: String, port: UInt16, flags: Int32 = AI_NUMERICSERV
  ) -> Result<[SocketAddress], LookupFailure> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = flags
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { return .failure(LookupFailure(code: code, errno: errno)) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee {
      if let address = entry.ai_addr,
        let parsed = SocketAddress(address, byteCount: Int(entry.ai_addrlen))
      {
        addresses.append(parsed)
      }
      next = entry.ai_next
    }
    return .success(addresses)
  }
}

extension SocketAddress: CustomStringConvertible {
  /// The address and port, as people write them: `127.0.0.1:8583`, `[::1]:8583`.
  package var description: String {
    var text = [CChar](repeating: 0, count: 64)
    let count = socklen_t(text.count)
    let result = withPointer { address, byteCount in
      getnameinfo(address, byteCount, &text, count, nil, 0, NI_NUMERICHOST)
    }
    guard result == 0 else { return "?" }
    let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return family == AF_INET6 ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
