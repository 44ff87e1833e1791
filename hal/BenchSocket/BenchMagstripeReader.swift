package import HAL

/// The swipe groove of the virtual counter.
package final class BenchMagstripeReader: MagstripeReader {
  package let name: DeviceName
  private let connection: BenchConnection
  private var sink: (any DeviceEventSink)?
  private var isPlugged = true

  /// Puts the reader on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package var isAvailable: Bool { connection.isConnected && isPlugged }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }
}

extension BenchMagstripeReader: BenchReceiver {
  func connectionOpened() {
    isPlugged = true
    sink?.post(.deviceFound(name))
  }

  func connectionLost() {
    if isPlugged { sink?.post(.deviceLost(name)) }
  }

  func receive(_ message: BenchMessage) {
    switch message {
    case .cardSwiped(let swipe):
      if isPlugged { sink?.post(.cardSwiped(swipe)) }
    case .cable(.swipeReader, let isPlugged):
      guard isPlugged != self.isPlugged else { return }
      self.isPlugged = isPlugged
      sink?.post(isPlugged ? .deviceFound(name) : .deviceLost(name))
    case .cable, .show, .powerUp, .command, .powerDown, .keyPressed, .cardInserted, .cardRemoved,
      .cardAnswered, .networkChanged:
      break
    }
  }
}
