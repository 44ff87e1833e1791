package import Connectivity
package import HAL

/// Which devices of the board are there: the one place that knows.
///
/// A device that was never seen counts as missing only when it has had its time to appear, so that
/// a start says nothing that is untrue a moment later.
package struct DeviceRoll: Hashable, Sendable {
  /// What is known of a device.
  package enum Finding: String, Hashable, Sendable {
    /// Nothing yet.
    case unknown
    /// It is there.
    case present
    /// It is not there, or does not answer.
    case missing
  }

  /// A device of the board.
  package struct Entry: Hashable, Sendable {
    /// Which one.
    package let device: BoardDevice
    /// What its driver is called.
    package let name: DeviceName
    /// Whether the terminal does not trade without it.
    package let isRequired: Bool
    /// What is known of it.
    package fileprivate(set) var finding = Finding.unknown
  }

  /// How long a device may take to appear after power-on.
  package static let patience = Duration.seconds(3)

  /// The devices of the board, in the order of `BoardDevice`.
  package private(set) var entries: [Entry]
  private let giveUpAt: Duration

  /// Starts with nothing known at the uptime `now`.
  package init(_ devices: [BoardDevice: DeviceName], required: Set<BoardDevice>, at now: Duration) {
    entries = BoardDevice.allCases.compactMap { device in
      devices[device].map {
        Entry(device: device, name: $0, isRequired: required.contains(device))
      }
    }
    giveUpAt = now + Self.patience
  }

  /// Takes what was seen, and returns the device's entry when that is news for a person.
  package mutating func note(
    _ device: BoardDevice, isPresent: Bool, at now: Duration
  ) -> Entry? {
    guard let index = entries.firstIndex(where: { $0.device == device }) else { return nil }
    let before = entries[index].finding
    if before == .unknown, !isPresent, now < giveUpAt { return nil }
    entries[index].finding = isPresent ? .present : .missing
    guard entries[index].finding != before, before != .unknown || !isPresent else { return nil }
    return entries[index]
  }

  /// When a device that was never seen will count as missing, as an uptime; nil when all are known.
  package var nextVerdict: Duration? {
    entries.contains { $0.finding == .unknown } ? giveUpAt : nil
  }

  /// What is known of a device; nil on a board without it.
  package func finding(of device: BoardDevice) -> Finding? {
    entries.first { $0.device == device }?.finding
  }

  /// What keeps the terminal from trading: a required device, or all that reads cards.
  package var obstacles: [TroubleCause] {
    let required = missing.filter(\.isRequired).map(\.device.trouble)
    let readers = entries.filter { $0.device == .cardReader || $0.device == .swipeReader }
    guard required.isEmpty, !readers.isEmpty, readers.allSatisfy({ $0.finding == .missing })
    else { return required }
    return readers.prefix(1).map(\.device.trouble)
  }

  /// What the terminal does without meanwhile.
  package var limits: [TroubleCause] {
    let obstacles = obstacles
    return missing.map(\.device.trouble).filter { !obstacles.contains($0) }
  }

  private var missing: [Entry] { entries.filter { $0.finding == .missing } }
}
