import Glibc
import KeyboardWedge
import Octets
import Synchronization

/// A mocked keyboard, and the hands that plug it, type on it and pull it.
///
/// Each has a device file of its own for as long as it lives.
package final class MockedKeyboard: Sendable {
  private static let freeNumbers = Mutex(Set(0...9))

  /// Its place below `/dev/input`.
  package let number: Int
  private let control: MockedUSBControl

  /// The pattern by which a driver finds it.
  package var devicePattern: String { "/dev/input/by-id/usb-Lianji_\(number)-*-kbd" }

  /// Makes a keyboard that is not plugged in yet.
  package init() throws {
    control = try MockedUSBControl()
    let number = Self.freeNumbers.withLock { free in
      free.min().map { free.remove($0) } ?? nil
    }
    guard let number else { throw MockedUSBBus.Failure(description: "no keyboard is free") }
    self.number = number
  }

  deinit {
    _ = try? control.send("unplug-keyboard \(number)")
    Self.freeNumbers.withLock { _ = $0.insert(number) }
  }

  /// Puts the cable in.
  package func plug() throws {
    try control.send("keyboard \(number) usb-Lianji_\(number)-event-kbd")
  }

  /// Pulls the cable.
  package func unplug() throws { try control.send("unplug-keyboard \(number)") }

  /// Whether grabs are refused, as when another program has it.
  package func refuseGrabs(_ isRefused: Bool) throws {
    try control.send("refuse-keyboard \(number) \(isRefused ? "yes" : "no")")
  }

  /// Whether somebody has grabbed it.
  package func isGrabbed() throws -> Bool { try control.send("grabbed \(number)") == "1" }

  /// Types a text, each key so long after the one before, as the kernel dates them.
  ///
  /// The keys come at once; their times say how fast they were typed.
  package func type(_ text: [UInt8], gap: Duration = .milliseconds(8)) throws {
    var events: [UInt8] = []
    var time = Duration.seconds(1000)
    for character in text {
      guard let key = USKeyboardLayout.key(of: character) else {
        throw MockedUSBBus.Failure(description: "no key for \(character)")
      }
      time += gap
      var keys: [(code: UInt16, value: Int32)] = [(key.code, 1), (key.code, 0)]
      if key.isShifted {
        keys.insert((USKeyboardLayout.leftShift, 1), at: 0)
        keys.append((USKeyboardLayout.leftShift, 0))
      }
      for key in keys { events += Self.event(time, type: 1, code: key.code, value: key.value) }
      events += Self.event(time, type: 0, code: 0, value: 0)
    }
    try type(events: events)
  }

  /// Hands over events as bytes.
  package func type(events: [UInt8]) throws {
    // A FIFO takes a page at once for certain.
    let size = 4096 / KeyEvent.byteCount * KeyEvent.byteCount
    for start in stride(from: 0, to: events.count, by: size) {
      let part = events[start..<min(events.count, start + size)]
      try control.send("type \(number) \(Hexadecimal.text(part))")
    }
  }

  /// The bytes of one `struct input_event`.
  package static func event(
    _ time: Duration, type: UInt16, code: UInt16, value: Int32
  ) -> [UInt8] {
    let (seconds, attoseconds) = time.components
    var bytes: [UInt8] = []
    withUnsafeBytes(of: Int(seconds)) { bytes += $0 }
    withUnsafeBytes(of: Int(attoseconds / 1_000_000_000_000)) { bytes += $0 }
    withUnsafeBytes(of: type) { bytes += $0 }
    withUnsafeBytes(of: code) { bytes += $0 }
    withUnsafeBytes(of: value) { bytes += $0 }
    return bytes
  }
}
