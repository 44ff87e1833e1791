package import EventLoop
package import HAL
import SystemPackage

/// The daemon as this program sees it: one watch for all readers, which tells each driver its own.
package final class PCSCService {
  /// Whether the daemon answers, and if not, why.
  package enum State: Hashable, Sendable {
    /// Nothing has been heard yet.
    case unknown
    /// It answers.
    case running
    /// It can't be used.
    case unavailable(CardReaderError)
  }

  /// How often `stop` knocks: a cancel that meets no wait is lost.
  private static let stopInterval = Duration.milliseconds(5)
  private static let stopLimit = 1000

  /// The loop on which everything is called and told.
  package let loop: EventLoop
  /// Whether the daemon answers.
  package private(set) var state = State.unknown
  /// All readers there are, those of no driver too.
  package private(set) var readers: [PCSCReaderStatus] = []
  /// A driver keeps its service, not the other way round.
  private struct Attachment {
    weak var driver: PCSCReader?
  }

  private var attachments: [Attachment] = []
  private var monitor: PCSCMonitor?
  private var hasEnded = true

  /// Makes a service that has not been asked yet.
  package init(loop: EventLoop) { self.loop = loop }

  deinit { monitor?.stop() }

  /// Begins to watch; does nothing when it does already, and tries again later when it can't.
  package func start() {
    guard monitor == nil else { return }
    do throws(Errno) {
      let monitor = try PCSCMonitor()
      try monitor.start()
      hasEnded = false
      monitor.mailbox.watch(on: loop) { [weak self] in self?.take($0) }
      self.monitor = monitor
    } catch {
      // No descriptor or no thread is left: others may give some back.
      loop.setTimer(after: .seconds(1)) { [weak self] in self?.start() }
    }
  }

  /// Ends the watch and every driver's own thread; open sessions are powered down.
  ///
  /// Comes back when the watching thread has ended, after some seconds at the latest.
  package func stop() async {
    for attachment in attachments { attachment.driver?.stop() }
    attachments = []
    guard let monitor else { return }
    for _ in 0..<Self.stopLimit where !hasEnded {
      monitor.stop()
      await loop.sleep(for: Self.stopInterval)
    }
    monitor.mailbox.unwatch(on: loop)
    self.monitor = nil
  }

  /// Adds a driver; the readers go to those that came first.
  func add(_ driver: PCSCReader) {
    attachments.append(Attachment(driver: driver))
    if state != .unknown { distribute() }
  }

  private func take(_ report: PCSCMonitor.Report) {
    switch report {
    case .ended: hasEnded = true
    case .readers(let statuses):
      state = .running
      readers = statuses
      distribute()
    case .unavailable(let code):
      state = .unavailable(CardReaderError(code))
      readers = []
      distribute()
    }
  }

  /// Gives each driver its reader: the one that it has, or the first that it means and that no
  /// driver before it has.
  private func distribute() {
    var taken: Set<String> = []
    attachments.removeAll { $0.driver == nil }
    for driver in attachments.compactMap(\.driver) {
      let meant = readers.filter { driver.match.includes($0.name) && !taken.contains($0.name) }
      let status = meant.first { $0.name == driver.readerName } ?? meant.first
      if let status { taken.insert(status.name) }
      driver.update(status, service: state)
    }
  }
}
