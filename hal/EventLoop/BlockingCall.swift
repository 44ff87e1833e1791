import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// A C call that blocks, on a thread of its own; its result is awaited on the loop.
///
/// The call can't be stopped. Who gives up waiting may wait again for the same result later.
package final class BlockingCall<Value: Sendable> {
  /// What the thread leaves behind.
  private final class Outcome: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let loop: EventLoop
  private let outcome = Outcome()
  /// An event that is readable from the moment at which the thread has done its work.
  private let event: Int32
  private var waiting: AsyncDescriptor?

  /// Starts `body` on a new thread.
  package init(loop: EventLoop, _ body: @escaping @Sendable () -> Value) throws(Errno) {
    self.loop = loop
    event = eventfd(0, Int32(EFD_CLOEXEC))
    let threadEvent = fcntl(event, F_DUPFD_CLOEXEC, 0)
    guard event >= 0, threadEvent >= 0 else { throw Errno(rawValue: errno) }
    do throws(Errno) {
      try DriverThread.start { [outcome] in
        let value = body()
        outcome.value.withLock { $0 = value }
        var one: UInt64 = 1
        _ = write(threadEvent, &one, 8)
        close(threadEvent)
      }
    } catch {
      close(threadEvent)
      throw error
    }
  }

  deinit { close(event) }

  /// What the call returned; nil while it runs.
  package var value: Value? { outcome.value.withLock { $0 } }

  /// Waits for the call's end; nil when it has not come in time or the wait was cancelled.
  package func value(timeout: Duration?) async -> Value? {
    if let value { return value }
    // The copy can be closed to end this wait, and the next wait has another.
    guard waiting == nil else { return nil }
    let copy = fcntl(event, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return nil }
    let waiting = AsyncDescriptor(FileDescriptor(rawValue: copy), loop: loop)
    self.waiting = waiting
    try? await waiting.waitUntil(.readable, timeout: timeout)
    waiting.close()
    if self.waiting === waiting { self.waiting = nil }
    return value
  }

  /// Has `action` called on the loop with the result, once; only for a call that nobody awaits.
  ///
  /// The call lives at least until then.
  package func whenDone(_ action: @escaping (Value) -> Void) {
    let descriptor = FileDescriptor(rawValue: event)
    loop.watch(descriptor, for: .readable) { [self] in
      loop.unwatch(descriptor, for: .readable)
      if let value { action(value) }
    }
  }

  /// Ends the wait under way, which then returns nil unless the result is there.
  package func cancelWait() { waiting.take()?.close() }
}
