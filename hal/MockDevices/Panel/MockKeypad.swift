package import HAL

/// A keypad for tests, with a finger.
package final class MockKeypad: Keypad {
  package let name: DeviceName
  private var sink: (any DeviceEventSink)?
  private var holder: ((Key) -> Void)?
  private var isPlugged = false

  /// Makes a keypad that is not plugged in.
  package init(name: DeviceName) { self.name = name }

  package var isAvailable: Bool { isPlugged }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func hold(_ handler: @escaping (Key) -> Void) { holder = handler }

  package func release() { holder = nil }

  /// Presses a key; one of a keypad that is not plugged in does nothing.
  package func press(_ key: Key) {
    guard isPlugged else { return }
    if let holder { holder(key) } else { sink?.post(.keyPressed(key)) }
  }

  /// Plugs it in.
  package func plug() {
    if isPlugged { return }
    isPlugged = true
    sink?.post(.deviceFound(name))
  }

  /// Pulls its cable.
  package func unplug() {
    guard isPlugged else { return }
    isPlugged = false
    sink?.post(.deviceLost(name))
  }
}
