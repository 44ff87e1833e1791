import ISO8583

/// The faults of the center by their words in scenarios; each comes to effects of the test center.
enum FaultWord: String, Hashable, Sendable, CaseIterable {
  /// The request is lost before it is booked.
  case dropBeforeBooking = "drop-before-booking"
  /// It is booked, and the answer is lost.
  case dropAfterBooking = "drop-after-booking"
  /// The request reaches the books late.
  case holdRequest = "hold-request"
  /// The answer comes late.
  case delay
  /// The answer comes twice.
  case duplicate
  /// Only the beginning of the answer comes, and the connection ends.
  case cut
  /// The answer makes no sense.
  case nonsense
  /// The answer's MAC is wrong.
  case wrongMAC = "wrong-mac"
  /// The answer has no MAC.
  case missingMAC = "missing-mac"
  /// The answer has another trace number.
  case wrongTrace = "wrong-trace"
  /// The answer names another terminal.
  case wrongTerminal = "wrong-terminal"
  /// The answer has another amount.
  case wrongAmount = "wrong-amount"
  /// The center answers with a code, and books nothing.
  case respond
  /// The connection is broken off before the request is booked.
  case resetBeforeBooking = "reset-before-booking"
  /// The request is booked, and the connection broken off.
  case resetAfterBooking = "reset-after-booking"

  /// The value that a word needs besides itself.
  enum Value: String, Hashable, Sendable {
    case seconds
    case bytes
    case code
  }

  /// Which value it needs; nil for none.
  var value: Value? {
    switch self {
    case .holdRequest, .delay, .duplicate: .seconds
    case .cut: .bytes
    case .respond: .code
    case .dropBeforeBooking, .dropAfterBooking, .nonsense, .wrongMAC, .missingMAC, .wrongTrace,
      .wrongTerminal, .wrongAmount, .resetBeforeBooking, .resetAfterBooking:
      nil
    }
  }

  /// Which messages a fault strikes.
  enum Message: String, Hashable, Sendable, CaseIterable {
    /// Every message.
    case any
    /// A sale or its void.
    case financial
    /// A reversal.
    case reversal
    /// A settlement.
    case settlement
    /// A sign-in.
    case signIn = "sign-in"
    /// An echo or a sign-off.
    case echo

    /// As the center tells messages apart; none means any.
    var types: Set<MessageType> {
      switch self {
      case .any: []
      case .financial: [.financialRequest]
      case .reversal: [.reversalRequest]
      case .settlement: [.reconciliationRequest]
      case .signIn: [.networkManagementRequest]
      case .echo: [.networkManagementAdvice]
      }
    }
  }
}
