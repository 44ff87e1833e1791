import EventLoop
import Foundation

/// A loop of its own on a thread of its own; whoever makes devices does so before `start`.
final class LoopThread: Sendable {
  /// The loop.
  let loop = EventLoop()

  /// Lets the loop run until it is stopped.
  func start() {
    let thread = Thread { [loop] in loop.run() }
    thread.name = "counter"
    thread.start()
  }
}
