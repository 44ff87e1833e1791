package import ATCommands
import YAMLDocument

/// A cellular modem.
package struct ModemSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A serial line that takes AT commands.
    case serial
  }

  /// Where its bytes go.
  package enum Port: Hashable, Sendable {
    /// A device file, best one of `/dev/serial/by-path`.
    case device(path: String)
    /// A serial line behind a network port.
    case network(host: String, port: UInt16)
  }

  /// A wire of the board to the modem.
  package struct Wire: Hashable, Sendable {
    /// The GPIO chip, such as `/dev/gpiochip0`.
    package var chip: String
    /// The line of the chip.
    package var line: Int
    /// Whether the low level is the active one.
    package var isActiveLow: Bool
    /// How long it is held, when the board needs another time than the family.
    package var pulse: Duration?
  }

  /// How the driver reaches it.
  package var kind: Kind
  /// Where its bytes go.
  package var port: Port
  /// Bits a second; nil has the driver find out.
  package var baud: Int?
  /// Whether the board has RTS and CTS wired.
  package var hasFlowControl: Bool
  /// In what it differs from the standard.
  package var family: ModemFamily
  /// The access point that it must use; nil leaves what it holds.
  package var accessPoint: String?
  /// The packet data context that the system dials.
  package var context: Int
  /// The number of the one SIM that may be in it; nil binds none.
  package var boundICCID: String?
  /// The SIM's PIN; nil leaves a locked SIM locked.
  package var simPIN: SecretText?
  /// Why the file with the SIM's PIN can't be read, where the terminal can do without the modem.
  package var simPINMistake: String?
  /// The level of the holder's switch while a SIM is in it; nil when the board has no switch.
  package var simDetectionLevel: Int?
  /// The power key; nil when the board has no wire to it.
  package var powerKey: Wire?
  /// The reset line; nil when the board has no wire to it.
  package var reset: Wire?
  /// The network interface that its data comes out of, such as `ppp0`.
  ///
  /// Where the terminal's network is this interface, the modem's troubles are the terminal's; where
  /// it is another one, or this is nil, trading needs no modem.
  package var networkInterface: String?
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let modem = try node.mapping(allowing: [
      "kind", "path", "tcp", "baud", "flow-control", "family", "apn", "context", "sim-binding",
      "sim-pin-file", "sim-detection-level", "power-key", "reset", "network-interface",
      "criticality",
    ])
    kind = try modem.required("kind").oneOf(Kind.self)
    port = try Self.port(modem, node)
    baud = try Self.baud(modem, port)
    hasFlowControl = try modem["flow-control"]?.oneOf(FlowControl.self) == .hardware
    family = try Self.family(modem.required("family"), folder)
    accessPoint = try Self.accessPoint(modem["apn"])
    context = try Self.integer(modem["context"], in: 1...16) ?? 1
    boundICCID = try Self.iccid(modem["sim-binding"])
    simDetectionLevel = try Self.integer(modem["sim-detection-level"], in: 0...1)
    powerKey = try modem["power-key"].map(Self.wire)
    reset = try modem["reset"].map(Self.wire)
    networkInterface = try modem["network-interface"]?.interfaceName()
    criticality = try modem.required("criticality").oneOf(Criticality.self)
    do throws(YAMLError) {
      simPIN = try Self.pin(modem["sim-pin-file"], folder)
    } catch {
      guard criticality == .degraded, case .file(let path, line: 0, column: 0) = error.place.origin
      else { throw error }
      simPINMistake = "devices.modem.sim-pin-file: \(path) can't be read: \(error.found)"
    }
  }

  /// The same for somebody who only looks: no PIN is entered and no access point is set.
  package var readOnly: ModemSettings {
    var settings = self
    settings.simPIN = nil
    settings.accessPoint = nil
    return settings
  }

  private enum FlowControl: String, CaseIterable {
    case none, hardware
  }

  /// Exactly one of `path` and `tcp`.
  private static func port(_ modem: YAMLMapping, _ node: YAMLNode) throws(YAMLError) -> Port {
    switch (modem["path"], modem["tcp"]) {
    case (let path?, nil): return .device(path: try path.text("a serial line"))
    case (nil, let address?):
      let expected = "address:port, such as 127.0.0.1:2001"
      let text = try address.text(expected)
      guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
        let port = UInt16(text[text.index(after: colon)...]), port > 0
      else { throw address.error(expected: expected) }
      return .network(host: String(text[..<colon]), port: port)
    case (_?, let address?):
      throw address.error(expected: "either path or tcp", found: "both")
    case (nil, nil): throw node.error(expected: "path or tcp in it", found: "neither")
    }
  }

  /// A device has a speed or `auto`; a network port has neither.
  private static func baud(_ modem: YAMLMapping, _ port: Port) throws(YAMLError) -> Int? {
    if case .network = port {
      if let baud = modem["baud"] {
        throw baud.error(expected: "no speed beside tcp: the server at its end sets it")
      }
      return nil
    }
    let node = try modem.required("baud")
    if case .scalar("auto", _) = node.content { return nil }
    return try node.baud()
  }

  /// A name means the file of that name in `modems/` beside the profile.
  private static func family(
    _ node: YAMLNode, _ folder: ProfileFolder
  ) throws(YAMLError) -> ModemFamily {
    let expected = "the name of a file in modems/, without .yaml"
    let name = try node.text(expected)
    guard name.utf8.allSatisfy(isNameCharacter) else { throw node.error(expected: expected) }
    let path = folder.path(of: "modems/\(name).yaml")
    let family: ModemFamily
    do throws(YAMLError) {
      family = try ModemFamilyFile.read(path: path)
    } catch {
      // A file that is missing is a mistake of the profile's line, not of the file's.
      guard case .file(path, line: 0, column: 0) = error.place.origin else { throw error }
      throw node.error(expected: expected, found: "“\(name)”, and \(path) can't be read")
    }
    guard family.name == name else {
      throw node.error(
        expected: "a file that names itself \(name)", found: "“\(family.name)” in \(path)")
    }
    return family
  }

  private static func isNameCharacter(_ character: UInt8) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }

  private static func accessPoint(_ node: YAMLNode?) throws(YAMLError) -> String? {
    guard let node else { return nil }
    let expected = "an access point's name, such as cmnet"
    let name = try node.text(expected)
    guard AccessPointName.isValid(name) else { throw node.error(expected: expected) }
    return name
  }

  private static func iccid(_ node: YAMLNode?) throws(YAMLError) -> String? {
    guard let node else { return nil }
    let expected = "the number of a SIM in quotes, 18 to 20 digits that begin with 89"
    guard case .scalar(let text, _) = node.content, let iccid = ICCID(line: text) else {
      throw node.error(expected: expected)
    }
    return iccid.text
  }

  private static func integer(
    _ node: YAMLNode?, in range: ClosedRange<Int>
  ) throws(YAMLError) -> Int? {
    guard let node else { return nil }
    return try node.integer(in: range)
  }

  private static func pin(
    _ node: YAMLNode?, _ folder: ProfileFolder
  ) throws(YAMLError) -> SecretText? {
    guard let node else { return nil }
    let path = folder.path(of: try node.text("a file that holds the PIN"))
    let file = try YAMLDocument.read(path: path).mapping(allowing: ["sim-pin"])
    return try file.required("sim-pin").secretDigits(4...8)
  }

  private static func wire(_ node: YAMLNode) throws(YAMLError) -> Wire {
    let wire = try node.mapping(allowing: ["chip", "line", "active-low", "pulse-milliseconds"])
    let pulse = try integer(wire["pulse-milliseconds"], in: 1...10_000)
    return Wire(
      chip: try wire.required("chip").text("a GPIO chip, such as /dev/gpiochip0"),
      line: try wire.required("line").integer(in: 0...1023),
      isActiveLow: try wire.required("active-low").boolean(),
      pulse: pulse.map { .milliseconds($0) })
  }
}
