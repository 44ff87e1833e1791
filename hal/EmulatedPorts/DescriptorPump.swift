import CLinux
import EventLoop
import Glibc
import MockDevices
import SystemPackage

/// Carries bytes between a descriptor and an emulated device.
final class DescriptorPump {
  /// Bytes that wait for a reader; what comes on top of them is lost, as on a real line.
  static let outputLimit = 1 << 20

  private let loop: EventLoop
  private let device: any EmulatedByteDevice
  private var descriptor: FileDescriptor?
  private var output: [UInt8] = []
  private var isWaitingToWrite = false
  /// The speed of the device's end of a serial line; nil takes any.
  var baud: Int?
  private var isReading = false
  /// Called once when the other side has gone.
  var onEnd: (() -> Void)?

  init(_ descriptor: FileDescriptor, device: any EmulatedByteDevice, loop: EventLoop) {
    self.descriptor = descriptor
    self.device = device
    self.loop = loop
    let flags = fcntl(descriptor.rawValue, F_GETFL, 0)
    _ = fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK)
  }

  deinit { close() }

  func start() {
    device.onUnsolicited = { [weak self] in
      self?.readOrWait()
      self?.flush()
    }
    readOrWait()
    flush()
  }

  /// Reads while the device takes bytes; else they wait in the line, and the line stops the sender.
  private func readOrWait() {
    guard let descriptor, isReading != device.takesBytes else { return }
    isReading = device.takesBytes
    if isReading {
      loop.watch(descriptor, for: .readable) { [weak self] in self?.read() }
    } else {
      loop.unwatch(descriptor, for: .readable)
    }
  }

  func close() {
    guard let descriptor = descriptor.take() else { return }
    loop.unwatch(descriptor, for: .readable)
    loop.unwatch(descriptor, for: .writable)
    try? descriptor.close()
    onEnd?()
  }

  private func read() {
    guard let descriptor else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor.rawValue, &buffer, buffer.count)
    if count > 0 {
      output += garbled(device.receive(garbled(Array(buffer.prefix(count)))))
      readOrWait()
      flush()
    } else if count == 0 || !(errno == EAGAIN || errno == EINTR) {
      close()
    }
  }

  private func flush() {
    output += garbled(device.takeUnsolicited())
    output.removeLast(max(0, output.count - Self.outputLimit))
    guard let descriptor, !output.isEmpty else { return }
    let count = output.withUnsafeBytes {
      Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count)
    }
    if count > 0 { output.removeFirst(count) }
    if count < 0, !(errno == EAGAIN || errno == EINTR) { return close() }
    waitToWrite(!output.isEmpty)
  }

  /// What arrives of bytes that were sent at another speed: nonsense.
  private func garbled(_ bytes: [UInt8]) -> [UInt8] {
    guard let baud, let descriptor, !bytes.isEmpty else { return bytes }
    var settings = termios()
    guard tcgetattr(descriptor.rawValue, &settings) == 0 else { return bytes }
    let isEqual = Self.speeds[baud].map { cfgetospeed(&settings) == speed_t($0) } ?? true
    return isEqual ? bytes : bytes.map { $0 ^ 0xAA }
  }

  private static let speeds = [
    9600: B9600, 19_200: B19200, 38_400: B38400, 57_600: B57600, 115_200: B115200,
  ]

  private func waitToWrite(_ mustWait: Bool) {
    guard let descriptor, mustWait != isWaitingToWrite else { return }
    isWaitingToWrite = mustWait
    if mustWait {
      loop.watch(descriptor, for: .writable) { [weak self] in self?.flush() }
    } else {
      loop.unwatch(descriptor, for: .writable)
    }
  }
}
