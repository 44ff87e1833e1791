import CLinux
package import EventLoop
import Glibc
package import MockDevices
import SystemPackage

/// Emulated card readers behind a pcscd of their own: what stands beneath the real driver in tests
/// and on the virtual counter.
package final class PrivateReaders {
  /// A reader to be made.
  package struct Description: Hashable, Sendable {
    /// Its name, without the numbers that the daemon adds.
    package var name: String
    /// How many slots it has.
    package var slotCount: Int

    /// Describes a reader; with one slot by default.
    package init(name: String, slotCount: Int = 1) {
      self.name = name
      self.slotCount = slotCount
    }
  }

  /// The slots of all readers, in the order of the descriptions.
  package let slots: [EmulatedSlot]
  /// The daemon, which can be killed and started again.
  package let daemon: PrivatePCSCDaemon
  private let ports: [EmulatedReaderPort]

  /// Prepares readers in a folder of their own, whose path should be short; nothing runs yet.
  package init(
    _ readers: [Description], folder: String, loop: EventLoop
  ) throws(PrivatePCSCDaemon.Problem) {
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw .init(description: "\(folder) can't be made: \(Errno(rawValue: errno))")
    }
    var ports: [EmulatedReaderPort] = []
    var configured: [PrivatePCSCDaemon.Reader] = []
    for (number, reader) in readers.enumerated() {
      let path = "\(folder)/reader-\(number).sock"
      do throws(Errno) {
        let slots = (0..<reader.slotCount).map { _ in EmulatedSlot() }
        ports.append(try EmulatedReaderPort(slots, path: path, loop: loop))
      } catch {
        throw .init(description: "\(path) can't be opened: \(error)")
      }
      configured.append(.init(name: reader.name, path: path))
    }
    self.ports = ports
    slots = ports.flatMap(\.slots)
    daemon = try PrivatePCSCDaemon(
      folder: folder, readers: configured, handler: Self.handler, loop: loop)
  }

  /// Ends the daemon and removes what it left.
  package func close() {
    daemon.kill()
    for port in ports { port.close() }
    daemon.remove()
  }

  /// Why there can be none on this machine, and what to do; nil when there can.
  package static var obstacle: String? { PrivatePCSCDaemon.obstacle(handler: handler) }

  /// The shared object of `EmulatedReader`: it lies beside the program or the tests that run.
  private static var handler: String {
    let name = "libEmulatedReader.so"
    guard let image = image_path(), let resolved = realpath(image, nil) else { return name }
    defer { free(resolved) }
    var path = String(cString: resolved)
    while let last = path.last, last != "/" { path.removeLast() }
    return path + name
  }
}
