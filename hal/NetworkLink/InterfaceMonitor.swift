import CLinux
package import EventLoop
import Glibc
package import HAL
package import SystemPackage

/// Tells the state of one network interface by asking the kernel through rtnetlink.
///
/// The kernel answers a dump while it is asked, so that `interfaceStatus` never waits. Changes are
/// heard by the kernel's groups for links, addresses and routes: nothing has to poll.
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
  /// What is heard of: links, addresses and routes of both versions of IP.
  private static let groups = UInt32(
    RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR
      | RTMGRP_IPV6_ROUTE)

  private let interface: String
  private let loop: EventLoop
  private let socket: FileDescriptor
  /// Hears of changes, while somebody wants to know.
  private var listener: FileDescriptor?
  private weak var sink: (any DeviceEventSink)?
  private var told = InterfaceStatus.missing

  /// Watches the interface of this name, whether it exists yet or not.
  package init(interface: String, loop: EventLoop) throws(Errno) {
    self.interface = interface
    self.loop = loop
    socket = try Self.open(groups: 0)
  }

  deinit {
    close()
    try? socket.close()
  }

  /// Hears of changes from now on; a system that gives no second socket leaves it at asking.
  package func attach(to sink: any DeviceEventSink) {
    self.sink = sink
    guard listener == nil, let listener = try? Self.open(groups: Self.groups) else { return }
    self.listener = listener
    told = interfaceStatus()
    loop.watch(listener, for: .readable) { [weak self] in self?.hear() }
  }

  /// Hears no more.
  package func close() {
    guard let listener = listener.take() else { return }
    loop.unwatch(listener, for: .readable)
    try? listener.close()
  }

  /// Asks anew at each call; a kernel that gives no answer proves nothing, and all is false.
  ///
  /// A carrier is an operational state of "up", or of "unknown" with `IFF_RUNNING`. An address that
  /// reaches no further than the link (IPv6 `fe80::`, IPv4 `169.254`), or that is not usable yet,
  /// does not count.
  package func interfaceStatus() -> InterfaceStatus {
    guard let (link, index) = link() else { return .missing }
    let addresses = dump(RTM_GETADDR, fixedByteCount: MemoryLayout<ifaddrmsg>.size)
    let routes = dump(RTM_GETROUTE, fixedByteCount: MemoryLayout<rtmsg>.size)
    return InterfaceStatus(
      exists: true, hasCarrier: Self.hasCarrier(link),
      hasAddress: addresses.contains { Self.isUsableAddress($0, ofInterface: index) },
      hasDefaultRoute: routes.contains { Self.isDefaultRoute($0, throughInterface: index) })
  }

  /// The addresses of the interface that count, as text.
  package func addresses() -> [String] {
    guard let (_, index) = link() else { return [] }
    return dump(RTM_GETADDR, fixedByteCount: MemoryLayout<ifaddrmsg>.size)
      .filter { Self.isUsableAddress($0, ofInterface: index) }
      .compactMap(Self.addressText)
  }

  private func link() -> (message: NetlinkMessage, index: Int32)? {
    let links = dump(RTM_GETLINK, fixedByteCount: MemoryLayout<ifinfomsg>.size)
    let link = links.first { message in
      let name = message.attribute(
        UInt16(IFLA_IFNAME), after: MemoryLayout<ifinfomsg>.size)
      return name.map { $0.prefix { $0 != 0 }.elementsEqual(interface.utf8) } ?? false
    }
    guard let link, let index = link.field(at: 4, as: Int32.self) else { return nil }
    return (link, index)
  }

  /// Something changed somewhere; whether it concerns this interface, only asking tells.
  private func hear() {
    guard let listener else { return }
    // Messages that were lost for want of room are changes too.
    for _ in 0..<Self.readsPerDump { if Self.receive(listener) == nil { break } }
    let status = interfaceStatus()
    guard status != told else { return }
    told = status
    sink?.post(.networkChanged)
  }

  private static func open(groups: UInt32) throws(Errno) -> FileDescriptor {
    let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let raw = Glibc.socket(AF_NETLINK, type, NETLINK_ROUTE)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    let descriptor = FileDescriptor(rawValue: raw)
    if groups == 0 { return descriptor }
    var address = sockaddr_nl()
    address.nl_family = sa_family_t(AF_NETLINK)
    address.nl_groups = groups
    let result = withUnsafeBytes(of: address) {
      bind(raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard result == 0 else {
      let failure = Errno(rawValue: errno)
      try? descriptor.close()
      throw failure
    }
    return descriptor
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

  /// Reads an `RTM_NEWROUTE`: family 1, destination length 1, source length 1, TOS 1, table 1,
  /// protocol 1, scope 1, type 1, flags 4, attributes.
  static func isDefaultRoute(_ route: NetlinkMessage, throughInterface index: Int32) -> Bool {
    guard route.field(at: 1, as: UInt8.self) == 0,
      route.field(at: 4, as: UInt8.self) == UInt8(RT_TABLE_MAIN.rawValue),
      route.field(at: 7, as: UInt8.self) == UInt8(RTN_UNICAST)
    else { return false }
    let fixed = MemoryLayout<rtmsg>.size
    guard let interface = route.attribute(UInt16(RTA_OIF.rawValue), after: fixed) else {
      return false
    }
    return withUnsafeBytes(of: index) { $0.elementsEqual(interface) }
  }

  private static func addressText(_ address: NetlinkMessage) -> String? {
    let fixed = MemoryLayout<ifaddrmsg>.size
    // On a link between two, the own address is the local one.
    let bytes =
      address.attribute(UInt16(IFA_LOCAL), after: fixed)
      ?? address.attribute(UInt16(IFA_ADDRESS), after: fixed)
    guard let bytes, let family = address.field(at: 0, as: UInt8.self) else { return nil }
    guard bytes.count == (Int32(family) == AF_INET ? 4 : 16) else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(Int32(family), bytes, &text, socklen_t(text.count)) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func dump(_ request: Int, fixedByteCount: Int) -> [NetlinkMessage] {
    // Left-overs of a dump that broke off would be taken for this one's.
    while Self.receive(socket) != nil {}
    let bytes = NetlinkMessage.dumpRequest(
      type: UInt16(request), fixedByteCount: fixedByteCount)
    guard send(socket.rawValue, bytes, bytes.count, 0) == bytes.count else { return [] }
    var messages: [NetlinkMessage] = []
    for _ in 0..<Self.readsPerDump {
      guard let answer = Self.receive(socket) else { return messages }
      for message in NetlinkMessage.messages(in: answer) {
        if [UInt16(NLMSG_DONE), UInt16(NLMSG_ERROR)].contains(message.type) { return messages }
        messages.append(message)
      }
    }
    return messages
  }

  private static func receive(_ socket: FileDescriptor) -> [UInt8]? {
    var received = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: receiveByteCount) { buffer, count in
      received = recv(socket.rawValue, buffer.baseAddress, buffer.count, 0)
      count = max(0, received)
    }
    return received > 0 ? bytes : nil
  }
}
