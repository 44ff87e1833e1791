import Foundation
import Glibc
import Octets
import Synchronization

/// A mocked device on the bus, and the hands that plug, feed and pull it.
///
/// Each has a port of its own for as long as it lives, so tests may run side by side. Each call
/// waits for the mock's answer: what it asked for has happened when it returns.
package final class MockedUSBDevice: Sendable {
  /// What a control request is answered with.
  package enum Answer: Sendable {
    /// These bytes.
    case bytes([UInt8])
    /// A refusal.
    case stall
    /// Nothing, until somebody gives up waiting.
    case silence
  }

  private static let freePorts = Mutex(Set(1...9))

  /// The port below the root hub of bus 1.
  package let port: Int
  private let control: MockedUSBControl

  /// The kernel's name of the port, such as `1-3`.
  package var portPath: String { "1-\(port)" }

  /// Makes a device that is not plugged in yet.
  ///
  /// `bus` is the path of the control socket of another process's bus.
  package init(
    _ descriptors: MockedUSBDescriptors, serial: String = "SN0001", model: String? = nil,
    bus: String? = nil
  ) throws {
    control = try MockedUSBControl(path: bus ?? MockedUSBBus.controlPath)
    port = try Self.takePort()
    let words = ["create", "\(port)", serial, Hexadecimal.text(descriptors.bytes), model]
    try control.send(words.compactMap(\.self).joined(separator: " "))
  }

  deinit {
    for command in ["unplug", "allow"] { _ = try? control.send("\(command) \(port)") }
    Self.freePorts.withLock { _ = $0.insert(port) }
  }

  private static func takePort() throws -> Int {
    for _ in 0..<60_000 {
      let port = freePorts.withLock { ports in ports.min().map { ports.remove($0) } ?? nil }
      if let port { return port }
      usleep(1000)
    }
    throw MockedUSBBus.Failure(description: "no free port: a test holds a device for ever")
  }

  /// Puts the cable in.
  package func plug() throws { try send("plug") }

  /// Pulls the cable; transfers under way end.
  package func unplug() throws { try send("unplug") }

  /// Half of `unplug`, which completes it: programs are told that the device has left, while its
  /// transfers still run.
  package func leave() throws { try send("leave") }

  /// The other half: its transfers end, and nobody is told yet.
  package func die() throws { try send("die") }

  /// Whether programs may open it.
  package func allow(_ isAllowed: Bool) throws { try send(isAllowed ? "allow" : "deny") }

  /// Has a kernel driver hold the interface; nil for none.
  package func bindKernelDriver(_ name: String?) throws { try send("driver", name ?? "-") }

  /// Makes each claim take so long.
  package func delayClaims(milliseconds: Int) throws { try send("slow-claim", "\(milliseconds)") }

  /// One transfer from the device.
  package func send(_ bytes: [UInt8], from endpoint: UInt8) throws {
    try send("in", hex(endpoint), bytes.isEmpty ? "-" : Hexadecimal.text(bytes))
  }

  /// Halts an endpoint until its halt is cleared.
  package func stall(_ endpoint: UInt8) throws { try send("stall", hex(endpoint)) }

  /// Lets so many transfers fail as on a bad cable.
  package func spoil(_ endpoint: UInt8, count: Int = 1) throws {
    try send("error", hex(endpoint), "\(count)")
  }

  /// How many bytes an OUT endpoint takes before it makes the host wait; nil for no limit.
  package func setRoom(_ count: Int?, of endpoint: UInt8) throws {
    try send("room", hex(endpoint), count.map(String.init) ?? "-")
  }

  /// What an OUT endpoint took since the last question.
  package func taken(by endpoint: UInt8) throws -> [UInt8] {
    try Hexadecimal.bytes(send("taken", hex(endpoint)))
  }

  /// A connection on which a line in hexadecimal tells of all that an OUT endpoint takes.
  ///
  /// Whoever asked closes the descriptor. It is how an emulated printer gets its bytes.
  package func listen(to endpoint: UInt8) throws -> Int32 {
    let listener = try MockedUSBControl(path: control.path)
    try listener.send("listen \(port) \(hex(endpoint))")
    return listener.release()
  }

  /// What a control request gets from now on; without a value it is the same for all values.
  package func answer(
    type: UInt8, request: UInt8, value: UInt16? = nil, with answer: Answer
  ) throws {
    let text =
      switch answer {
      case .bytes(let bytes): bytes.isEmpty ? "-" : Hexadecimal.text(bytes)
      case .stall: "stall"
      case .silence: "silence"
      }
    try send(
      "answer", hex(type), hex(request), value.map { String($0, radix: 16) } ?? "-", text)
  }

  /// Control requests to the device since the last question: setup packets and data, in a row.
  package func controlRequests() throws -> [UInt8] {
    try Hexadecimal.bytes(send("requests"))
  }

  /// Counts by name: plugged, clients, claims, pending, detached, clears, opens, ioctls.
  package func state() throws -> [String: Int] {
    let words = try send("state").split(separator: " ")
    var counts: [String: Int] = [:]
    for (name, value) in zip(words, words.dropFirst()) { counts[String(name)] = Int(value) }
    return counts
  }

  /// A command of the device's model.
  @discardableResult
  package func send(_ command: String, _ words: String...) throws -> String {
    try control.send(([command, "\(port)"] + words).joined(separator: " "))
  }

  private func hex(_ number: UInt8) -> String { String(number, radix: 16) }
}
