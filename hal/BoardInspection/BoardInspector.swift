import BoardDrivers
package import BoardProfile
package import EventLoop
import HAL
package import YAMLDocument

/// Looks at a board on the spot, entry by entry of its profile.
///
/// It uses the drivers of the firmware, so what it says is what `posd` would find. Each look ends
/// within its own limit; it changes nothing but that it asks devices how they are. A device that
/// `posd` holds at the same time is reported as held.
package final class BoardInspector {
  /// The longest that any one question may take, unless somebody has more time.
  package static let usualPatience = Duration.seconds(5)

  let profile: BoardProfile
  let loop: EventLoop
  let drivers: BoardDrivers
  /// The longest that any one question may take.
  let patience: Duration
  private let document: YAMLNode

  /// Prepares to look; `document` is the profile as it was read, for the places of its entries.
  package init(
    _ profile: BoardProfile, document: YAMLNode, patience: Duration = usualPatience,
    loop: EventLoop
  ) {
    self.patience = patience
    self.profile = profile
    self.document = document
    self.loop = loop
    var devices = profile.devices
    devices.modem = devices.modem?.readOnly
    drivers = BoardDrivers(devices, loop: loop)
  }

  /// Looks at everything, in the order of the profile, and hands over finding by finding.
  package func inspect(_ report: (BoardFinding) -> Void) async {
    report(finding("board", wanted: boardWanted, isRequired: false, board()))
    report(finding("data", wanted: "a folder for the ledger: \(profile.dataDirectory)", storage()))
    report(
      finding(
        "control-socket", wanted: "a place for the socket \(profile.controlSocket)",
        isRequired: false, controlSocket()))
    report(finding("security", wanted: "a security module in software", security()))
    report(finding("center", wanted: centerWanted, await center()))
    await inspectPanel(report)
    await inspectReaders(report)
    await inspectModem(report)
    await inspectPrinter(report)
    let isNetworkRequired = profile.devices.network.criticality == .required
    report(
      finding(
        "devices.network", wanted: networkWanted, isRequired: isNetworkRequired, network()))
    inspectPower(report)
    inspectSharedPorts(report)
  }

  /// Adds what the driver of an entry does without.
  func mentioningExcused(_ entry: String, _ observation: Observation) -> Observation {
    var observation = observation
    for mistake in drivers.excused where mistake.text.hasPrefix(entry) {
      observation.seen += "; without what the profile wants: \(mistake.text)"
      if observation.verdict == .ready { observation.verdict = .limited }
      observation.cure = observation.cure ?? "name a file that can be used, or take the line away"
    }
    return observation
  }

  /// Ties what was seen to the entry of the profile.
  func finding(
    _ entry: String, wanted: String, isRequired: Bool = true, _ observation: Observation
  ) -> BoardFinding {
    BoardFinding(
      entry: entry, place: document.place(of: entry).map(\.line) ?? "not in the file",
      wanted: wanted, verdict: observation.verdict, seen: observation.seen, cure: observation.cure,
      isRequired: isRequired)
  }
}

extension YAMLPlace {
  /// The place without the way to it, as compilers write it.
  fileprivate var line: String { YAMLPlace(origin: origin).description }
}
