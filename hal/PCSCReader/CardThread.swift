import CLinux
import EventLoop
import Glibc
import Synchronization
import SystemPackage

/// The thread on which a reader's cards are spoken to, with a connection to the daemon of its own.
///
/// A job that does not come back holds up those behind it, whose callers give up by themselves; so
/// there is never more than one such thread a reader, and never a second job on the same card.
final class CardThread: Sendable {
  /// What is done on the thread.
  typealias Job = @Sendable (inout CardConnection) -> Void

  private struct Queue {
    var jobs: [Job] = []
    var isAsleep = false
    var isStopped = false
  }

  private let queue = Mutex(Queue())
  /// Wakes the thread.
  private let event: Int32
  private let waitsForTurn = Atomic(false)

  /// Starts the thread; it ends after `stop`, once the jobs before that have ended.
  init() throws(Errno) {
    event = eventfd(0, Int32(EFD_CLOEXEC))
    guard event >= 0 else { throw Errno(rawValue: errno) }
    try DriverThread.start { [self] in run() }
  }

  deinit { close(event) }

  /// Whether the thread waits for another program to let go of the card.
  var isWaitingForTurn: Bool { waitsForTurn.load(ordering: .relaxed) }

  /// Adds a job; never blocks.
  func submit(_ job: @escaping Job) { add { $0.jobs.append(job) } }

  /// Lets the thread end: the card is powered down, what has not begun is not begun.
  func stop() { add { $0.isStopped = true } }

  private func add(_ change: (inout sending Queue) -> Void) {
    let mustWake = queue.withLock { queue in
      change(&queue)
      defer { queue.isAsleep = false }
      return queue.isAsleep
    }
    if mustWake {
      var one: UInt64 = 1
      _ = write(event, &one, 8)
    }
  }

  private func run() {
    var connection = CardConnection(isWaitingForTurn: { [self] in
      waitsForTurn.store($0, ordering: .relaxed)
    })
    while let job = next() { job(&connection) }
    connection.close()
  }

  /// The next job; nil when there is to be none.
  private func next() -> Job? {
    while true {
      let (job, isStopped) = queue.withLock { queue -> (Job?, Bool) in
        if queue.isStopped { return (nil, true) }
        if queue.jobs.isEmpty {
          queue.isAsleep = true
          return (nil, false)
        }
        return (queue.jobs.removeFirst(), false)
      }
      if isStopped { return nil }
      if let job { return job }
      var count: UInt64 = 0
      _ = read(event, &count, 8)
    }
  }
}
