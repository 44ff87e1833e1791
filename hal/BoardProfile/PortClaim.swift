import Glibc

/// A port that only one driver can have, and the entry of a profile that asks for it.
///
/// A reader and a printer in one USB device are two interfaces of it, which two drivers can have;
/// what is only read, such as a power supply, is claimed by nobody.
package struct PortClaim: Hashable, Sendable {
  /// What is claimed.
  package enum Port: Hashable, Sendable {
    /// A node or socket of the board, by its path.
    case file(String)
    /// An input device by its path, wildcards in the last part (fnmatch).
    case input(String)
    /// An input device by the name that its driver gives, wildcards in it.
    case namedInput(String)
    /// A line of a GPIO chip.
    case line(chip: String, number: Int)
    /// The other end of a connection.
    case network(host: String, port: UInt16)
    /// A device of the virtual counter: a socket of its own kind, which all of them share.
    case bench(socket: String, device: String)
    /// The readers of pcscd that a rule means.
    case cardReader(CardReaderSettings.PCSCRule)
  }

  /// What is claimed.
  package var port: Port
  /// The way to the entry from the root, such as `devices.modem.path`.
  package var key: String
  /// Whether the terminal does not trade without what hangs there.
  package var isRequired: Bool

  /// Whether both claims mean the same port, as far as their words tell.
  ///
  /// Links, and names of input devices, can only be compared on the board itself.
  package func collides(with other: PortClaim) -> Bool {
    switch (port, other.port) {
    case (.line(let chip, let number), .line(let otherChip, let otherNumber)):
      number == otherNumber && Self.normalized(chip) == Self.normalized(otherChip)
    case (.bench(let socket, let device), .bench(let otherSocket, let otherDevice)):
      device == otherDevice && Self.normalized(socket) == Self.normalized(otherSocket)
    case (.network(let host, let port), .network(let otherHost, let otherPort)):
      port == otherPort && Self.address(host) == Self.address(otherHost)
    case (.cardReader(let rule), .cardReader(let other)): rule.mayMeanTheSame(as: other)
    case (.input(let pattern), _): other.path.map { Self.matches(pattern, $0) } ?? false
    case (_, .input(let pattern)): path.map { Self.matches(pattern, $0) } ?? false
    default: path.map { $0 == other.path } ?? false
    }
  }

  /// Its file; nil where there is none.
  package var path: String? {
    switch port {
    case .file(let path), .input(let path): Self.normalized(path)
    case .line(let chip, _): Self.normalized(chip)
    case .bench(let socket, _): Self.normalized(socket)
    case .network, .namedInput, .cardReader: nil
    }
  }

  /// Two patterns are the same device when one means the other, as far as words tell.
  private static func matches(_ pattern: String, _ path: String) -> Bool {
    let pattern = normalized(pattern)
    return fnmatch(pattern, path, FNM_PATHNAME) == 0 || fnmatch(path, pattern, FNM_PATHNAME) == 0
  }

  /// The path without what does not change where it leads.
  private static func normalized(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// The bytes of a numeric address; the name, in small letters, of any other.
  private static func address(_ host: String) -> [UInt8] {
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    let host = isBracketed ? String(host.dropFirst().dropLast()) : host
    for family in [AF_INET, AF_INET6] {
      var bytes = [UInt8](repeating: 0, count: family == AF_INET ? 4 : 16)
      if inet_pton(family, host, &bytes) == 1 { return bytes }
    }
    return Array(host.lowercased().utf8)
  }
}

extension PortClaim.Port: CustomStringConvertible {
  /// What a person reads, such as `/dev/ttyS1`.
  package var description: String {
    switch self {
    case .file(let path), .input(let path): path
    case .namedInput(let name): "the input device “\(name)”"
    case .line(let chip, let number): "line \(number) of \(chip)"
    case .network(let host, let port): "\(host):\(port)"
    case .bench(let socket, let device): "the \(device) at \(socket)"
    case .cardReader: "a reader that the rule means"
    }
  }
}
