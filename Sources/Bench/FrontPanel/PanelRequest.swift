import HAL

/// What a browser says that its person does.
struct PanelRequest: Hashable, Sendable, Decodable {
  /// The word of the action, as in scenarios.
  var action: String
  /// With `press`: a digit, or the name of a key.
  var key: String?
  /// With `insert-card` and `swipe-card`.
  var card: String?
  /// With `cut-power`.
  var point: String?
  /// With `fault-center`: an identifier of `FaultMenu`.
  var fault: String?

  /// The action, or nil when there is none like it.
  var benchAction: BenchAction? {
    switch action {
    case "power-on": .powerOn
    case "cut-power": point.flatMap(CutPoint.init).map { .cutPower($0) }
    case "press": key.flatMap(Key.init(panelName:)).map { .press([$0]) }
    case "insert-card": card.map { .insertCard(CardIdentifier($0)) }
    case "swipe-card": card.map { .swipeCard(CardIdentifier($0)) }
    case "fault-center": fault.flatMap(FaultMenu.choice).map { .faultCenter($0.fault) }
    default: BenchAction.simple[action]
    }
  }
}

extension Key {
  /// The key of this name on the page and in scenarios.
  init?(panelName: String) {
    switch panelName {
    case "enter": self = .enter
    case "cancel": self = .cancel
    case "clear": self = .clear
    case "menu": self = .menu
    case "up": self = .up
    case "down": self = .down
    case "feed": self = .feed
    default:
      guard panelName.utf8.count == 1, let digit = UInt8(panelName) else { return nil }
      self = .digit(digit)
    }
  }

  /// The names of all keys but the digits.
  static let panelNames = ["enter", "cancel", "clear", "menu", "up", "down", "feed"]
}
