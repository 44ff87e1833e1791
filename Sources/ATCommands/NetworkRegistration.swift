/// Which of a modem's registrations is meant.
package enum RegistrationDomain: String, Hashable, Sendable, CaseIterable {
  /// Calls and messages.
  case circuitSwitched = "+CREG"
  /// Packet data in 2G and 3G.
  case packetSwitched = "+CGREG"
  /// Packet data in LTE.
  case evolvedPacket = "+CEREG"
}

/// Whether a network has let the modem in, and where it is.
///
/// The answer to a question is `+CREG: n,stat[,area,cell[,AcT[,type,cause]]]`; unasked it comes
/// without `n`. `+CGREG` has the routing area before the cause. Area and cell come with or without
/// quotes, in hexadecimal or decimal, so they stay text.
/// Source: 3GPP TS 27.007, 7.2 (CREG), 10.1.20 (CGREG), 10.1.22 (CEREG).
package struct NetworkRegistration: Hashable, Sendable {
  /// The state of the registration.
  package enum Status: Int, Hashable, Sendable, CaseIterable {
    /// Not registered and not searching.
    case idle = 0
    /// Registered at home.
    case home = 1
    /// Searching.
    case searching = 2
    /// Refused.
    case denied = 3
    /// The modem does not know.
    case unknown = 4
    /// Registered in another operator's network.
    case roaming = 5
    /// At home, for messages only.
    case homeMessagesOnly = 6
    /// Roaming, for messages only.
    case roamingMessagesOnly = 7
    /// Emergency calls only.
    case emergencyOnly = 8
    /// At home, calls by fall-back not preferred.
    case homeFallbackNotPreferred = 9
    /// Roaming, calls by fall-back not preferred.
    case roamingFallbackNotPreferred = 10
  }

  /// The state.
  package let status: Status
  /// Location or tracking area, as written.
  package let area: String?
  /// Cell, as written.
  package let cell: String?
  /// The kind of cell.
  package let accessTechnology: AccessTechnology?
  /// The network's cause of TS 24.008 or TS 24.301 when it refused, and the modem told.
  package let rejectCause: Int?

  /// Reads the answer to `AT+CREG?` and its kin; nil when the line is none.
  package init?(answer line: InformationLine) {
    guard Self.hasMode(line) else { return nil }
    self.init(line, statusAt: 1)
  }

  /// Reads a line that came unasked; nil when it is none.
  ///
  /// Some modems begin it with the mode as they begin an answer.
  package init?(unsolicited line: InformationLine) {
    let beginsWithMode = Self.hasMode(line) && line.fields.count >= 4
    self.init(line, statusAt: beginsWithMode ? 1 : 0)
  }

  /// A second field that is a status makes it an answer; an area would be quoted or longer.
  ///
  /// Some modems write `002,001` for 2,1.
  private static func hasMode(_ line: InformationLine) -> Bool {
    guard line.fields.count >= 2, let mode = line.number(0), let status = line.number(1)
    else { return false }
    return (0...5).contains(mode) && (0...10).contains(status)
      && line.fields[1].text.utf8.count <= 3
  }

  private init?(_ line: InformationLine, statusAt place: Int) {
    guard let domain = RegistrationDomain(rawValue: line.name),
      let status = line.number(place).flatMap(Status.init)
    else { return nil }
    self.status = status
    func technology(_ index: Int) -> AccessTechnology? {
      line.number(index).flatMap(AccessTechnology.init)
    }
    area = line.text(place + 1)
    // An older release had the routing area before the cell (TS 27.007 v8.6, CEREG).
    let hasRoutingArea =
      domain == .evolvedPacket && line.text(place + 3) != nil && technology(place + 3) == nil
      && technology(place + 4) != nil
    let end = hasRoutingArea ? place + 4 : place + 3
    cell = line.text(end - 1)
    accessTechnology = technology(end)
    var rest = line.fields.dropFirst(end + 1)
    if domain == .packetSwitched, rest.first?.isQuoted == true || rest.count == 3 {
      rest = rest.dropFirst()
    }
    // Type 1 is the maker's own numbering and would mislead.
    let causes = rest.prefix(2).map(\.number)
    rejectCause = causes.count == 2 && causes.first == .some(0) ? causes.last ?? nil : nil
  }
}
