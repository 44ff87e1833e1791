import Glibc
package import SystemPackage

/// A thread of a driver's own, for C calls that block.
package enum DriverThread {
  /// Runs `body` on a new thread, which ends with it.
  ///
  /// Nobody joins it: whoever must know that it has ended lets it say so. Throws the error of
  /// `pthread_create` when the system has no thread to give.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(Errno) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard failure == 0 else {
      box.release()
      throw Errno(rawValue: failure)
    }
    pthread_detach(thread)
  }
}

extension DriverThread {
  /// Lets the calling thread sleep; never on the loop.
  package static func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

  /// Keeps the calling thread awake until the condition holds, for a few microseconds at most.
  package static func lookOut(nanoseconds: Int64, until condition: () -> Bool) {
    let end = now + nanoseconds
    while !condition(), now < end {}
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// A closure that a C function pointer can be given.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
