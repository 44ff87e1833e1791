package import HAL

/// The events of all devices in one line, for the one flow that talks with people.
///
/// A flow that waits for something else than an event, such as a PIN, may have one kind of event
/// act at once by `interrupt`.
package final class DeviceEventQueue: DeviceEventSink {
  private let mailbox: Mailbox<DeviceEvent>
  private var interrupt: ((DeviceEvent) -> Bool)?

  /// Makes an empty queue.
  package init(clock: any DeviceClock) { mailbox = Mailbox(clock: clock) }

  package func post(_ event: DeviceEvent) {
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
