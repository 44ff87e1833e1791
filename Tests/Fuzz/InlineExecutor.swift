/// Runs asynchronous code that never really waits, to its end, on the caller's thread.
final class InlineExecutor: TaskExecutor {
  nonisolated(unsafe) private var jobs: [UnownedJob] = []

  func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

  /// Runs `body`; what it awaits must come from itself.
  static func run(_ body: @escaping () async -> Void) {
    let executor = InlineExecutor()
    nonisolated(unsafe) let work = body
    Task(executorPreference: executor) { await work() }
    while let job = executor.jobs.popLast() {
      job.runSynchronously(on: executor.asUnownedTaskExecutor())
    }
  }
}
