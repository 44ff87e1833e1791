package import EventLoop
import Glibc
import HAL
import SystemPackage

/// An input device that comes and goes: found, grabbed, read, lost, found again.
///
/// It looks for its device when the folder of devices changes and, while it has none, at an
/// interval: another program may have let go of it. The looking is done on a thread, as the kernel
/// may wait for the device meanwhile; all callbacks come on the loop.
package final class InputPort {
  /// Events read in a turn of the loop; what is left makes it ready again at once.
  private static let eventsPerTurn = 64

  /// Takes the events, in their order.
  package var onEvents: (([InputEvent]) -> Void)?
  /// The device is there and grabbed.
  package var onFound: (() -> Void)?
  /// The device has gone.
  package var onLost: (() -> Void)?

  private let match: InputDeviceMatch
  private let searchInterval: Duration
  private let loop: EventLoop
  private var device: InputDevice?
  private var stream = InputEventStream()
  private var watch: FolderWatch?
  private var timer: TimerIdentifier?
  private var isLooking = false
  /// Whether the folder has changed since the look under way began.
  private var mustLookAgain = false

  /// Why the device can't be had; nil when it can, and before it was looked for.
  package private(set) var failure: InputDevice.Failure?

  /// Names the device; nothing is opened before `start`.
  package init(
    _ match: InputDeviceMatch, searchInterval: Duration = .seconds(2), loop: EventLoop
  ) {
    self.match = match
    self.searchInterval = searchInterval
    self.loop = loop
  }

  deinit { stop() }

  /// Whether the device is there and grabbed.
  package var isOpen: Bool { device != nil }

  /// Opens the device now, or as soon as it is there.
  package func start() {
    guard watch == nil else { return }
    watch = FolderWatch(match.folder, loop: loop) { [weak self] in self?.look() }
    look()
  }

  /// Closes the device without a word and looks for none.
  package func stop() {
    watch = nil
    if let timer = timer.take() { loop.cancelTimer(timer) }
    close()
  }

  private func look() {
    guard watch != nil, device == nil else { return }
    if let timer = timer.take() { loop.cancelTimer(timer) }
    if isLooking {
      mustLookAgain = true
      return
    }
    let call = try? BlockingCall(loop: loop) { [match] in
      Result { () throws(InputDevice.Failure) in try InputDevice(match, isGrabbed: true) }
    }
    guard let call else { return lookLater() }
    isLooking = true
    call.whenDone { [weak self] in self?.take($0) }
  }

  private func take(_ result: Result<InputDevice, InputDevice.Failure>) {
    isLooking = false
    let isOutdated = mustLookAgain
    mustLookAgain = false
    // Stopped meanwhile: what was opened is closed with the last who knows it.
    guard watch != nil, device == nil else { return }
    switch result {
    case .success(let device):
      self.device = device
      failure = nil
      stream = InputEventStream()
      loop.watch(device.descriptor, for: .readable) { [weak self] in self?.read() }
      onFound?()
    case .failure(let error):
      failure = error
      if isOutdated { look() } else { lookLater() }
    }
  }

  /// Whatever the reason, the cure is somebody else's.
  private func lookLater() {
    timer = loop.setTimer(after: searchInterval) { [weak self] in
      self?.timer = nil
      self?.look()
    }
  }

  private func read() {
    guard let device else { return }
    var bytes = [UInt8](repeating: 0, count: Self.eventsPerTurn * InputEventStream.eventSize)
    let count = bytes.withUnsafeMutableBytes {
      Glibc.read(device.descriptor.rawValue, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    if count <= 0 { return lose() }
    bytes.removeLast(bytes.count - count)
    let events = stream.events(in: bytes)
    if !events.isEmpty { onEvents?(events) }
  }

  private func lose() {
    close()
    onLost?()
    look()
  }

  private func close() {
    guard let device = device.take() else { return }
    loop.unwatch(device.descriptor, for: .readable)
  }
}
