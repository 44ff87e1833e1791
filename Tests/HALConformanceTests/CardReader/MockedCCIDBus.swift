import EmulatedPorts
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import MockedUSB
import Octets
import SystemPackage

/// A pcscd with the real libccid and libusb, on a mocked USB bus, and the reader that hangs on it.
///
/// `usbmockd` stands between the daemon and the C library; its control socket carries what goes
/// over the reader's endpoints.
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

  let slot = EmulatedSlot()
  private let reader: EmulatedCCIDReader
  private let folder: String
  private let loop: EventLoop
  private let daemon: PrivatePCSCDaemon
  private var device: MockedUSBDevice?
  private var requests: RequestLine?
  private var isPlugged = false

  private var controlFile: String { "\(folder)/control" }

  init(folder: String, loop: EventLoop) throws {
    self.folder = folder
    self.loop = loop
    reader = EmulatedCCIDReader(slot)
    // The daemon tells where its bus is, and becomes what it is.
    let wrapper = [
      try MockedUSBBus.program(), "--", "/bin/sh", "-c",
      "echo \"$USBMOCK_CONTROL\" > \"$0.new\" && mv \"$0.new\" \"$0\"; exec \"$@\"",
      "\(folder)/control",
    ]
    daemon = try PrivatePCSCDaemon(
      folder: folder, readers: [], handler: "", wrapper: wrapper, loop: loop)
    slot.pinPad = EmulatedPINPad()
    slot.onPresence = { [weak self] in self?.tell($0) }
  }

  /// Starts bus and daemon, and plugs the reader in.
  func start() async throws {
    unlink(controlFile)
    try await daemon.start()
    let path = try String(contentsOfFile: controlFile, encoding: .utf8)
      .trimmingCharacters(in: .newlines)
    let device = try MockedUSBDevice(
      MockedUSBDescriptors(bytes: EmulatedCCIDReader.descriptors), bus: path)
    requests = RequestLine(
      FileDescriptor(rawValue: try device.listen(to: 0x02)), loop: loop
    ) { [weak self] in self?.take($0) }
    self.device = device
    plug()
  }

  func kill() {
    device = nil
    requests = nil
    isPlugged = false
    daemon.kill()
  }

  func plug() {
    guard !isPlugged else { return }
    isPlugged = true
    slot.plug()
    try? device?.plug()
  }

  func unplug() {
    isPlugged = false
    slot.unplug()
    try? device?.unplug()
  }

  func close() {
    slot.onPresence = nil
    kill()
    unlink(controlFile)
    daemon.remove()
  }

  private func tell(_ presence: EmulatedSlot.Presence) {
    if presence == .gone {
      if isPlugged { unplug() }
    } else if isPlugged {
      send(reader.slotChange, from: 0x81)
    }
  }

  /// A message to the reader.
  private func take(_ message: [UInt8]) {
    let (answer, isCardsWork) = reader.answer(message)
    guard isCardsWork, slot.answerDelay > .zero else { return send(answer, from: 0x82) }
    loop.setTimer(after: slot.answerDelay) { [weak self] in self?.send(answer, from: 0x82) }
  }

  /// A reader that was pulled meanwhile has nobody to send to.
  private func send(_ bytes: [UInt8], from endpoint: UInt8) {
    if !bytes.isEmpty { try? device?.send(bytes, from: endpoint) }
  }
}

/// What an endpoint takes, a line in hexadecimal for each transfer.
private final class RequestLine {
  private let loop: EventLoop
  private let descriptor: FileDescriptor
  private let onMessage: ([UInt8]) -> Void
  private var input: [UInt8] = []

  init(_ descriptor: FileDescriptor, loop: EventLoop, onMessage: @escaping ([UInt8]) -> Void) {
    self.loop = loop
    self.descriptor = descriptor
    self.onMessage = onMessage
    loop.watch(descriptor, for: .readable) { [weak self] in self?.receive() }
  }

  deinit {
    loop.unwatch(descriptor, for: .readable)
    try? descriptor.close()
  }

  private func receive() {
    do throws(Errno) {
      guard let bytes = try UnixStream.receive(on: descriptor) else { return }
      if bytes.isEmpty { return loop.unwatch(descriptor, for: .readable) }
      input += bytes
    } catch {
      return loop.unwatch(descriptor, for: .readable)
    }
    while let end = input.firstIndex(of: 0x0A) {
      let line = String(decoding: input[..<end], as: UTF8.self)
      input.removeFirst(end + 1)
      if let message = try? Hexadecimal.bytes(line) { onMessage(message) }
    }
  }
}
