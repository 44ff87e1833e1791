import EventLoop
import Foundation
import HAL
import MockDevices
import MockedUSB
import Octets
import SystemPackage

/// A card reader on a mocked USB bus, and the hands that plug and pull it.
final class MockedCCIDReader {
  let slot = EmulatedSlot()
  private let serial: String
  private let emulation: EmulatedCCIDReader
  private let loop: EventLoop
  private var device: MockedUSBDevice?
  private var requests: RequestLine?
  private var isPlugged = false
  /// Counts plugs: an answer that is ready after the pull goes to nobody.
  private var plugCount = 0

  init(serial: String, loop: EventLoop) {
    self.serial = serial
    self.loop = loop
    emulation = EmulatedCCIDReader(slot)
    slot.pinPad = EmulatedPINPad()
    slot.onPresence = { [weak self] in self?.tell($0) }
  }

  /// Plugs it into a bus; the first time it is made a device of it.
  func plug(intoBus path: String) throws {
    if device != nil { return plug() }
    let device = try MockedUSBDevice(
      MockedUSBDescriptors(bytes: EmulatedCCIDReader.descriptors), serial: serial, bus: path)
    requests = RequestLine(
      FileDescriptor(rawValue: try device.listen(to: 0x02)), loop: loop
    ) { [weak self] in self?.take($0) }
    self.device = device
    plug()
  }

  /// Forgets a bus that is gone.
  func detach() {
    device = nil
    requests = nil
    isPlugged = false
  }

  func plug() {
    guard !isPlugged, let device else { return }
    isPlugged = true
    plugCount += 1
    slot.plug()
    try? device.plug()
  }

  func unplug() {
    isPlugged = false
    slot.unplug()
    try? device?.unplug()
    // What the daemon had sent to the reader that is gone is not for the next one.
    requests?.discard()
  }

  private func tell(_ presence: EmulatedSlot.Presence) {
    if presence == .gone {
      if isPlugged { unplug() }
    } else if isPlugged {
      send(emulation.slotChange, from: 0x81)
    }
  }

  /// A message to the reader.
  private func take(_ message: [UInt8]) {
    let (answer, isCardsWork) = emulation.answer(message)
    guard isCardsWork, slot.answerDelay > .zero else { return send(answer, from: 0x82) }
    let plug = plugCount
    loop.setTimer(after: slot.answerDelay) { [weak self] in
      if self?.plugCount == plug { self?.send(answer, from: 0x82) }
    }
  }

  /// A reader that was pulled meanwhile has nobody to send to.
  private func send(_ bytes: [UInt8], from endpoint: UInt8) {
    if isPlugged, !bytes.isEmpty { try? device?.send(bytes, from: endpoint) }
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
    _ = fcntl(descriptor.rawValue, F_SETFL, O_NONBLOCK)
    loop.watch(descriptor, for: .readable) { [weak self] in self?.receive() }
  }

  deinit {
    loop.unwatch(descriptor, for: .readable)
    try? descriptor.close()
  }

  /// Forgets what has come and was not taken yet.
  func discard() {
    input = []
    while let bytes = try? UnixStream.receive(on: descriptor), !bytes.isEmpty {}
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
