package import PaymentTypes

/// How far the terminal has come, each step resting on the one below.
package enum Rung: Int, Hashable, Sendable, Comparable, CaseIterable {
  /// Nothing is proven.
  case notReady
  /// A bearer is up and has an address.
  case networkConnected
  /// The center itself has answered.
  case centerConnected
  /// The center has let this terminal in, and its keys fit their check values.
  case signedIn
  /// Nothing stands in the way of a sale.
  case readyToTrade

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The words on the screen.
  package func caption(_ language: OperatorLanguage) -> String {
    switch self {
    case .notReady: language.pick("未就绪", "Not ready")
    case .networkConnected: language.pick("网络已连接", "Network connected")
    case .centerConnected: language.pick("已连接中心", "Center connected")
    case .signedIn: language.pick("已签到", "Signed in")
    case .readyToTrade: language.pick("可交易", "Ready")
    }
  }
}
