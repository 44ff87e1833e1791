package import HAL

/// The keys of the virtual counter.
package final class BenchKeypad: Keypad {
  package let name: DeviceName
  private let connection: BenchConnection
  private var sink: (any DeviceEventSink)?
  private var holder: ((Key) -> Void)?

  /// Puts the keys on a connection.
  package init(name: DeviceName, connection: BenchConnection) {
    self.name = name
    self.connection = connection
    connection.add(self)
  }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func hold(_ handler: @escaping (Key) -> Void) { holder = handler }

  package func release() { holder = nil }
}

extension BenchKeypad: BenchReceiver {
  func connectionOpened() { sink?.post(.deviceFound(name)) }
  func connectionLost() { sink?.post(.deviceLost(name)) }

  func receive(_ message: BenchMessage) {
    guard case .keyPressed(let key) = message else { return }
    if let holder {
      holder(key)
    } else {
      sink?.post(.keyPressed(key))
    }
  }
}
