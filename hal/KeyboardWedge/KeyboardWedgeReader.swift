import CLinux
package import EventLoop
import Glibc
package import HAL
import MagneticStripe
import SystemPackage

/// A swipe reader that types what it reads, through evdev.
///
/// The device is grabbed, so that its keys reach nobody else. Which file it is says a pattern such
/// as `/dev/input/by-id/usb-*-event-kbd`. While there is none, it is looked for at an interval.
/// Source: reference 2.9.
package final class KeyboardWedgeReader: MagstripeReader {
  /// Why the keyboard can't be used.
  package enum Trouble: Hashable, Sendable {
    /// No file fits the pattern.
    case notFound
    /// The file can't be opened or grabbed.
    case refused(path: String, errno: Int32)
  }

  private static let readByteCount = 64 * KeyEvent.byteCount

  package let name: DeviceName
  private let devicePattern: String
  private let searchInterval: Duration
  private let loop: EventLoop
  private weak var sink: (any DeviceEventSink)?
  private var device: FileDescriptor?
  private var keys = WedgeKeyStream()
  private var searchTimer: TimerIdentifier?
  private var finishTimer: TimerIdentifier?
  private var isStarted = false

  /// Why the reader can't be used; nil when it can.
  package private(set) var trouble: Trouble?

  /// Describes the reader; nothing is done with it before `start`.
  package init(
    name: DeviceName, devicePattern: String, searchInterval: Duration = .seconds(1),
    loop: EventLoop
  ) {
    self.name = name
    self.devicePattern = devicePattern
    self.searchInterval = searchInterval
    self.loop = loop
  }

  deinit { stop() }

  package var isAvailable: Bool { device != nil }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// Begins to look for the keyboard.
  package func start() {
    if isStarted { return }
    isStarted = true
    search()
  }

  /// Lets go of the keyboard.
  package func stop() {
    isStarted = false
    for timer in [searchTimer, finishTimer].compactMap(\.self) { loop.cancelTimer(timer) }
    searchTimer = nil
    finishTimer = nil
    close()
  }

  // MARK: Finding and opening

  private func search() {
    guard isStarted, device == nil else { return }
    do throws(Failure) {
      try open()
      trouble = nil
      sink?.post(.deviceFound(name))
    } catch {
      trouble = error.trouble
      searchLater()
    }
  }

  private func searchLater() {
    searchTimer = loop.setTimer(after: searchInterval) { [weak self] in
      self?.searchTimer = nil
      self?.search()
    }
  }

  private struct Failure: Error {
    let trouble: Trouble
  }

  private func open() throws(Failure) {
    guard let link = FilePattern(devicePattern).firstMatch(), let path = Self.target(of: link)
    else { throw Failure(trouble: .notFound) }
    let raw = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw Failure(trouble: .refused(path: path, errno: errno)) }
    guard input_device_grab(raw, 1) == 0 else {
      let code = errno
      Glibc.close(raw)
      throw Failure(trouble: .refused(path: path, errno: code))
    }
    // Only gaps count: any clock will do where this one can't be had.
    _ = input_device_use_monotonic_clock(raw)
    let device = FileDescriptor(rawValue: raw)
    self.device = device
    keys = WedgeKeyStream()
    loop.watch(device, for: .readable) { [weak self] in self?.read() }
  }

  /// The device itself, which is what a person looks for in messages of the kernel.
  private static func target(of link: String) -> String? {
    guard let target = realpath(link, nil) else { return nil }
    defer { free(target) }
    return String(cString: target)
  }

  private func close() {
    guard let device = device.take() else { return }
    loop.unwatch(device, for: .readable)
    try? device.close()
  }

  private func lose() {
    close()
    if let finishTimer = finishTimer.take() { loop.cancelTimer(finishTimer) }
    trouble = .notFound
    sink?.post(.deviceLost(name))
    searchLater()
  }

  // MARK: Keys

  private func read() {
    guard let device else { return }
    var bytes = [UInt8](repeating: 0, count: Self.readByteCount)
    let count = bytes.withUnsafeMutableBytes {
      Glibc.read(device.rawValue, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return lose() }
    for record in KeyEvent.records(Array(bytes.prefix(count))) {
      switch record {
      case .key(let event): if let text = keys.receive(event) { post(text) }
      case .dropped: if keys.loseKeys() { sink?.post(.cardSwiped(Self.undecodable)) }
      case .other: break
      }
    }
    setFinishTimer()
  }

  private func setFinishTimer() {
    if let finishTimer = finishTimer.take() { loop.cancelTimer(finishTimer) }
    guard let silence = keys.awaitedSilence else { return }
    finishTimer = loop.setTimer(after: silence) { [weak self] in
      self?.finishTimer = nil
      if let text = self?.keys.finish() { self?.post(text) }
    }
  }

  private func post(_ text: [UInt8]) {
    guard text.first == UInt8(ascii: "0") else {
      sink?.post(.cardSwiped(TrackText.swipe(text)))
      return
    }
    // Digits that are no encrypted block were typed by somebody.
    let digits = text.filter { $0 != 0x0D }
    guard let swipe = try? IDTechBlock.swipe(binaryOrHexadecimal: digits) else { return }
    sink?.post(.cardSwiped(swipe))
  }

  private static let undecodable = Swipe(
    track1: .unreadable(.notDecoded), track2: .unreadable(.notDecoded),
    track3: .unreadable(.notDecoded))
}
