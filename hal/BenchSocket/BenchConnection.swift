package import EventLoop
import HAL
import SystemPackage

/// The firmware's end of the bench's socket; the drivers of this target share it.
///
/// It connects at `start`, and again whenever the bench has gone, with a pause that doubles from
/// 50 ms to 2 s. Nothing here waits: what can't be sent at once goes out when the socket takes it.
package final class BenchConnection {
  private static let firstPause = Duration.milliseconds(50)
  private static let longestPause = Duration.seconds(2)
  /// A bench that leaves so much unread is as good as gone.
  private static let outputLimit = 1 << 18

  /// The drivers own the connection, not the other way round.
  private struct WeakReceiver {
    weak var receiver: (any BenchReceiver)?
  }

  private let path: String
  private let loop: EventLoop
  private var descriptor: FileDescriptor?
  private var stream = BenchMessageStream()
  private var output: [UInt8] = []
  private var isWaitingToSend = false
  private var pause = firstPause
  private var timer: TimerIdentifier?
  private var receivers: [WeakReceiver] = []
  private var isStarted = false

  /// Names the socket; nothing is opened before `start`.
  package init(path: String, loop: EventLoop) {
    self.path = path
    self.loop = loop
  }

  deinit { close() }

  /// Whether the bench is there.
  package var isConnected: Bool { descriptor != nil }

  /// The clock of the loop, for the time-outs of the drivers.
  var clock: any DeviceClock { loop }

  /// Connects now, or in the background as soon as the bench is there.
  package func start() {
    guard !isStarted else { return }
    isStarted = true
    connect()
  }

  /// Disconnects and stays so.
  package func stop() {
    isStarted = false
    if let timer = timer.take() { loop.cancelTimer(timer) }
    lose()
  }

  /// Adds a driver that hears what comes.
  func add(_ receiver: any BenchReceiver) {
    receivers.append(WeakReceiver(receiver: receiver))
  }

  /// Sends a message; one that can't be sent is lost with the connection.
  func send(_ message: BenchMessage) {
    guard descriptor != nil else { return }
    output += message.encoded
    if output.count > Self.outputLimit { return lose() }
    if !isWaitingToSend { flush() }
  }

  private func connect() {
    timer = nil
    guard isStarted, descriptor == nil else { return }
    do throws(Errno) {
      let descriptor = try UnixStream.connect(path: path)
      self.descriptor = descriptor
      pause = Self.firstPause
      loop.watch(descriptor, for: .readable) { [weak self] in self?.receive() }
      tellReceivers { if isConnected { $0.connectionOpened() } }
    } catch {
      // Whatever the reason, the cure is the bench's: try again later.
      retry()
    }
  }

  private func retry() {
    guard isStarted, timer == nil else { return }
    timer = loop.setTimer(after: pause) { [weak self] in self?.connect() }
    pause = min(pause * 2, Self.longestPause)
  }

  private func flush() {
    guard let descriptor else { return }
    do throws(Errno) {
      let count = try UnixStream.send(output[...], on: descriptor)
      output.removeFirst(count)
    } catch {
      return lose()
    }
    if output.isEmpty != isWaitingToSend { return }
    isWaitingToSend = !output.isEmpty
    if isWaitingToSend {
      loop.watch(descriptor, for: .writable) { [weak self] in self?.flush() }
    } else {
      loop.unwatch(descriptor, for: .writable)
    }
  }

  private func receive() {
    guard let descriptor else { return }
    do {
      guard let bytes = try UnixStream.receive(on: descriptor) else { return }
      if bytes.isEmpty { return lose() }
      stream.append(bytes)
      while self.descriptor != nil, let message = try stream.next() {
        tellReceivers { $0.receive(message) }
      }
    } catch {
      lose()  // a broken socket, or a peer that talks nonsense: start anew
    }
  }

  private func lose() {
    guard descriptor != nil else { return }
    close()
    tellReceivers { $0.connectionLost() }
    retry()
  }

  private func tellReceivers(_ body: (any BenchReceiver) -> Void) {
    for entry in receivers {
      if let receiver = entry.receiver { body(receiver) }
    }
  }

  private func close() {
    guard let descriptor = descriptor.take() else { return }
    loop.unwatch(descriptor, for: .readable)
    loop.unwatch(descriptor, for: .writable)
    try? descriptor.close()
    stream = BenchMessageStream()
    output = []
    isWaitingToSend = false
  }
}

/// A driver on the bench's socket.
protocol BenchReceiver: AnyObject {
  /// The bench is there.
  func connectionOpened()
  /// The bench has gone.
  func connectionLost()
  /// A message came, not only for this driver.
  func receive(_ message: BenchMessage)
}
