package import HAL

/// A screen for tests: it keeps what it was told to show.
package final class MockDisplay: Display {
  package let name: DeviceName
  /// What it was told to show, the oldest first.
  package private(set) var contents: [DisplayContent] = []
  /// Whether it is there; what it is told while it is not, it shows when it is back.
  package var isPlugged = true {
    didSet {
      guard isPlugged != oldValue else { return }
      sink?.post(isPlugged ? .deviceFound(name) : .deviceLost(name))
    }
  }
  private var sink: (any DeviceEventSink)?

  /// Makes a dark screen.
  package init(name: DeviceName) { self.name = name }

  /// What a person sees; nil when it is dark or gone.
  package var visible: DisplayContent? { isPlugged ? contents.last : nil }

  package var isAvailable: Bool { isPlugged }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func show(_ content: DisplayContent) {
    if content != contents.last { contents.append(content) }
  }
}
