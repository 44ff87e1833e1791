import CLinux
import Glibc
package import HAL
package import SystemPackage

/// Tells the state of one network interface by asking the kernel through rtnetlink.
///
/// The kernel answers a dump while it is asked, so that `interfaceStatus` never waits.
package final class InterfaceMonitor: NetworkStatus {
  /// Values of `IFLA_OPERSTATE` (RFC 2863; linux/if.h).
  private enum OperationalState {
    /// The driver does not tell; usual for ppp, tun and lo.
    static let unknown: UInt8 = 0
    static let up: UInt8 = 6
  }

  /// The most bytes of one read; the kernel fills no more than 32 KiB.
  private static let receiveByteCount = 32_768
  /// The most reads of one dump, so that a confused kernel can't hold the loop.
  private static let readsPerDump = 64

  private let interface: String
  private let socket: FileDescriptor

  /// Watches the interface of this name, whether it exists yet or not.
  package init(interface: String) throws(Errno) {
    self.interface = interface
    let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let raw = Glibc.socket(AF_NETLINK, type, NETLINK_ROUTE)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    socket = FileDescriptor(rawValue: raw)
  }

  deinit { try? socket.close() }

  /// Asks anew at each call; a kernel that gives no answer proves nothing, and all is false.
  ///
  /// A carrier is an operational state of "up", or of "unknown" with `IFF_RUNNING`. An address that
  /// reaches no further than the link (IPv6 `fe80::`, IPv4 `169.254`), or that is not usable yet,
  /// does not count.
  package func interfaceStatus() -> InterfaceStatus {
    let links = dump(RTM_GETLINK, fixedByteCount: MemoryLayout<ifinfomsg>.size)
    let link = links.first { message in
      let name = message.attribute(
        UInt16(IFLA_IFNAME), after: MemoryLayout<ifinfomsg>.size)
      return name.map { $0.prefix { $0 != 0 }.elementsEqual(interface.utf8) } ?? false
    }
    guard let link, let index = link.field(at: 4, as: Int32.self) else {
      return InterfaceStatus(exists: false, hasCarrier: false, hasAddress: false)
    }
    let addresses = dump(RTM_GETADDR, fixedByteCount: MemoryLayout<ifaddrmsg>.size)
    return InterfaceStatus(
      exists: true, hasCarrier: Self.hasCarrier(link),
      hasAddress: addresses.contains { Self.isUsableAddress($0, ofInterface: index) })
  }

  /// Reads an `RTM_NEWLINK`: family 1, pad 1, type 2, index 4, flags 4, change 4, attributes.
  static func hasCarrier(_ link: NetlinkMessage) -> Bool {
    guard let flags = link.field(at: 8, as: UInt32.self), flags & UInt32(IFF_UP) != 0
    else { return false }
    let state = link.attribute(
      UInt16(IFLA_OPERSTATE), after: MemoryLayout<ifinfomsg>.size)
    switch state?.first {
    case OperationalState.up: return true
    case OperationalState.unknown, nil: return flags & UInt32(IFF_RUNNING) != 0
    default: return false
    }
  }

  /// Reads an `RTM_NEWADDR`: family 1, prefix length 1, flags 1, scope 1, index 4, attributes.
  static func isUsableAddress(_ address: NetlinkMessage, ofInterface index: Int32) -> Bool {
    guard address.field(at: 4, as: Int32.self) == index,
      let flags = address.field(at: 2, as: UInt8.self),
      let scope = address.field(at: 3, as: UInt8.self)
    else { return false }
    let unusable = UInt8(IFA_F_TENTATIVE | IFA_F_DADFAILED)
    return flags & unusable == 0 && scope != UInt8(RT_SCOPE_LINK.rawValue)
  }

  private func dump(_ request: Int, fixedByteCount: Int) -> [NetlinkMessage] {
    // Left-overs of a dump that broke off would be taken for this one's.
    while receive() != nil {}
    let bytes = NetlinkMessage.dumpRequest(
      type: UInt16(request), fixedByteCount: fixedByteCount)
    guard send(socket.rawValue, bytes, bytes.count, 0) == bytes.count else { return [] }
    var messages: [NetlinkMessage] = []
    for _ in 0..<Self.readsPerDump {
      guard let answer = receive() else { return messages }
      for message in NetlinkMessage.messages(in: answer) {
        if [UInt16(NLMSG_DONE), UInt16(NLMSG_ERROR)].contains(message.type) { return messages }
        messages.append(message)
      }
    }
    return messages
  }

  private func receive() -> [UInt8]? {
    var received = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.receiveByteCount) { buffer, count in
      received = recv(socket.rawValue, buffer.baseAddress, buffer.count, 0)
      count = max(0, received)
    }
    return received > 0 ? bytes : nil
  }
}
