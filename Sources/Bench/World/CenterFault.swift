/// Something that the test center does wrong on demand.
package struct CenterFault: Hashable, Sendable {
  /// What it does.
  package enum Kind: Hashable, Sendable {
    /// The request is lost before it is booked.
    case dropBeforeBooking
    /// It is booked, and the answer is lost.
    case dropAfterBooking
    /// The answer comes late, by so many seconds.
    case delay(seconds: Int)
    /// The answer comes twice.
    case duplicate
    /// The answer to the message before comes again, in front of the right one.
    case stale
    /// Only so many bytes of the answer come, then the connection ends.
    case cut(byteCount: Int)
    /// The answer's MAC is wrong.
    case wrongMAC
    /// The answer names another trace number.
    case wrongTrace
    /// The center declines with a code and books nothing.
    case respond(code: String)
    /// The connection is reset instead of an answer.
    case reset
  }

  /// Which messages it strikes.
  package enum Message: String, Hashable, Sendable, CaseIterable {
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
    /// An echo.
    case echo
  }

  /// What it does.
  package var kind: Kind
  /// Which messages it strikes.
  package var message: Message
  /// How many of them.
  package var count: Int

  /// Puts a fault together; by default it strikes the next sale or void.
  package init(_ kind: Kind, message: Message = .financial, count: Int = 1) {
    self.kind = kind
    self.message = message
    self.count = count
  }
}
