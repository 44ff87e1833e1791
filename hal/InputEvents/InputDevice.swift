import CLinux
import Glibc
package import SystemPackage

/// An open input device; nobody else gets its events while it is grabbed.
///
/// To open one on USB takes the kernel 50 ms and wakes the device: not on the loop.
package final class InputDevice: Sendable {
  /// Why no device can be had.
  package enum Failure: Error, Hashable, Sendable {
    /// None matches; these are the names, or links, of those that are there.
    case notFound(present: [String])
    /// One matches, and another program has grabbed it.
    case held(path: String)
    /// One matches and can't be opened; the code is errno.
    case unavailable(path: String, code: Int32)
  }

  /// Where it was found.
  package let path: String
  /// What its driver calls it.
  package let name: String
  /// For reading and writing, without waiting.
  package let descriptor: FileDescriptor

  /// Opens the first device that matches and, when `isGrabbed`, keeps its events from all others.
  package convenience init(_ match: InputDeviceMatch, isGrabbed: Bool) throws(Failure) {
    var present: [String] = []
    var failure: Failure?
    for path in match.candidates {
      let raw = Self.open(path)
      guard raw >= 0 else {
        let code = errno
        // What has just been pulled is not there, whatever it was.
        if ![ENOENT, ENODEV, ENXIO, EIO].contains(code) {
          failure = failure ?? .unavailable(path: path, code: code)
        }
        continue
      }
      let name = Self.name(raw)
      present.append(name)
      guard match.accepts(name: name) else {
        close(raw)
        continue
      }
      if isGrabbed, input_device_grab(raw, 1) != 0 {
        let code = errno
        close(raw)
        throw code == EBUSY ? .held(path: path) : .unavailable(path: path, code: code)
      }
      // An old kernel dates events by the calendar: the time between two is as good, mostly.
      _ = input_device_use_monotonic_clock(raw)
      self.init(path: path, name: name, descriptor: FileDescriptor(rawValue: raw))
      return
    }
    throw failure ?? .notFound(present: present + match.neighbours)
  }

  private init(path: String, name: String, descriptor: FileDescriptor) {
    self.path = path
    self.name = name
    self.descriptor = descriptor
  }

  deinit { try? descriptor.close() }

  /// Sends an event to the device, such as a tone; false when it does not take it.
  package func send(_ event: InputEvent) -> Bool {
    let bytes = InputEventStream.bytes(of: event)
    return bytes.withUnsafeBytes { write(descriptor.rawValue, $0.baseAddress, $0.count) }
      == bytes.count
  }

  /// For both ways where that is allowed: a keypad that can only be read is a keypad.
  private static func open(_ path: String) -> Int32 {
    let flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    let both = Glibc.open(path, O_RDWR | flags)
    return both >= 0 || errno != EACCES ? both : Glibc.open(path, O_RDONLY | flags)
  }

  private static func name(_ descriptor: Int32) -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard input_device_name(descriptor, &name, Int32(name.count)) == 0 else { return "" }
    return name.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
  }
}
