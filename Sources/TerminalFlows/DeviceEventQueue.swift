package import HAL

/// The events of all devices in one line, for the one flow that talks with people.
///
/// A flow that waits for something else than an event, such as a PIN, may have one kind of event
/// act at once by `interrupt`.
package final class DeviceEventQueue: DeviceEventSink {
  private let mailbox: Mailbox<DeviceEvent>
  private var interrupt: ((DeviceEvent) -> Bool)?
  /// Hears what concerns no flow: states that somebody may want to look at.
  package var onStateChange: (() -> Void)?

  /// Makes an empty queue.
  package init(clock: any DeviceClock) { mailbox = Mailbox(clock: clock) }

  /// Takes an event; what only says that a state is not what it was keeps no flow's place.
  package func post(_ event: DeviceEvent) {
    switch event {
    case .modemChanged, .networkChanged: return onStateChange?() ?? ()
    case .deviceLost, .deviceFound: onStateChange?()
    case .keyPressed, .cardInserted, .cardRemoved, .cardSwiped, .serviceRequested: break
    }
    if let interrupt, interrupt(event) { return }
    mailbox.post(event)
  }

  /// The next event; nil when none comes in time.
  package func next(timeout: Duration?) async -> DeviceEvent? {
    await mailbox.next(timeout: timeout)
  }

  /// Forgets keys that were pressed and cards that were swiped before anybody asked for them.
  ///
  /// Insertions and removals are kept in the readers' own state.
  package func discardStale() { mailbox.removeAll() }

  /// Runs `body` while `action` sees each event first and uses up those for which it returns true.
  package func interrupting<Result>(
    with action: @escaping (DeviceEvent) -> Bool, _ body: () async -> Result
  ) async -> Result {
    interrupt = action
    defer { interrupt = nil }
    return await body()
  }
}
