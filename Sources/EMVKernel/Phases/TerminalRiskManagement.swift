import BERTLV
package import ISO7816
import PaymentTypes

/// Decides by amount, chance and count whether the issuer should see the transaction.
///
/// Source: EMV 4.3 Book 3, 10.6.
///
/// ```swift
/// var risk = TerminalRiskManagement(store, history: history)
/// var step = risk.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = risk.resume(with: try await card.send(command))
///   case .finished(let store): return store
///   }
/// }
/// ```
package struct TerminalRiskManagement: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Go on with this store.
    case finished(DataObjectStore)
  }

  /// What the terminal remembers of this card.
  package struct CardHistory: Hashable, Sendable {
    /// What the last transaction of this card in the log came to, in minor units; 0 without one.
    package var lastAmount: Int
    /// Whether the exception file lists the card.
    package var isOnExceptionFile: Bool

    /// Puts a history together; without arguments the card is new to the terminal.
    package init(lastAmount: Int = 0, isOnExceptionFile: Bool = false) {
      self.lastAmount = lastAmount
      self.isOnExceptionFile = isOnExceptionFile
    }
  }

  private enum State: Hashable, Sendable {
    case readingCounter
    case readingLastOnlineCounter
    case finished
  }

  private var store: DataObjectStore
  private let history: CardHistory
  private var state = State.finished

  /// Takes the store after the records have been read.
  package init(_ store: DataObjectStore, history: CardHistory) {
    self.store = store
    self.history = history
  }

  /// Checks what needs no card, then asks for the counters when the card sets limits to them.
  package mutating func begin() -> Step {
    guard
      store.interchangeProfile.contains(.terminalRiskManagement)
        || store.configuration.alwaysManagesRisk
    else { return .finished(store) }
    if history.isOnExceptionFile || isListed {
      store.raise(.onExceptionFile, because: .listedOnExceptionFile)
    }
    if store.transaction.isForcedOnline {
      store.raise(.forcedOnline, because: .merchantDecision)
    }
    checkAmount()
    guard store.number(0x9F14) != nil, store.number(0x9F23) != nil else { return finish() }
    state = .readingCounter
    return .transmit(.getData(0x9F36))
  }

  /// Goes on with the answer to the last command.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    switch state {
    case .readingCounter:
      take(0x9F36, response)
      state = .readingLastOnlineCounter
      return .transmit(.getData(0x9F13))
    case .readingLastOnlineCounter:
      take(0x9F13, response)
      checkVelocity()
      return finish()
    case .finished: preconditionFailure("no command is under way")
    }
  }

  /// Whether the configuration's exception file lists the card.
  private var isListed: Bool {
    guard let number = store.primaryAccountNumber else { return false }
    let sequences = [nil, store.panSequenceNumber] as [Int?]
    return sequences.contains {
      store.configuration.exceptionFile.contains(
        ExceptionFileEntry(primaryAccountNumber: number, sequenceNumber: $0))
    }
  }

  /// Floor limit, with the earlier part of a split sale, then chance (10.6.1, 10.6.2).
  private mutating func checkAmount() {
    let amount = store.transaction.amount.minorUnits
    let (total, overflow) = amount.addingReportingOverflow(max(0, history.lastAmount))
    let floor = Int(store.application.floorLimit)
    if overflow || total >= floor {
      store.raise(.floorLimitExceeded, because: .amountAtFloorLimit)
    }
    guard amount < floor else { return }
    let target = targetPercentage(amount: amount, floor: floor)
    let drawn = store.transaction.randomPercentage
    if (1...99).contains(drawn), drawn <= target {
      store.raise(.randomlySelected, because: .drawnAtRandom(drawn: drawn, target: target))
    }
  }

  /// The chance of an amount below the floor limit to go online, in percent.
  private func targetPercentage(amount: Int, floor: Int) -> Int {
    let application = store.application
    let threshold = Int(application.randomSelectionThreshold)
    let target = min(max(0, application.targetPercentage), 99)
    guard amount >= threshold, floor > threshold else { return target }
    let span = min(max(target, application.maximumTargetPercentage), 99) - target
    return target + span * (amount - threshold) / (floor - threshold)
  }

  /// Takes an object that GET DATA answered with; anything else leaves it missing.
  private mutating func take(_ tag: DataObjectTag, _ response: ResponseAPDU) {
    store.forget(tag)
    guard response.status == .success,
      let value = try? TLVReader(response.data).first(tag), value.count == 2
    else { return }
    store.replace(tag, value)
  }

  /// Counts the transactions since the last online one (10.6.3).
  private mutating func checkVelocity() {
    let last = store.number(0x9F13)
    if last == 0 { store.raise(.newCard, because: .neverOnline) }
    guard let last, let counter = store.number(0x9F36) else {
      return raiseBothLimits(because: .countersMissing)
    }
    guard counter > last else { return raiseBothLimits(because: .countersOutOfOrder) }
    let count = counter - last
    if let limit = store.number(0x9F14), count > limit {
      store.raise(
        .lowerOfflineLimitExceeded, because: .offlineCountExceeded(count: count, limit: limit))
    }
    if let limit = store.number(0x9F23), count > limit {
      store.raise(
        .upperOfflineLimitExceeded, because: .offlineCountExceeded(count: count, limit: limit))
    }
  }

  private mutating func raiseBothLimits(because reason: Finding.Reason) {
    store.raise(.lowerOfflineLimitExceeded, because: reason)
    store.raise(.upperOfflineLimitExceeded, because: reason)
  }

  private mutating func finish() -> Step {
    store.mark(.terminalRiskManagementPerformed)
    state = .finished
    return .finished(store)
  }
}
