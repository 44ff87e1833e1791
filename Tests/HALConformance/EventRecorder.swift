package import HAL

/// Keeps the events of a device and lets a check wait for them.
package final class EventRecorder: DeviceEventSink {
  private let mailbox: Mailbox<DeviceEvent>

  /// Makes an empty one, whose time-outs run on `clock`.
  package init(clock: any DeviceClock) { mailbox = Mailbox(clock: clock) }

  package func post(_ event: DeviceEvent) { mailbox.post(event) }

  /// The next event; nil when none comes within the time-out.
  package func next(within timeout: Duration = .seconds(10)) async -> DeviceEvent? {
    await mailbox.next(timeout: timeout)
  }

  /// Throws unless the next event is this one.
  package func expect(
    _ event: DeviceEvent, within timeout: Duration = .seconds(10), file: StaticString = #fileID,
    line: UInt = #line
  ) async throws {
    let seen = await next(within: timeout)
    try require(
      seen == event, "\(seen.map { "\($0)" } ?? "no event"), not \(event)", file: file, line: line)
  }

  /// Throws if an event comes within `silence`.
  package func expectNone(
    for silence: Duration = .milliseconds(300), file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    if let seen = await next(within: silence) {
      throw ConformanceFailure(description: "\(seen), though nothing happened (\(file):\(line))")
    }
  }
}
