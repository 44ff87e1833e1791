import Glibc
package import SystemPackage

// Calls of the system that wait for the device, whatever the descriptor's mode.
extension AsyncDescriptor {
  /// Opens a file by `body` on a thread: many devices are woken, asked or set up by it.
  ///
  /// `body` gives the descriptor or an error. One that comes after the time-out is closed.
  package static func open(
    loop: EventLoop, timeout: Duration, _ body: @escaping @Sendable () -> Result<Int32, Errno>
  ) async throws(Errno) -> AsyncDescriptor {
    let call = try BlockingCall(loop: loop) {
      body().map { DescriptorOwner(FileDescriptor(rawValue: $0)) }
    }
    guard let result = await call.value(timeout: timeout) else { throw .timedOut }
    return AsyncDescriptor(try result.get(), loop: loop)
  }

  /// Starts a call on the descriptor on a thread.
  ///
  /// The file stays open until the call has ended, also when this object is closed meanwhile.
  package func call<Value: Sendable>(
    _ body: @escaping @Sendable (Int32) -> Value
  ) throws(Errno) -> BlockingCall<Value> {
    guard let owner else { throw .badFileDescriptor }
    return try BlockingCall(loop: loop) { body(owner.descriptor.rawValue) }
  }

  /// Closes as `close`, but lets a thread wait for the device where closing does that.
  ///
  /// A line that still has bytes to send keeps who closes it for up to half a minute.
  package func closeOnThread() {
    let owner = owner
    close()
    // Without a thread to be had, it is closed here and now.
    try? DriverThread.start { withExtendedLifetime(owner) {} }
  }
}
