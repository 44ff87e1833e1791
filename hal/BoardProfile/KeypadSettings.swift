import YAMLDocument

/// The keys.
package struct KeypadSettings: Hashable, Sendable {
  /// How the driver reaches them.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The socket of the virtual counter.
    case benchSocket = "bench-socket"
    /// An input device of the kernel (evdev).
    case input
  }

  /// Where they are, and what that needs.
  package enum Connection: Hashable, Sendable {
    /// The socket of the virtual counter.
    case benchSocket(String)
    /// An input device.
    case input(InputKeypadSettings)
  }

  /// Where they are.
  package var connection: Connection
  /// Whether the terminal may trade without them.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let any = try node.mapping(allowing: ["kind", "path"] + InputKeypadSettings.keys)
    switch try any.required("kind").oneOf(Kind.self) {
    case .benchSocket:
      let device = try node.mapping(allowing: ["kind", "path", "criticality"])
      connection = .benchSocket(try device.required("path").socketPath())
    case .input:
      connection = .input(try InputKeypadSettings(node))
    }
    criticality = try any.criticality(alwaysRequired: "amounts and PINs are typed")
  }
}

/// Keys behind an input device of the kernel.
package struct InputKeypadSettings: Hashable, Sendable {
  /// What a key stands for.
  package enum LogicalKey: String, Hashable, Sendable, CaseIterable {
    /// A digit.
    case zero = "0"
    /// A digit.
    case one = "1"
    /// A digit.
    case two = "2"
    /// A digit.
    case three = "3"
    /// A digit.
    case four = "4"
    /// A digit.
    case five = "5"
    /// A digit.
    case six = "6"
    /// A digit.
    case seven = "7"
    /// A digit.
    case eight = "8"
    /// A digit.
    case nine = "9"
    /// Two zeros at once.
    case doubleZero = "00"
    /// The green key.
    case enter
    /// The red key.
    case cancel
    /// The yellow key.
    case clear
    /// The key that opens the menu.
    case menu
    /// Up.
    case up
    /// Down.
    case down
    /// Paper feed.
    case feed
    /// No key at all: takes one of the usual keys away.
    case none
  }

  /// A beeper, and its tone.
  package struct Beeper: Hashable, Sendable {
    /// How it is found.
    package var match: InputMatch
    /// How high.
    package var hertz: Int
    /// How long.
    package var milliseconds: Int
  }

  /// How the keypad is found.
  package var match: InputMatch
  /// What codes mean that the usual ones say nothing or something else of.
  package var keys: [UInt16: LogicalKey] = [:]
  /// The beeper; nil for none.
  package var beeper: Beeper?

  static let keys = ["kind", "match", "keys", "beeper", "criticality"]

  init(_ node: YAMLNode) throws(YAMLError) {
    let keypad = try node.mapping(allowing: Self.keys)
    match = try InputMatch(keypad.required("match"))
    if let node = keypad["keys"] { keys = try Self.keys(node) }
    if let node = keypad["beeper"] { beeper = try Beeper(node) }
  }

  private static func keys(_ node: YAMLNode) throws(YAMLError) -> [UInt16: LogicalKey] {
    var keys: [UInt16: LogicalKey] = [:]
    for entry in try node.entries() {
      guard let code = InputKeyCode.number(of: entry.key) else {
        throw YAMLError(
          place: entry.keyPlace,
          expected: "a key code such as KEY_KP5, or its number from 1 to 767",
          found: "“\(entry.key.prefix(40))”")
      }
      guard keys[code] == nil else {
        throw YAMLError(
          place: entry.keyPlace, expected: "each code once", found: "\(entry.key) a second time")
      }
      keys[code] = try entry.value.oneOf(LogicalKey.self)
    }
    return keys
  }
}

/// How an input device is found: never by its number, which depends on the order of plugging.
package enum InputMatch: Hashable, Sendable {
  /// By the name that its driver gives, with the wildcards * and ?.
  case name(String)
  /// By a link that stays, with wildcards in its last part.
  case path(String)

  /// What a reader of the profile calls it.
  package var text: String {
    switch self {
    case .name(let name): "named \(name)"
    case .path(let path): "at \(path)"
    }
  }

  init(_ node: YAMLNode) throws(YAMLError) {
    let match = try node.mapping(allowing: ["name", "path"])
    switch (match["name"], match["path"]) {
    case (let name?, nil): self = .name(try name.text("the name of an input device"))
    case (nil, let path?):
      let expected = "a link such as /dev/input/by-path/platform-*-event-kbd"
      let text = try path.text(expected)
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard text.hasPrefix("/"), let last = parts.last, !last.isEmpty,
        parts.dropLast().allSatisfy({ !$0.contains("*") && !$0.contains("?") })
      else { throw path.error(expected: expected) }
      guard !text.hasPrefix("/dev/input/event") else {
        throw path.error(
          expected: expected + ": the number of an event device changes with each start")
      }
      self = .path(text)
    case (.some, .some): throw node.error(expected: "either name or path", found: "both")
    case (nil, nil): throw node.error(expected: "name or path in it", found: "neither")
    }
  }
}

extension InputKeypadSettings.Beeper {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    let beeper = try node.mapping(allowing: ["match", "hertz", "milliseconds"])
    match = try InputMatch(beeper.required("match"))
    hertz = try beeper["hertz"]?.integer(in: 100...10_000) ?? 2400
    milliseconds = try beeper["milliseconds"]?.integer(in: 5...500) ?? 30
  }
}
