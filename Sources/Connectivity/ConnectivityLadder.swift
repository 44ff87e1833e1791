package import PaymentTypes

/// What has been proven, when, and what was found broken: the source of the caption.
///
/// A proof ages. After 60 s without a new one it is doubtful, and the moment a proof fails the rung
/// and all above it are taken back. Source: trouble tree, sections 1 and 2.
package struct ConnectivityLadder: Hashable, Sendable {
  /// What is known of one rung.
  package enum Finding: Hashable, Sendable {
    /// Nothing yet.
    case unknown
    /// Seen to hold, at this uptime.
    case proven(at: Duration)
    /// Seen to fail, at this uptime.
    case broken(TroubleCause, at: Duration)
  }

  /// After this age a proof is doubtful.
  package static let freshness = Duration.seconds(60)
  /// After this age it gets a question mark.
  package static let patience = Duration.seconds(180)

  /// The bearer.
  package private(set) var network = Finding.unknown
  /// The center.
  package private(set) var center = Finding.unknown
  /// The sign-in.
  package private(set) var signIn = Finding.unknown
  /// What keeps the terminal from trading although it is signed in.
  package private(set) var blocks: [TroubleCause] = []
  /// What the terminal does without, and trades all the same.
  package private(set) var limits: [TroubleCause] = []

  /// Starts with nothing proven.
  package init() {}

  /// The bearer holds.
  package mutating func proveNetwork(at now: Duration) { network = .proven(at: now) }

  /// The center has answered, which proves the bearer too.
  package mutating func proveCenter(at now: Duration) {
    network = .proven(at: now)
    center = .proven(at: now)
  }

  /// The center has let the terminal in.
  package mutating func proveSignIn(at now: Duration) {
    proveCenter(at: now)
    signIn = .proven(at: now)
  }

  /// Something failed: its rung and those above it hold no more.
  package mutating func fail(_ cause: TroubleCause, at now: Duration) {
    switch cause.rung {
    case .notReady, .networkConnected:
      network = .broken(cause, at: now)
      center = .unknown
    case .centerConnected: center = .broken(cause, at: now)
    case .signedIn: signIn = .broken(cause, at: now)
    case .readyToTrade: break
    }
  }

  /// The keys are gone, without a fault: another sign-in is due.
  package mutating func forgetSignIn() { signIn = .unknown }

  /// Replaces what stands in the way of a sale, the first is the one to show, and what does not.
  package mutating func setBlocks(_ blocks: [TroubleCause], limits: [TroubleCause]) {
    self.blocks = blocks
    self.limits = limits
  }

  /// The highest rung below which everything holds.
  package var rung: Rung {
    guard case .proven = network else { return .notReady }
    guard case .proven = center else { return .networkConnected }
    guard case .proven = signIn else { return .centerConnected }
    return blocks.isEmpty ? .readyToTrade : .signedIn
  }

  /// The first thing that is broken, seen from below.
  package var trouble: TroubleCause? {
    for finding in [network, center, signIn] {
      if case .broken(let cause, _) = finding { return cause }
    }
    return blocks.first
  }

  /// What the screen says now.
  package func caption(at now: Duration) -> ConnectivityCaption {
    var provenAt: Duration?
    if rung >= .centerConnected, case .proven(let at) = center { provenAt = at }
    if rung == .networkConnected, case .proven(let at) = network { provenAt = at }
    return ConnectivityCaption(
      rung: rung, age: provenAt.map { now - $0 }, trouble: trouble, limits: limits)
  }
}

/// The caption: a rung, and how old its proof is.
package struct ConnectivityCaption: Hashable, Sendable {
  /// How much the proof is worth.
  package enum Trust: Hashable, Sendable {
    /// Nothing is claimed, so nothing can be doubted.
    case nothingClaimed
    /// Proven within the last minute.
    case fresh
    /// Older than 60 s.
    case doubtful
    /// Older than 180 s.
    case stale
  }

  /// The highest rung that holds.
  package let rung: Rung
  /// The age of the proof that the rung rests on; nil when nothing is claimed.
  package let age: Duration?
  /// What is broken or in the way.
  package let trouble: TroubleCause?
  /// What the terminal does without meanwhile.
  package let limits: [TroubleCause]

  /// Puts a caption together.
  package init(
    rung: Rung, age: Duration?, trouble: TroubleCause?, limits: [TroubleCause] = []
  ) {
    self.rung = rung
    self.age = age
    self.trouble = trouble
    self.limits = limits
  }

  /// How much the proof is worth.
  package var trust: Trust {
    guard let age else { return .nothingClaimed }
    if age > ConnectivityLadder.patience { return .stale }
    return age > ConnectivityLadder.freshness ? .doubtful : .fresh
  }

  /// The line on the screen, such as `已连接中心 · 12 秒前`.
  package func text(_ language: OperatorLanguage) -> String {
    let words = rung.caption(language)
    guard let age else { return words }
    let seconds = max(0, age.components.seconds)
    let ago =
      seconds < 120
      ? language.pick("\(seconds) 秒前", "\(seconds) s ago")
      : language.pick("\(seconds / 60) 分钟前", "\(seconds / 60) min ago")
    let mark = trust == .stale ? language.pick("？", "?") : ""
    return "\(words)\(mark) · \(ago)"
  }
}
