import EmulatedPorts
import EventLoop
import Foundation
import HALConformance
import MockDevices
import MockedUSB

/// A pcscd with the real libccid and libusb, on a mocked USB bus, and the readers that hang on it.
///
/// `usbmockd` stands between the daemon and the C library; its control socket carries what goes
/// over the readers' endpoints.
final class MockedCCIDBus {
  /// Why there can be none here; nil when there can.
  static let obstacle: String? = {
    if let obstacle = PrivateReaders.obstacle { return obstacle }
    let driver = "/usr/lib/pcsc/drivers/ifd-ccid.bundle"
    guard FileManager.default.fileExists(atPath: driver) else {
      return "\(driver) is missing: apt-get install libccid"
    }
    do { _ = try MockedUSBBus.program() } catch { return "\(error)" }
    return nil
  }()

  /// The readers, whether they are plugged in or not.
  let readers: [MockedCCIDReader]
  private let folder: String
  private let daemon: PrivatePCSCDaemon

  private var controlFile: String { "\(folder)/control" }

  /// Makes a bus for readers of these serial numbers; nothing runs yet.
  init(serials: [String] = ["SN0001"], folder: String, loop: EventLoop) throws {
    self.folder = folder
    readers = serials.map { MockedCCIDReader(serial: $0, loop: loop) }
    // The daemon tells where its bus is, and becomes what it is.
    let wrapper = [
      try MockedUSBBus.program(), "--", "/bin/sh", "-c",
      "echo \"$USBMOCK_CONTROL\" > \"$0.new\" && mv \"$0.new\" \"$0\"; exec \"$@\"",
      "\(folder)/control",
    ]
    daemon = try PrivatePCSCDaemon(
      folder: folder, readers: [], handler: "", wrapper: wrapper, loop: loop)
  }

  /// Starts bus and daemon, and plugs the readers in, in the order of these numbers.
  func start(plugging order: [Int]? = nil) async throws {
    unlink(controlFile)
    try await daemon.start()
    for number in order ?? Array(readers.indices) { try plug(number) }
  }

  /// Plugs a reader in, the first time or again.
  func plug(_ number: Int) throws {
    let path = try String(contentsOfFile: controlFile, encoding: .utf8)
    try readers[number].plug(intoBus: path.trimmingCharacters(in: .newlines))
  }

  /// Kills the daemon; the bus dies with it.
  func kill() {
    for reader in readers { reader.detach() }
    daemon.kill()
  }

  /// Ends everything.
  func close() {
    for reader in readers { reader.slot.onPresence = nil }
    kill()
    unlink(controlFile)
    daemon.remove()
  }
}
