package import HAL

/// One call of a device and what came of it, fit for a log: never card data.
package struct DeviceTraceEntry: Hashable, Sendable {
  /// The device.
  package var device: DeviceName
  /// When the call began, by the clock of the wrapper.
  package var begin: Duration
  /// How long it took.
  package var duration: Duration
  /// What was asked, such as `transmit 00 A4, 13 bytes`.
  package var call: String
  /// What came of it, such as `90 00, 36 bytes` or the name of an error.
  package var outcome: String

  /// Puts an entry together.
  package init(
    device: DeviceName, begin: Duration, duration: Duration, call: String, outcome: String
  ) {
    self.device = device
    self.begin = begin
    self.duration = duration
    self.call = call
    self.outcome = outcome
  }
}

/// Where a `Tracing…` wrapper reports, call by call.
package typealias DeviceTrace = (DeviceTraceEntry) -> Void
