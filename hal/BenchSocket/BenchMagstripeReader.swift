package import HAL

/// The swipe groove of the virtual counter.
package final class BenchMagstripeReader: MagstripeReader {
  package let name: DeviceName
  private let connection: BenchConnection
  private var sink: (any DeviceEventSink)?

  /// Puts the reader on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package var isAvailable: Bool { connection.isConnected }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }
}

extension BenchMagstripeReader: BenchReceiver {
  func connectionOpened() { sink?.post(.deviceFound(name)) }
  func connectionLost() { sink?.post(.deviceLost(name)) }

  func receive(_ message: BenchMessage) {
    if case .cardSwiped(let swipe) = message { sink?.post(.cardSwiped(swipe)) }
  }
}
