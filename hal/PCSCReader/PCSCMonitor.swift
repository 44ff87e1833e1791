import CLinux
import CPCSC
import EventLoop
import Glibc
import Synchronization
import SystemPackage

/// The thread that watches the daemon: which readers there are, and what is in them.
///
/// It never gives up. Without a daemon it knocks again every second; every wait for a change ends
/// after two seconds at the latest, and the list of readers is compared after each, as daemons
/// before 2.3 lose a plug that falls between two waits.
final class PCSCMonitor: Sendable {
  /// What it tells the loop.
  enum Report: Hashable, Sendable {
    /// The daemon can't be used.
    case unavailable(PCSCCode)
    /// All the readers there are.
    case readers([PCSCReaderStatus])
    /// The thread has nothing more to do.
    case ended
  }

  private struct Shared {
    var context: SCARDCONTEXT?
    var isStopped = false
  }

  /// Each end of a wait costs several round trips to the daemon, and wakes an idle terminal up.
  private static let waitMilliseconds = 5000
  /// A daemon that is being restarted is back soon; one that is not there is not worth a wake-up.
  private static let retryMilliseconds: [Int32] = [0, 20, 50, 100, 200, 500, 1000]
  /// Refusals that may be something else.
  private static let refusalLimit = 4
  /// A wait that returns at once without news must not become a loop without a pause.
  private static let pauseMilliseconds: Int32 = 20

  let mailbox: ThreadMailbox<Report>
  private let shared = Mutex(Shared())
  /// Readable once the thread shall end, also while it waits for the daemon.
  private let stopEvent: Int32

  init() throws(Errno) {
    mailbox = try ThreadMailbox()
    stopEvent = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard stopEvent >= 0 else { throw Errno(rawValue: errno) }
  }

  deinit { close(stopEvent) }

  /// Starts the thread.
  func start() throws(Errno) {
    try DriverThread.start { [self] in
      run()
      mailbox.post(.ended)
    }
  }

  /// Lets the thread end; call it again until it says so, as a cancel that meets no wait is lost.
  func stop() {
    var one: UInt64 = 1
    _ = write(stopEvent, &one, 8)
    shared.withLock { shared in
      shared.isStopped = true
      // Under the lock, so that the context is not released meanwhile.
      if let context = shared.context { SCardCancel(context) }
    }
  }

  private var isStopped: Bool { shared.withLock { $0.isStopped } }

  private func run() {
    var tries = 0
    while !isStopped {
      do throws(PCSCCode) {
        let context = try PCSCContext()
        shared.withLock { $0.context = context.handle }
        defer { shared.withLock { $0.context = nil } }
        try watch(context) { tries = 0 }
      } catch {
        // A daemon that dies while it greets looks like one that refuses.
        let isDoubtful = error == .securityViolation && tries < Self.refusalLimit
        if !isStopped { mailbox.post(.unavailable(isDoubtful ? .noService : error)) }
        pause(Self.retryMilliseconds[min(tries, Self.retryMilliseconds.count - 1)])
        tries += 1
      }
    }
  }

  /// Watches until the thread is stopped or the daemon is gone.
  private func watch(
    _ context: borrowing PCSCContext, onSuccess: () -> Void
  ) throws(PCSCCode) {
    var watch = ReaderWatch()
    var listed: [String]?
    var reported: [PCSCReaderStatus]?
    while !isStopped {
      let names = try context.readerNames()
      watch.setReaders(names)
      // What has joined or left the list is news that must not wait.
      let end = try watch.wait(
        in: context.handle, milliseconds: names == listed ? Self.waitMilliseconds : 0)
      if end == .cancelled { continue }
      if end == .readerLeft {
        pause(Self.pauseMilliseconds)
        continue
      }
      listed = names
      onSuccess()
      let statuses = watch.statuses
      if statuses != reported {
        reported = statuses
        mailbox.post(.readers(statuses))
      } else if end == .changed {
        pause(Self.pauseMilliseconds)
      }
    }
  }

  private func pause(_ milliseconds: Int32) {
    var watched = pollfd(fd: stopEvent, events: Int16(POLLIN), revents: 0)
    _ = poll(&watched, 1, milliseconds)
  }
}
