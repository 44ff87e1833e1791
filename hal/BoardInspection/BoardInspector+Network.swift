import BoardDrivers
import BoardProfile
import EventLoop
import HAL

// The way to the center.
extension BoardInspector {
  var centerWanted: String {
    let address = "\(profile.center.host):\(profile.center.port)"
    return switch profile.center.protection {
    case .none: "a center at \(address), without TLS"
    case .tls(_, let name): "a center at \(address), TLS with a certificate for \(name)"
    }
  }

  /// Opens a connection and closes it; nothing is sent over it.
  func center() async -> Observation {
    do throws(DriverMistake) {
      let link = try BoardDrivers.center(profile.center, loop: loop)
      defer { link.close() }
      do throws(CenterLinkError) {
        try await link.open(timeout: patience)
      } catch {
        return .missing(error.seen, cure: error.cure)
      }
      return .ready(
        link.security == .plain
          ? "something takes connections; without TLS nobody knows who"
          : "it takes connections, and its certificate proves who it is")
    } catch {
      return .missing(
        error.text, cure: "name the file that the acquirer gave you: center.tls.ca-file")
    }
  }

  var networkWanted: String {
    switch profile.devices.network.source {
    case .interface(let name): "the interface \(name)"
    case .benchSocket(let path): "the virtual counter's network at \(path)"
    }
  }

  func network() -> Observation {
    guard case .interface(let name) = profile.devices.network.source else {
      return .ready("the virtual counter tells its state")
    }
    do throws(DriverMistake) {
      let status = try drivers.network().interfaceStatus()
      guard status.exists else {
        return .missing(
          "there is no interface \(name)",
          cure: "ip link lists what there is; a PPP interface appears when the system has dialled")
      }
      guard status.hasCarrier else {
        return .limited(
          "\(name) has no carrier", cure: "check the cable, or dial; ip link set \(name) up")
      }
      guard status.hasAddress else {
        return .limited("\(name) has no address", cure: "start DHCP on it, or give it an address")
      }
      return .ready("\(name) has a carrier and an address")
    } catch {
      return .missing(error.text, cure: "the kernel needs rtnetlink (CONFIG_NET)")
    }
  }
}

extension CenterLinkError {
  fileprivate var seen: String {
    switch self {
    case .nameNotResolved: "its name has no address"
    case .refused: "nothing listens there"
    case .unreachable(let code): "there is no way to it (errno \(code))"
    case .timedOut: "no answer in time"
    case .closedByPeer: "it closed the connection at once"
    case .certificateOutOfDate: "its certificate is not valid at this machine's time"
    case .certificateNotTrusted: "its certificate is another's, or signed by nobody we trust"
    case .handshakeFailed: "TLS failed: no common version or cipher"
    case .system(let code): "the system refuses (errno \(code))"
    }
  }

  fileprivate var cure: String {
    switch self {
    case .nameNotResolved: "check center.host and the name server (/etc/resolv.conf)"
    case .refused: "check center.port; ask the acquirer whether this address may connect"
    case .unreachable: "check the network below, and the route (ip route)"
    case .timedOut: "check the network below; a firewall may drop what is not from the private APN"
    case .closedByPeer: "ask the acquirer whether this terminal's address may connect"
    case .certificateOutOfDate:
      "set the clock (date); if it is right, the center's certificate has expired"
    case .certificateNotTrusted:
      "compare center.tls.ca-file and server-name with what the acquirer gave"
    case .handshakeFailed: "the center must offer TLS 1.2 or 1.3"
    case .system: "see errno(3)"
    }
  }
}
