package import CenterProtocol
import ISO8583
package import PaymentTypes

/// An acquirer's center to test terminals against, with the issuers behind it.
///
/// It has no sockets, no clock and no threads: frames and the time go in, actions come out, so that
/// the same center runs behind a real socket and in a simulation under virtual time. It keeps
/// books, moves each balance exactly once, and judges every message that it gets; what is not as
/// the rules say is kept in `violations`, which tests expect to be empty.
///
/// ```swift
/// let center = TestCenter()
/// center.register(CenterTerminal(identifier: tid, merchant: mid, masterKey: key, batch: batch))
/// center.open(CenterAccount(pan: pan, expiry: expiry, pinDigits: pin, balanceMinorUnits: 100_000))
/// center.inject(CenterFault(.dropAnswer(.staysOpen), types: [.financialRequest]))
/// var connection = CenterConnection(to: center)
/// for action in connection.receive(bytes, now: now) { perform(action) }
/// ```
package final class TestCenter {
  /// How it behaves; may be changed at any time.
  package var configuration: CenterConfiguration
  /// What it has booked.
  package internal(set) var ledger = CenterLedger()
  /// Every deviation from the rules, in the order of the messages.
  package private(set) var violations: [Violation] = []
  /// How many requests have been answered.
  package private(set) var requestCount = 0
  /// Items of batch uploads that are not in the books as uploaded.
  package internal(set) var uploadErrors: [BookingKey] = []
  /// The transactions whose script results have come.
  package internal(set) var scriptResults: [BookingKey] = []

  var terminalTable: [String: CenterTerminal] = [:]
  var accountTable: [PrimaryAccountNumber: CenterAccount] = [:]
  var generator: SeededGenerator
  var memories: [BatchKey: BatchMemory] = [:]
  private var faults: [CenterFault] = []
  private var referenceCount = 0

  /// Opens a center without terminals and accounts.
  package init(configuration: CenterConfiguration = CenterConfiguration()) {
    self.configuration = configuration
    generator = SeededGenerator(seed: configuration.seed)
  }

  /// Takes a terminal in, or replaces the one with its identifier.
  package func register(_ terminal: CenterTerminal) {
    terminalTable[terminal.identifier.text] = terminal
  }

  /// Opens an account, or replaces the one with its card number.
  package func open(_ account: CenterAccount) { accountTable[account.pan] = account }

  /// The terminals, by identifier.
  package var terminals: [CenterTerminal] {
    terminalTable.values.sorted { $0.identifier.text < $1.identifier.text }
  }

  /// A terminal; nil when it is not registered.
  package func terminal(_ identifier: TerminalIdentifier) -> CenterTerminal? {
    terminalTable[identifier.text]
  }

  /// The accounts, by card number.
  package var accounts: [CenterAccount] {
    accountTable.values.sorted { $0.pan.digits.lexicographicallyPrecedes($1.pan.digits) }
  }

  /// An account; nil when there is none with this card number.
  package func account(_ pan: PrimaryAccountNumber) -> CenterAccount? { accountTable[pan] }

  /// Makes a cardholder's issuer answer everything with a code, or as usual again.
  package func force(_ response: ResponseCode?, on pan: PrimaryAccountNumber) {
    accountTable[pan]?.forcedResponse = response
  }

  /// Lets something go wrong; faults are taken in the order in which they came.
  package func inject(_ fault: CenterFault) { faults.append(fault) }

  /// Takes all waiting faults away.
  package func clearFaults() { faults = [] }

  /// The faults that still wait.
  package var waitingFaults: [CenterFault] { faults }

  /// Takes a whole frame with its length, and says what the connection has to do.
  package func receive(frame bytes: [UInt8], now: CivilTime) -> [CenterAction] {
    var connection = CenterConnection(to: self)
    let actions = connection.receive(bytes, now: now)
    if connection.hasRest { note(Violation(expectation: "a whole frame")) }
    return actions
  }

  /// Takes a frame, and says what the connection has to do.
  package func receive(_ frame: CenterFrame, now: CivilTime) -> [CenterAction] {
    let fault = takeFault(for: MessageFragment(decoding: frame.body, dialect: .unionPay).type)
    if let fault, let time = fault.holdTime {
      return [.hold(HeldRequest(frame: frame, fault: fault), for: time)]
    }
    return carryOut(frame, fault, now: now)
  }

  /// Takes a request that was held up on its way.
  package func receive(held request: HeldRequest, now: CivilTime) -> [CenterAction] {
    carryOut(request.frame, request.fault, now: now)
  }

  func note(_ violation: Violation) { violations.append(violation) }

  /// The center's name for a transaction: the time and a count, twelve characters.
  func nextReference(now: CivilTime) -> String {
    referenceCount += 1
    return now.hourMinuteSecond + FixedDigits.text(referenceCount, 6)
  }

  private func takeFault(for type: MessageType?) -> CenterFault? {
    guard let place = faults.firstIndex(where: { $0.concerns(type) }) else { return nil }
    let fault = faults[place]
    if let count = fault.count {
      if count > 1 { faults[place].count = count - 1 } else { faults.remove(at: place) }
    }
    return fault
  }

  private func carryOut(
    _ frame: CenterFrame, _ fault: CenterFault?, now: CivilTime
  ) -> [CenterAction] {
    if let link = fault?.requestLoss { return link.actions }
    let message: Message
    do throws(DecodingError) {
      message = try frame.message()
    } catch {
      note(Violation(element: error.element, expectation: "a message of the dialect"))
      return [.close]
    }
    requestCount += 1
    let request = CenterRequest(frame: frame, message: message, now: now)
    guard message.type.isRequest else {
      note(request.violation(0, "a request"))
      return [.close]
    }
    let reply = answer(request, forced: fault?.responseCode?.text)
    return send(reply, to: request, fault: fault)
  }
}

extension CenterFault.Link {
  var actions: [CenterAction] {
    switch self {
    case .staysOpen: []
    case .closes: [.close]
    case .resets: [.reset]
    }
  }
}
