import BoardProfile
import Glibc
import InputEvents

// Two names of one port, which only the board itself can tell.
extension BoardInspector {
  /// Reports the second of two entries that turn out to be the same node; nothing when none are.
  func inspectSharedPorts(_ report: (BoardFinding) -> Void) {
    var nodes: [(claim: PortClaim, node: Node)] = []
    for claim in profile.portClaims {
      guard let node = Node(claim) else { continue }
      if let first = nodes.first(where: { $0.node == node && !$0.claim.sharesCounter(claim) }) {
        report(
          finding(
            claim.key, wanted: "a port of its own: \(claim.port)",
            isRequired: claim.isRequired || first.claim.isRequired,
            .missing(
              "\(claim.port) is the port that \(first.claim.key) has too: \(first.claim.port)",
              cure: "give one of them another port; ls -l shows where a link leads")))
      }
      nodes.append((claim, node))
    }
  }

  /// What stands behind a path, whatever it is called.
  private struct Node: Hashable {
    var device: UInt64
    var number: UInt64
    /// Of a GPIO chip.
    var line: Int?

    init?(_ claim: PortClaim) {
      guard let path = Self.path(of: claim.port) else { return nil }
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      let kind = status.st_mode & S_IFMT
      if kind == S_IFCHR || kind == S_IFBLK {
        (device, number) = (UInt64(kind), UInt64(status.st_rdev))
      } else {
        (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
      }
      if case .line(_, let line) = claim.port { self.line = line }
    }

    private static func path(of port: PortClaim.Port) -> String? {
      switch port {
      case .file(let path): path
      case .line(let chip, _): chip
      case .bench(let socket, _): socket
      case .input(let pattern): try? InputDevice(.path(pattern), isGrabbed: false).path
      case .namedInput(let name): try? InputDevice(.name(name), isGrabbed: false).path
      case .network, .cardReader: nil
      }
    }
  }
}

extension PortClaim {
  /// Whether both are devices of the virtual counter, which hang on one socket.
  fileprivate func sharesCounter(_ other: PortClaim) -> Bool {
    if case (.bench, .bench) = (port, other.port) { true } else { false }
  }
}
