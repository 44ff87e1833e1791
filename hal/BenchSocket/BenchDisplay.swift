package import HAL

/// The screen of the virtual counter; a bench that comes back gets the last content again.
package final class BenchDisplay: Display {
  package let name: DeviceName
  private let connection: BenchConnection
  private var content: DisplayContent?
  private var sink: (any DeviceEventSink)?

  /// Puts the screen on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package var isAvailable: Bool { connection.isConnected }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func show(_ content: DisplayContent) {
    guard content != self.content else { return }
    self.content = content
    connection.send(.show(content))
  }
}

extension BenchDisplay: BenchReceiver {
  func connectionOpened() {
    if let content { connection.send(.show(content)) }
    sink?.post(.deviceFound(name))
  }

  func connectionLost() { sink?.post(.deviceLost(name)) }

  func receive(_ message: BenchMessage) {}
}
