package import HAL
import MagneticStripe

/// Any swipe reader, with a report on each event: never what is on a card.
package final class TracingMagstripeReader: MagstripeReader {
  private let reader: any MagstripeReader
  private let clock: any DeviceClock
  private let trace: DeviceTrace
  private weak var sink: (any DeviceEventSink)?

  /// Puts itself between the reader and its sink.
  package init(
    _ reader: any MagstripeReader, clock: any DeviceClock, trace: @escaping DeviceTrace
  ) {
    self.reader = reader
    self.clock = clock
    self.trace = trace
    reader.attach(to: self)
  }

  package var name: DeviceName { reader.name }
  package var isAvailable: Bool { reader.isAvailable }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }
}

extension TracingMagstripeReader: DeviceEventSink {
  package func post(_ event: DeviceEvent) {
    let begin = clock.uptime
    sink?.post(event)
    guard let (call, outcome) = Self.words(for: event) else { return }
    trace(
      DeviceTraceEntry(
        device: name, begin: begin, duration: clock.uptime - begin, call: call,
        outcome: outcome))
  }

  /// The track readings hide what they read.
  private static func words(for event: DeviceEvent) -> (String, String)? {
    switch event {
    case .cardSwiped(let swipe):
      let tracks = TrackFormat.allCases.map { "track \($0.rawValue) \(swipe[$0])" }
      return ("swipe", tracks.joined(separator: ", "))
    case .deviceLost: return ("reader", "lost")
    case .deviceFound: return ("reader", "found")
    case .keyPressed, .cardInserted, .cardRemoved, .serviceRequested, .modemChanged,
      .networkChanged:
      return nil
    }
  }
}
