package import PaymentTypes
package import YAMLDocument

/// What a board is and what hangs on it, read from one file of `board-profiles/`.
package struct BoardProfile: Hashable, Sendable {
  /// Which board this is.
  package var board: BoardIdentity
  /// The folder of the ledger.
  package var dataDirectory: String
  /// Whether sessions with chip cards are kept for the engineer's tool.
  package var cardSessions: CardSessions
  /// The Unix socket on which the firmware answers the engineer's tool.
  package var controlSocket: String
  /// The language of screens.
  package var language: OperatorLanguage
  /// Who the terminal is to the acquirer.
  package var terminal: TerminalSettings
  /// What this acquirer's center wants differently from others.
  package var acquirer: AcquirerSettings
  /// Where the center is.
  package var center: CenterSettings
  /// Where keys live.
  package var security: SecuritySettings
  /// The devices.
  package var devices: DeviceSettings

  /// What is kept of sessions with chip cards.
  package enum CardSessions: String, Hashable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// The last ones, with fillers in place of card data.
    case masked
    /// The last ones as they were; only beside test keys.
    case unmasked
  }

  /// The ledger's file.
  package var ledgerPath: String { dataDirectory + "/ledger.sqlite" }

  /// Reads the file at `path` and the files that it names.
  ///
  /// Each of `overrides` has the form `KEY=VALUE`, such as `center.port=9584`, and replaces what
  /// the file says; an error in it names the option. `${bench}` stands for `bench.directory`
  /// everywhere in the file.
  package static func read(
    path: String, overrides: [String] = []
  ) throws(YAMLError) -> BoardProfile {
    var root = try YAMLDocument.read(path: path)
    for override in overrides { root = try apply(override, to: root) }
    root = try BenchVariable.expand(in: root)
    return try BoardProfile(root, folder: ProfileFolder(ofFile: path))
  }

  private static func apply(
    _ override: String, to root: YAMLNode
  ) throws(YAMLError) -> YAMLNode {
    let option = "--set \(override)"
    guard let separator = override.firstIndex(of: "="), separator > override.startIndex else {
      throw YAMLError(
        place: YAMLPlace(origin: .option(option)), expected: "KEY=VALUE",
        found: "“\(override)”")
    }
    let text = String(override[override.index(after: separator)...])
    let value = try YAMLDocument.parse(value: text, option: option)
    return try root.setting(String(override[..<separator]), to: value)
  }

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let profile = try node.mapping(allowing: [
      "board", "bench", "data", "card-sessions", "control-socket", "language", "terminal",
      "acquirer", "center", "security", "devices",
    ])
    board = try BoardIdentity(profile.required("board"))
    dataDirectory = try profile.required("data").text("a folder")
    controlSocket = try profile.required("control-socket").socketPath()
    language = try profile.required("language").oneOf(OperatorLanguage.self)
    terminal = try TerminalSettings(profile.required("terminal"))
    acquirer = try AcquirerSettings.read(profile.required("acquirer"), folder: folder)
    center = try CenterSettings(profile.required("center"), folder: folder)
    security = try SecuritySettings(profile.required("security"), folder: folder)
    devices = try DeviceSettings(profile.required("devices"), folder: folder)
    cardSessions = try profile["card-sessions"]?.oneOf(CardSessions.self) ?? .none
    if let node = profile["card-sessions"], cardSessions == .unmasked, !security.keys.areTestKeys {
      throw node.error(
        expected: "none or masked, as the keys are not marked as test keys", found: "unmasked")
    }
    try refuseSharedPorts(node)
  }
}
