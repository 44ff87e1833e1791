import YAMLDocument

/// A slot for chip cards, or a field for contactless ones.
package struct CardReaderSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Port: Hashable, Sendable {
    /// The socket of the virtual counter.
    case benchSocket(String)
    /// A reader of pcscd.
    case pcsc(PCSCRule)
  }

  /// What tells a reader from the others that pcscd knows, by names that do not change with the
  /// order of plugging; what is nil is not looked at.
  package struct PCSCRule: Hashable, Sendable {
    /// How its name begins.
    package var namePrefix: String?
    /// Words that the name of its interface contains, such as `Contactless`.
    package var interface: String?
    /// Its serial number.
    package var serial: String?
    /// Its slot, from 0.
    package var slot: Int?

    /// Puts a rule together.
    package init(
      namePrefix: String? = nil, interface: String? = nil, serial: String? = nil, slot: Int? = nil
    ) {
      self.namePrefix = namePrefix
      self.interface = interface
      self.serial = serial
      self.slot = slot
    }
  }

  /// What happens to the keys that a reader may have of its own.
  package enum PINPad: String, Hashable, Sendable, CaseIterable {
    /// PINs for the card are typed on them.
    case use
    /// They are left alone.
    case ignore
  }

  private enum Kind: String, CaseIterable {
    case benchSocket = "bench-socket"
    case pcsc
  }

  /// What it is there for.
  package var role: CardReaderRole
  /// How the driver reaches it.
  package var port: Port
  /// What happens to its keys.
  package var pinPad: PINPad
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ role: CardReaderRole, _ node: YAMLNode) throws(YAMLError) {
    let names = ["kind", "criticality"]
    let parts = ["name-prefix", "interface", "serial", "slot"]
    let all = try node.mapping(allowing: names + ["path", "pin-pad"] + parts)
    let kind = try all.required("kind").oneOf(Kind.self)
    let reader: YAMLMapping
    switch kind {
    case .benchSocket:
      reader = try node.mapping(allowing: names + ["path"])
      port = .benchSocket(try reader.required("path").socketPath())
    case .pcsc:
      reader = try node.mapping(allowing: names + ["pin-pad"] + parts)
      port = .pcsc(try PCSCRule(reader, node))
    }
    self.role = role
    pinPad = try reader["pin-pad"]?.oneOf(PINPad.self) ?? .ignore
    criticality = try reader.required("criticality").oneOf(Criticality.self)
  }

  /// Reads the readers of a board, each under its role.
  static func readAll(_ node: YAMLNode) throws(YAMLError) -> [CardReaderSettings] {
    let roles = CardReaderRole.all
    let entries = try node.mapping(allowing: roles.map(\.text)).entries
    var readers: [CardReaderSettings] = []
    for entry in entries {
      guard let role = roles.first(where: { $0.text == entry.key }) else { continue }
      readers.append(try CardReaderSettings(role, entry.value))
    }
    return readers
  }

}

extension CardReaderSettings.PCSCRule {
  fileprivate init(_ reader: YAMLMapping, _ node: YAMLNode) throws(YAMLError) {
    namePrefix = try reader["name-prefix"]?.text("how the reader's name begins")
    interface = try reader["interface"]?.text("a part of the interface's name")
    serial = try reader["serial"]?.text("a serial number")
    slot = try reader["slot"]?.integer(in: 0...15)
    guard namePrefix != nil || interface != nil || serial != nil else {
      throw node.error(
        expected: "name-prefix, interface or serial in it; posctl devices list shows the readers",
        found: "none of them")
    }
  }

  /// Whether one of them means every reader that the other means: two drivers would want it.
  func mayMeanTheSame(as other: Self) -> Bool { covers(other) || other.covers(self) }

  private func covers(_ other: Self) -> Bool {
    (namePrefix.map { other.namePrefix?.hasPrefix($0) ?? false } ?? true)
      && (interface == nil || interface == other.interface)
      && (serial == nil || serial == other.serial) && (slot == nil || slot == other.slot)
  }
}
