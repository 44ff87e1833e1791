import CLinux
import Glibc
package import HAL
import Synchronization
package import SystemPackage

/// The production loop: Swift jobs, one-shot timers and ready descriptors, on one thread.
///
/// It is a serial *and* a task executor: the `Terminal` actor lives on it, and the root task names
/// it as its preference, so that no `await` leaves its thread. `enqueue` may be called from any
/// thread; everything else belongs to the thread that calls `run`, or comes before `run`.
// Unchecked: `inbox` is the only state that other threads touch.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// What a descriptor is watched for.
  package enum Readiness: Hashable, Sendable {
    /// Bytes or a connection can be read, or the other side has gone.
    case readable
    /// Bytes can be written, or a connection attempt has ended.
    case writable
  }

  private struct Watcher {
    var readable: (() -> Void)?
    var writable: (() -> Void)?
    var events: UInt32 {
      (readable == nil ? 0 : EPOLLIN.rawValue) | (writable == nil ? 0 : EPOLLOUT.rawValue)
    }
  }

  private struct Timer {
    var due: Int64
    var id: UInt64
    var action: () -> Void
  }

  /// Jobs run in a turn, before timers and descriptors get their chance.
  private static let jobsPerTurn = 1024
  /// Descriptors handled in a turn.
  private static let eventsPerTurn = 16

  private let inbox = Mutex<(jobs: [UnownedJob], isWaking: Bool)>(([], false))
  private var local: [UnownedJob] = []
  private var watchers: [Int32: Watcher] = [:]
  private var timers: [Timer] = []  // the next one is last
  private var nextTimerID: UInt64 = 0
  private let epoll: Int32
  private let wake: Int32
  private var thread: pthread_t?
  private var isStopped = false
  private var wallClockOffset = 0
  private var wallClockTrust: WallClockReading.Trust

  /// Makes a loop; `hasBatteryClock` says whether the system's calendar survives a power cut.
  package init(hasBatteryClock: Bool = true) {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    wallClockTrust = hasBatteryClock ? .battery : .none
    precondition(epoll >= 0 && wake >= 0, "cannot create the event loop")
    control(EPOLL_CTL_ADD, wake, EPOLLIN.rawValue)
  }

  deinit {
    close(wake)
    close(epoll)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isOnLoopThread {
      local.append(job)
      return
    }
    let mustWake = inbox.withLock { box in
      box.jobs.append(job)
      defer { box.isWaking = true }
      return !box.isWaking
    }
    if mustWake {
      var one: UInt64 = 1
      _ = write(wake, &one, 8)
    }
  }

  /// Lets a callback of this loop use `assumeIsolated` of an actor that lives on it.
  package func checkIsolated() {
    precondition(isOnLoopThread, "called off the loop's thread")
  }

  package func isIsolatingCurrentContext() -> Bool? { isOnLoopThread }

  /// Calls `action` whenever the descriptor is ready, until `unwatch`; one action for each kind.
  package func watch(
    _ descriptor: FileDescriptor, for readiness: Readiness, _ action: @escaping () -> Void
  ) {
    let isNew = watchers[descriptor.rawValue] == nil
    var watcher = watchers[descriptor.rawValue] ?? Watcher()
    switch readiness {
    case .readable: watcher.readable = action
    case .writable: watcher.writable = action
    }
    watchers[descriptor.rawValue] = watcher
    control(isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor.rawValue, watcher.events)
  }

  /// Ends a watch; call it before the descriptor is closed.
  package func unwatch(_ descriptor: FileDescriptor, for readiness: Readiness) {
    guard var watcher = watchers[descriptor.rawValue] else { return }
    switch readiness {
    case .readable: watcher.readable = nil
    case .writable: watcher.writable = nil
    }
    if watcher.events == 0 {
      watchers[descriptor.rawValue] = nil
      control(EPOLL_CTL_DEL, descriptor.rawValue, 0)
    } else {
      watchers[descriptor.rawValue] = watcher
      control(EPOLL_CTL_MOD, descriptor.rawValue, watcher.events)
    }
  }

  /// Ends `run` after the current turn.
  package func stop() { isStopped = true }

  /// Runs on the calling thread until `stop`.
  package func run() {
    thread = pthread_self()
    var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerTurn)
    while !isStopped {
      runJobs()
      if isStopped { break }
      fireTimers()
      let count = epoll_wait(epoll, &events, Int32(events.count), millisecondsToWait())
      for event in events.prefix(max(0, Int(count))) { handle(event) }
    }
  }

  private func handle(_ event: epoll_event) {
    let descriptor = event.data.fd
    if descriptor == wake { return emptyInbox() }
    let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
    if event.events & (EPOLLIN.rawValue | broken) != 0 { watchers[descriptor]?.readable?() }
    // The first action may have ended the second's watch.
    if event.events & (EPOLLOUT.rawValue | broken) != 0 { watchers[descriptor]?.writable?() }
  }

  private var isOnLoopThread: Bool {
    guard let thread else { return false }
    return pthread_equal(thread, pthread_self()) != 0
  }

  private func runJobs() {
    var done = 0
    while done < local.count, done < Self.jobsPerTurn {
      local[done].runSynchronously(
        isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      done += 1
    }
    local.removeFirst(done)
  }

  private func fireTimers() {
    let now = Self.monotonicNanoseconds()
    while let timer = timers.last, timer.due <= now {
      timers.removeLast()
      timer.action()
    }
  }

  private func millisecondsToWait() -> Int32 {
    if !local.isEmpty { return 0 }
    guard let timer = timers.last else { return -1 }
    let nanoseconds = max(0, timer.due - Self.monotonicNanoseconds())
    return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
  }

  private func emptyInbox() {
    var count: UInt64 = 0
    _ = read(wake, &count, 8)
    local += inbox.withLock { box in
      defer { box = ([], false) }
      return box.jobs
    }
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) {
    var event = epoll_event()
    event.events = events
    event.data.fd = descriptor
    _ = epoll_ctl(epoll, operation, descriptor, &event)
  }

  private static func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension EventLoop: DeviceClock {
  package var uptime: Duration { .nanoseconds(Self.monotonicNanoseconds()) }

  package var wallClock: WallClockReading {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return WallClockReading(
      secondsSince1970: now + local.tm_gmtoff + wallClockOffset, trust: wallClockTrust)
  }

  /// Keeps an offset for this run; setting the board's own clock needs a right that we do not ask.
  package func setWallClock(secondsSince1970: Int) {
    wallClockOffset += secondsSince1970 - wallClock.secondsSince1970
    wallClockTrust = .center
  }

  @discardableResult
  package func setTimer(
    after delay: Duration, _ action: @escaping () -> Void
  ) -> TimerIdentifier {
    let (seconds, attoseconds) = delay.components
    let due = Self.monotonicNanoseconds() + seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    nextTimerID += 1
    let place = timers.firstIndex { ($0.due, $0.id) < (due, nextTimerID) } ?? timers.count
    timers.insert(Timer(due: due, id: nextTimerID, action: action), at: place)
    return TimerIdentifier(nextTimerID)
  }

  package func cancelTimer(_ timer: TimerIdentifier) {
    guard let place = timers.lastIndex(where: { $0.id == timer.number }) else { return }
    timers.remove(at: place)
  }
}
