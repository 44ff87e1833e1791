package import HAL

/// A loop whose clock moves only when nothing is ready to run: serial and task executor in one.
///
/// Jobs run on the thread that steps; those that are ready at the same virtual time run first come,
/// first served. Equal worlds with equal seeds give equal digests.
// Unchecked: one thread owns everything, the one that steps.
package final class SimulatedLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// A digest of the schedule: equal digests mean equal runs.
  package private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  /// How many jobs have run.
  package private(set) var jobsRun: UInt64 = 0

  private var now: Int64 = 0
  private var ready: [UnownedJob] = []
  private var head = 0
  private var timers = TimerHeap()
  private var cancelled: Set<UInt64> = []
  private var nextTimerID: UInt64 = 0
  private var wallClockOffset: Int
  private var trust = WallClockReading.Trust.battery

  /// Starts at virtual time zero, with the calendar at this second.
  package init(wallClock secondsSince1970: Int) { wallClockOffset = secondsSince1970 }

  package func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// Everything runs on the thread that steps, so every caller is on the loop.
  package func checkIsolated() {}

  package func isIsolatingCurrentContext() -> Bool? { true }

  /// Runs one ready job, or else fires the next timer; false when there is neither.
  @discardableResult
  package func step() -> Bool {
    if head < ready.count {
      runNextJob()
      return true
    }
    while let timer = timers.pop() {
      if cancelled.remove(timer.id) != nil { continue }
      now = timer.due
      mix(UInt64(bitPattern: now))
      mix(timer.id)
      timer.action()
      return true
    }
    return false
  }

  /// Steps until `isDone`, or until nothing is left to do, or the limit; true in the first case.
  package func run(maximumSteps: Int, until isDone: () -> Bool) -> Bool {
    for _ in 0..<maximumSteps {
      if isDone() { return true }
      if !step() { return isDone() }
    }
    return false
  }

  /// Adds a value to the digest.
  package func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x0000_0100_0000_01b3 }

  private func runNextJob() {
    let job = ready[head]
    head += 1
    if head == ready.count {
      ready.removeAll(keepingCapacity: true)
      head = 0
    }
    jobsRun += 1
    job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
  }
}

extension SimulatedLoop: DeviceClock {
  package var uptime: Duration { .nanoseconds(now) }

  package var wallClock: WallClockReading {
    WallClockReading(
      secondsSince1970: wallClockOffset + Int(now / 1_000_000_000), trust: trust)
  }

  package func setWallClock(secondsSince1970: Int) {
    wallClockOffset += secondsSince1970 - wallClock.secondsSince1970
    trust = .center
  }

  @discardableResult
  package func setTimer(
    after delay: Duration, _ action: @escaping () -> Void
  ) -> TimerIdentifier {
    let (seconds, attoseconds) = delay.components
    let due = now + max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    nextTimerID += 1
    timers.push(TimerHeap.Timer(due: due, id: nextTimerID, action: action))
    return TimerIdentifier(nextTimerID)
  }

  package func cancelTimer(_ timer: TimerIdentifier) { cancelled.insert(timer.number) }
}
