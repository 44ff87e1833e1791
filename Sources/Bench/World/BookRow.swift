import PaymentTypes

/// One transaction in both books.
package struct BookRow: Hashable, Sendable {
  /// What the terminal's ledger says of it.
  package enum TerminalState: String, Hashable, Sendable, CaseIterable {
    /// The intent is on the disk, and no answer yet.
    case open
    /// Money moved.
    case approved
    /// The center said no.
    case declined
    /// Nobody knows: a reversal has to be accepted.
    case reversalDue = "reversal-due"
    /// Undone.
    case reversed
    /// The center never accepted the reversal; people go on from here.
    case handedOver = "handed-over"
  }

  /// What the center's books say of it.
  package enum CenterState: String, Hashable, Sendable, CaseIterable, Codable {
    /// Money moved.
    case booked
    /// Booked, and undone by a void.
    case voided
    /// Booked, and undone by a reversal.
    case reversed
  }

  /// Six digits.
  package var batch: String
  /// Six digits.
  package var trace: String
  /// Whether it is a void; otherwise a sale.
  package var isVoid: Bool
  /// With two decimals.
  package var amount: String
  /// The masked card number.
  package var card: String
  /// The terminal's word; nil when its ledger does not have it.
  package var terminal: TerminalState?
  /// The center's code in the terminal's ledger.
  package var code: String?
  /// Whether the terminal's ledger says that a later void undid it.
  package var isVoided = false
  /// The center's word; nil when its books do not have it.
  package var center: CenterState?

  init(_ entry: TerminalBooks.Entry) {
    batch = entry.batch
    trace = entry.trace
    isVoid = entry.type == "void"
    amount = entry.amount
    card = entry.card
    terminal = TerminalState(rawValue: entry.status)
    code = entry.code
    isVoided = entry.voided
  }

  init(_ booking: CenterBooking) {
    batch = booking.batch
    trace = booking.trace
    isVoid = booking.isVoid
    amount = TransactionAmount(minorUnits: booking.minorUnits)?.text ?? ""
    card = booking.card
    center = booking.state
  }

  /// Whether both say the same: what one holds for moved money, the other does.
  package var isAgreed: Bool {
    switch (terminal, center) {
    case (.approved, .booked): !isVoided
    case (.approved, .voided): isVoided
    case (.declined, nil), (.declined, .reversed), (.reversed, nil), (.reversed, .reversed): true
    case (.open, _), (.reversalDue, _), (.handedOver, _), (.approved, _), (.declined, _),
      (.reversed, _), (nil, _):
      false
    }
  }

  /// Whether it is still under way, so that it is too early to compare.
  package var isPending: Bool { terminal == .open || terminal == .reversalDue }
}

/// One booking of the center.
struct CenterBooking: Hashable, Sendable, Encodable {
  var batch: String
  var trace: String
  var isVoid: Bool
  var minorUnits: Int
  var card: String
  var reference: String
  var state: BookRow.CenterState
}
