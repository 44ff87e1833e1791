import Connectivity
import HAL
import Ledger
import MockDevices
import PaymentTypes
import TerminalFlows
import TestCenter

/// Cashier and cardholder in one: sees each screen, thinks for a moment, and acts.
final class SimulatedCashier {
  private static let thinkingTime = Duration.milliseconds(300)

  private let world: SimulatedWorld
  private let keypad: SimulatedKeypad
  private let reader: SimulatedCardReader
  private let stripe: SimulatedMagstripeReader
  private let printer: SimulatedPrinter
  private let plans: [SalePlan]
  private let settlesAtEnd: Bool

  private var next: Int
  private var hasSettled = false
  private var screen: Screen?
  private var caption: ConnectivityCaption?
  private var generation = 0

  /// Whether there is nothing left to do and nothing in doubt.
  private(set) var isFinished = false
  /// How many approvals the screen has claimed.
  private(set) var shownApprovals = 0

  init(
    world: SimulatedWorld, keypad: SimulatedKeypad, reader: SimulatedCardReader,
    stripe: SimulatedMagstripeReader, printer: SimulatedPrinter, plans: [SalePlan], from first: Int,
    settlesAtEnd: Bool
  ) {
    self.world = world
    self.keypad = keypad
    self.reader = reader
    self.stripe = stripe
    self.printer = printer
    self.plans = plans
    self.settlesAtEnd = settlesAtEnd
    next = first
  }

  /// The sale that would come next.
  var nextSale: Int { next }

  private var plan: SalePlan? { next > 0 && next <= plans.count ? plans[next - 1] : nil }

  /// The terminal shows something.
  func see(_ screen: Screen, _ caption: ConnectivityCaption) {
    self.caption = caption
    guard screen != self.screen else { return }
    if case .approved = screen, !isApproval(self.screen) { shownApprovals += 1 }
    self.screen = screen
    think(Self.thinkingTime)
  }

  private func isApproval(_ screen: Screen?) -> Bool {
    // An approval is shown again after the card was removed.
    switch screen {
    case .approved, .removeCard: true
    default: false
    }
  }

  private func think(_ time: Duration) {
    generation += 1
    let generation = generation
    world.loop.setTimer(after: time) { [self] in
      guard generation == self.generation, world.isPowered, let screen else { return }
      act(on: screen)
    }
  }

  private func act(on screen: Screen) {
    if plan?.pullsCardOn == screen.identifier { reader.remove() }
    switch screen {
    case .idle: idle()
    case .menu: keypad.press(.digit(3))
    case .enterAmount(_, let minorUnits): typeAmount(minorUnits)
    case .presentCard(_, _, let note): present(note)
    case .chooseApplication: keypad.press(.digit(1))
    case .enterPIN(_, let digitCount, _): typePIN(digitCount)
    case .removeCard: reader.remove()
    case .tearOff: keypad.press(.cancel)
    case .printerTrouble:
      printer.hasPaper = true
      keypad.press(.enter)
    case .confirmSettlement: keypad.press(.enter)
    case .settled(.closed), .notice(.nothingToSettle):
      hasSettled = true
      keypad.press(.clear)
    case .approved, .declined, .cardRefused, .notStarted, .unknownOutcome, .reversed, .settled,
      .notice, .diagnosis, .stopped:
      endOfSale()
    case .starting, .readingCard, .waitingForCenter, .printing, .settling, .enterVoucher,
      .confirmVoid:
      break
    }
  }

  private func idle() {
    reader.remove()
    world.isNetworkTorn = false
    guard caption?.rung == .readyToTrade else { return think(.seconds(1)) }
    if next < plans.count {
      next += 1
      begin()
    } else if settlesAtEnd, !hasSettled {
      keypad.press(.menu)
    } else {
      isFinished = true
    }
  }

  private func begin() {
    guard let plan, let digit = String(plan.minorUnits).utf8.first else { return }
    if let fault = plan.fault { world.center.inject(fault) }
    keypad.press(.digit(digit - 0x30))
  }

  private func typeAmount(_ typed: Int) {
    guard let plan else { return keypad.press(.cancel) }
    let target = Array(String(plan.minorUnits).utf8)
    let count = String(typed).utf8.count
    if typed == plan.minorUnits || count >= target.count {
      if plan.tearsNetwork { world.isNetworkTorn = true }
      keypad.press(.enter)
    } else {
      keypad.press(.digit(target[count] - 0x30))
    }
  }

  private func present(_ note: Screen.PresentCardNote?) {
    guard let card = plan?.card else { return keypad.press(.cancel) }
    reader.remove()
    switch (note, card.chip, card.stripe?.swipe) {
    // A chip that is not read is put in once more, and its stripe drawn when the terminal says so.
    case (nil, let chip?, _), (.chipSilent, let chip?, _): reader.insert(CardSimulator(chip))
    case (nil, nil, let swipe?), (.swipeInstead, _, let swipe?): stripe.swipe(swipe)
    default: keypad.press(.cancel)
    }
  }

  private func typePIN(_ typed: Int) {
    let digits = plan?.pinDigits ?? []
    keypad.press(typed < digits.count ? .digit(digits[typed] - 0x30) : .enter)
  }

  private func endOfSale() {
    reader.remove()
    world.isNetworkTorn = false
    keypad.press(.clear)
  }
}
