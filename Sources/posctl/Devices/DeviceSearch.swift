import EventLoop
import JSONText

/// One kind of device, and how to look for it.
protocol DeviceSearch: Sendable {
  /// The kind in the words of a profile, such as `card-readers`.
  var kind: String { get }
  /// Looks for some seconds at most; throws what keeps it from looking.
  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice]
}

/// A device that was found.
struct ListedDevice: Hashable {
  /// The kind in the words of a profile.
  var kind: String
  /// What it calls itself.
  var name: String
  /// What it is doing.
  var state: String
  /// What else is known of it, each with its name.
  var details: [[String]]
  /// The lines that name it in a profile, without indentation.
  var profile: [String]

  /// A block of lines.
  var text: String {
    let rows = [["", "state", state]] + details.map { ["", $0[0], $0[1]] }
    return TerminalText.harmless("\(kind): \(name)") + "\n" + TextTable(rows: rows).text
      + profile.map { "  | " + TerminalText.harmless($0) + "\n" }.joined()
  }

  /// The same as an object.
  var json: JSONValue {
    [
      "kind": .string(kind), "name": .string(name), "state": .string(state),
      "details": .object(details.map { JSONValue.Member($0[0], .string($0[1])) }),
      "profile": .string(profile.joined(separator: "\n")),
    ]
  }
}
