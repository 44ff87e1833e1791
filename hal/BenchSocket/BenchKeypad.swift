package import HAL

/// The keys of the virtual counter.
package final class BenchKeypad: Keypad {
  package let name: DeviceName
  private let connection: BenchConnection
  private var sink: (any DeviceEventSink)?
  private var holder: ((Key) -> Void)?
  private var isPlugged = true

  /// Puts the keys on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package var isAvailable: Bool { connection.isConnected && isPlugged }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func hold(_ handler: @escaping (Key) -> Void) { holder = handler }

  package func release() { holder = nil }
}

extension BenchKeypad: BenchReceiver {
  func connectionOpened() {
    isPlugged = true
    sink?.post(.deviceFound(name))
  }

  func connectionLost() {
    if isPlugged { sink?.post(.deviceLost(name)) }
  }

  func receive(_ message: BenchMessage) {
    switch message {
    case .keyPressed(let key):
      guard isPlugged else { return }
      if let holder { holder(key) } else { sink?.post(.keyPressed(key)) }
    case .cable(.keypad, let isPlugged):
      guard isPlugged != self.isPlugged else { return }
      self.isPlugged = isPlugged
      sink?.post(isPlugged ? .deviceFound(name) : .deviceLost(name))
    case .cable, .show, .powerUp, .command, .powerDown, .cardInserted, .cardRemoved, .cardAnswered,
      .cardSwiped, .networkChanged:
      break
    }
  }
}
