package import InputEvents
import KeyboardWedge

/// A mocked keyboard, and the hands that plug it, type on it and pull it.
///
/// Only beneath `usbmockd`. Each has a device file of its own for as long as it lives.
package final class MockedKeyboard: Sendable {
  private let input: MockedInput

  /// The pattern by which a driver finds it.
  package let devicePattern: String

  /// Makes a keyboard that is not plugged in yet.
  package init() throws {
    input = try MockedInput(name: "Lianji Keyboard")
    devicePattern = input.linkPath.replacing("-event-", with: "-*-")
  }

  /// Puts the cable in.
  package func plug() throws { try input.plug() }

  /// Pulls the cable.
  package func unplug() { input.unplug() }

  /// Whether grabs are refused, as when another program has it.
  package func refuseGrabs(_ isRefused: Bool) throws { try input.setHeld(isRefused) }

  /// Whether somebody has grabbed it.
  package func isGrabbed() throws -> Bool { try input.isGrabbed() }

  /// Types a text, each key so long after the one before, as the kernel dates them.
  ///
  /// The keys come at once; their times say how fast they were typed.
  package func type(_ text: [UInt8], gap: Duration = .milliseconds(8)) throws {
    var events: [InputEvent] = []
    var time = Duration.seconds(1000)
    for character in text {
      guard let key = USKeyboardLayout.key(of: character) else {
        throw MockedUSBBus.Failure(description: "no key for \(character)")
      }
      time += gap
      let shift = USKeyboardLayout.leftShift
      var keys = [(key.code, InputEvent.down), (key.code, InputEvent.up)]
      if key.isShifted { keys = [(shift, InputEvent.down)] + keys + [(shift, InputEvent.up)] }
      events += keys.map {
        InputEvent(type: InputEvent.key, code: $0.0, value: $0.1, time: time)
      }
      events.append(
        InputEvent(type: InputEvent.synchronization, code: 0, value: 0, time: time))
    }
    send(events)
  }

  /// Hands over events.
  package func send(_ events: [InputEvent]) {
    input.send(events.flatMap { InputEventStream.bytes(of: $0) })
  }

  /// Hands over bytes, which may be no events at all.
  package func send(bytes: [UInt8]) { input.send(bytes) }
}
