package import Connectivity
package import Ledger
package import PaymentTypes

/// What the terminal shows: one case a screen, with what it needs to be put in words.
package enum Screen: Hashable, Sendable {
  /// Power is on, nothing is known yet.
  case starting
  /// Waiting for the cashier; the caption says how far the terminal has come.
  case idle
  /// The list of things to do.
  case menu
  /// An amount is being typed, in minor units.
  case enterAmount(TransactionType, minorUnits: Int)
  /// The voucher number of a transaction to be voided is being typed.
  case enterVoucher(digits: String)
  /// Is this the transaction to void?
  case confirmVoid(LedgerTransaction)
  /// Put a card in, or swipe it.
  case presentCard(TransactionAmount, CardEntry, PresentCardNote?)
  /// Which of the card's applications? The labels are the card's own words.
  case chooseApplication(labels: [String])
  /// The card is at work; it must stay in.
  case readingCard
  /// The PIN is being typed.
  case enterPIN(TransactionAmount, digitCount: Int, PINNote? = nil)
  /// The center has been asked.
  case waitingForCenter(CenterRequest)
  /// The card may be taken out.
  case removeCard
  /// Money moved as asked.
  case approved(TransactionType, TransactionAmount, remark: String)
  /// Nothing moved: the center said no.
  case declined(ResponseCode)
  /// Nothing moved: the card said no, or can't be used.
  case cardRefused(CardProblem)
  /// Nothing moved: the transaction ended before the center was asked.
  case notStarted(NotStarted)
  /// Nobody knows yet: a reversal is on its way.
  case unknownOutcome(TransactionAmount)
  /// It was in doubt, and has been undone.
  case reversed(TransactionAmount)
  /// A slip is coming out.
  case printing(SlipCopy)
  /// Tear off the first copy; the roll may be nearly used up.
  case tearOff(isPaperLow: Bool)
  /// The printer needs a hand; the slip is kept.
  case printerTrouble(TroubleCause)
  /// Settle the batch?
  case confirmSettlement(BatchTotals)
  /// The settlement is at work.
  case settling(SettlementStep)
  /// The settlement is over.
  case settled(SettlementOutcome)
  /// What stands between the terminal and the center.
  case diagnosis(TroubleCause?)
  /// A short word about something that was asked for.
  case notice(Notice)
  /// The firmware has stopped trading to protect the books.
  case stopped(TroubleCause)

  /// How a card may be presented.
  package enum CardEntry: Hashable, Sendable {
    /// Inserted or swiped.
    case any
    /// Inserted only: nothing reads stripes.
    case chip
    /// Swiped only: nothing reads chips.
    case stripe
  }

  /// Why the card is asked for again.
  package enum PresentCardNote: Hashable, Sendable {
    /// The swipe can't be read.
    case swipeAgain
    /// The card has a chip: insert it.
    case insertChip
    /// The reader encrypted the stripe with keys that this terminal has not.
    case swipeEncrypted
    /// The reader has used up its keys and reads no more stripes.
    case swipeReaderExhausted
    /// The stripe can be read, and is not that of a payment card.
    case notAPaymentCard
    /// The chip does not answer: insert it again.
    case chipSilent
    /// The chip did not answer too often: swipe the card.
    case swipeInstead
    /// The card is not the one of the original transaction.
    case otherCard
  }

  /// What to know before typing a PIN that the card verifies.
  package enum PINNote: Hashable, Sendable {
    /// The last one was wrong; the tries that are left, where the card says so.
    case wrong(triesLeft: Int?)
    /// A wrong one would block the card's PIN; says also whether the last one was wrong.
    case lastTry(isRetry: Bool)
  }

  /// What the center is asked for.
  package enum CenterRequest: Hashable, Sendable {
    /// A sign-in.
    case signIn
    /// An authorisation.
    case authorization(TransactionAmount)
    /// A reversal.
    case reversal
    /// An echo.
    case echo
  }

  /// Why a card can't be used.
  package enum CardProblem: Hashable, Sendable {
    /// It was taken out too early.
    case removed
    /// It does not answer.
    case mute
    /// It has no application that this terminal knows.
    case noApplication
    /// It is blocked.
    case blocked
    /// It said no by itself.
    case declinedOffline
    /// It answered what makes no sense.
    case faulty
    /// It is not the card of the original transaction.
    case otherCard
  }

  /// Why a transaction did not begin.
  package enum NotStarted: Hashable, Sendable {
    /// The cashier or the cardholder cancelled.
    case cancelled
    /// Nobody did anything for too long.
    case timedOut
    /// The center can't be reached.
    case noConnection(TroubleCause)
    /// Something is in the way.
    case blocked(TroubleCause)
    /// There is no such transaction, or it can't be voided.
    case noSuchTransaction
  }

  /// Short words.
  package enum Notice: Hashable, Sendable {
    /// Signed in.
    case signedIn(BatchNumber)
    /// The sign-in failed.
    case signInFailed(TroubleCause)
    /// Nothing to print.
    case nothingToReprint
    /// Nothing to settle.
    case nothingToSettle
    /// The card takes no PIN any more.
    case pinBlocked
  }

  /// How far a settlement has come.
  package enum SettlementStep: Hashable, Sendable {
    /// Undoing what is in doubt.
    case reversal
    /// Comparing totals.
    case totals
    /// Sending items.
    case upload(done: Int, total: Int)
    /// Closing the batch.
    case closing
  }

  /// How a settlement ended.
  package enum SettlementOutcome: Hashable, Sendable {
    /// The batch is closed.
    case closed(domestic: SettlementVerdict, foreign: SettlementVerdict)
    /// It stopped and will go on where it stopped.
    case interrupted(TroubleCause)
  }
}

extension Screen {
  /// A stable name, the same in every language.
  package var identifier: String {
    switch self {
    case .starting: "starting"
    case .idle: "idle"
    case .menu: "menu"
    case .enterAmount: "enter-amount"
    case .enterVoucher: "enter-voucher"
    case .confirmVoid: "confirm-void"
    case .presentCard: "present-card"
    case .chooseApplication: "choose-application"
    case .readingCard: "reading-card"
    case .enterPIN: "enter-pin"
    case .waitingForCenter: "waiting-for-center"
    case .removeCard: "remove-card"
    case .approved: "approved"
    case .declined: "declined"
    case .cardRefused: "card-refused"
    case .notStarted: "not-started"
    case .unknownOutcome: "unknown-outcome"
    case .reversed: "reversed"
    case .printing: "printing"
    case .tearOff: "tear-off"
    case .printerTrouble: "printer-trouble"
    case .confirmSettlement: "confirm-settlement"
    case .settling: "settling"
    case .settled(.closed): "settled"
    case .settled(.interrupted): "settlement-interrupted"
    case .diagnosis: "diagnosis"
    case .notice: "notice"
    case .stopped: "stopped"
    }
  }
}
