import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// What threads of a driver tell the loop: any thread posts, the loop takes in the same order.
package final class ThreadMailbox<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  private let event: Int32

  /// Makes an empty one.
  package init() throws(Errno) {
    event = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard event >= 0 else { throw Errno(rawValue: errno) }
  }

  deinit { close(event) }

  /// Adds an element; from any thread, never blocks.
  package func post(_ element: Element) {
    elements.withLock { $0.append(element) }
    var one: UInt64 = 1
    _ = write(event, &one, 8)
  }

  /// Gives every element to `receive` on the loop, until `unwatch`.
  package func watch(on loop: EventLoop, _ receive: @escaping (Element) -> Void) {
    loop.watch(FileDescriptor(rawValue: event), for: .readable) { [unowned self] in
      for element in take() { receive(element) }
    }
  }

  /// Ends a watch.
  package func unwatch(on loop: EventLoop) {
    loop.unwatch(FileDescriptor(rawValue: event), for: .readable)
  }

  private func take() -> [Element] {
    var count: UInt64 = 0
    _ = read(event, &count, 8)
    return elements.withLock { box in
      defer { box = [] }
      return box
    }
  }
}
