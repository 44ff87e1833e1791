package import EventLoop
package import HAL
package import InputEvents

/// The keys of a board behind the kernel's input devices (evdev).
///
/// The device is grabbed: what is typed reaches no console and no other reader, and without that
/// the keypad is not used at all. Keys that repeat themselves are dropped. No key is ever logged.
package final class InputKeypad: Keypad {
  package let name: DeviceName
  private let port: InputPort
  private let keys: KeypadMap
  private let beeper: KeyBeeper?
  private var sink: (any DeviceEventSink)?
  private var holder: ((Key) -> Void)?

  /// Names the keypad; nothing is opened before `start`.
  package init(
    name: DeviceName, match: InputDeviceMatch, keys: KeypadMap, beeper: KeyBeeper? = nil,
    loop: EventLoop
  ) {
    self.name = name
    self.keys = keys
    self.beeper = beeper
    port = InputPort(match, loop: loop)
    port.onEvents = { [weak self] in self?.take($0) }
    port.onFound = { [weak self] in self.map { $0.sink?.post(.deviceFound($0.name)) } }
    port.onLost = { [weak self] in self.map { $0.sink?.post(.deviceLost($0.name)) } }
  }

  /// Whether the keypad is there and grabbed.
  package var isAvailable: Bool { port.isOpen }

  /// Opens the keypad now, or as soon as it is there.
  package func start() { port.start() }

  /// Lets go of the keypad without a word.
  package func stop() { port.stop() }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  package func hold(_ handler: @escaping (Key) -> Void) { holder = handler }

  package func release() { holder = nil }

  private func take(_ events: [InputEvent]) {
    for event in events where event.isPress {
      let keys = keys[event.code]
      if keys.isEmpty { continue }
      // The same tone for each key: it must not tell which one it was.
      beeper?.beep()
      for key in keys {
        if let holder { holder(key) } else { sink?.post(.keyPressed(key)) }
      }
    }
  }
}
