import Glibc
import Synchronization

extension EventLoop {
  /// What the body left behind.
  private final class Outcome<Value: Sendable, Failure: Error>: Sendable {
    let result = Mutex<Result<Value, Failure>?>(nil)
  }

  /// Runs `body` on a loop of its own, on the calling thread, and returns what it gave.
  ///
  /// For tools and tests that have one thing to do; the firmware runs its loop until it is stopped.
  /// From then on a broken pipe is an error of `write` in this process, not its end.
  package static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable (EventLoop) async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    signal(SIGPIPE, SIG_IGN)
    let loop = EventLoop()
    let outcome = Outcome<Value, Failure>()
    Task(executorPreference: loop) {
      let result: Result<Value, Failure>
      do throws(Failure) {
        result = .success(try await body(loop))
      } catch {
        result = .failure(error)
      }
      outcome.result.withLock { $0 = result }
      loop.stop()
    }
    loop.run()
    guard let result = outcome.result.withLock({ $0 }) else {
      preconditionFailure("the loop stopped before its task had ended")
    }
    return try result.get()
  }
}
