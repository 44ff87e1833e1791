import CLinux
import EventLoop
import Glibc
import HAL
package import MockDevices
import Synchronization
import SystemPackage

/// Emulated card readers behind a pcscd of their own, on a loop and a thread of their own: for
/// those who block while they use them, such as tests that run another program.
///
/// Every call blocks until it has been done there.
package final class BackgroundReaders: Sendable {
  private typealias Action = @Sendable (PrivateReaders) async -> Void

  private enum Order: Sendable {
    case perform(Action)
    case end
  }

  /// The socket on which the daemon serves clients: the value of `PrivatePCSCDaemon.variable`.
  package let socketPath: String
  private let orders: ThreadMailbox<Order>

  /// Starts readers in a folder of their own, whose path should be short.
  package init(
    _ readers: [PrivateReaders.Description], folder: String
  ) throws(PrivatePCSCDaemon.Problem) {
    let orders: ThreadMailbox<Order>
    let started = Rendezvous<Result<String, PrivatePCSCDaemon.Problem>>()
    do throws(Errno) {
      orders = try ThreadMailbox()
      try DriverThread.start {
        EventLoop.run { loop in
          await Self.run(readers, folder, on: loop, orders, started)
        }
      }
    } catch {
      throw PrivatePCSCDaemon.Problem(description: "no thread is left: \(error)")
    }
    self.orders = orders
    socketPath = try started.wait().get()
  }

  /// Has something done to the slots, on their loop.
  package func perform(_ action: @escaping @Sendable (PrivateReaders) async -> Void) {
    let done = Rendezvous<Bool>()
    orders.post(
      .perform { readers in
        await action(readers)
        done.give(true)
      })
    _ = done.wait()
  }

  /// Works the first slot.
  package func work(_ action: @escaping @Sendable (EmulatedSlot) -> Void) {
    perform { readers in action(readers.slots[0]) }
  }

  /// Ends the daemon and removes what it left.
  package func close() {
    let done = Rendezvous<Bool>()
    orders.post(.perform { _ in done.give(true) })
    orders.post(.end)
    _ = done.wait()
  }

  private static func run(
    _ descriptions: [PrivateReaders.Description], _ folder: String, on loop: EventLoop,
    _ orders: ThreadMailbox<Order>,
    _ started: Rendezvous<Result<String, PrivatePCSCDaemon.Problem>>
  ) async {
    let mailbox = Mailbox<Order>(clock: loop)
    orders.watch(on: loop) { mailbox.post($0) }
    defer { orders.unwatch(on: loop) }
    do throws(PrivatePCSCDaemon.Problem) {
      let readers = try PrivateReaders(descriptions, folder: folder, loop: loop)
      defer { readers.close() }
      try await readers.daemon.start()
      started.give(.success(readers.daemon.socketPath))
      while case .perform(let action) = await mailbox.next(timeout: nil) { await action(readers) }
    } catch {
      started.give(.failure(error))
    }
  }
}

/// A place where one thread waits for what another brings.
private final class Rendezvous<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let event = eventfd(0, Int32(EFD_CLOEXEC))

  deinit { Glibc.close(event) }

  func give(_ value: Value) {
    self.value.withLock { $0 = value }
    var one: UInt64 = 1
    _ = write(event, &one, 8)
  }

  func wait() -> Value {
    while true {
      var count: UInt64 = 0
      _ = read(event, &count, 8)
      if let value = value.withLock({ $0 }) { return value }
    }
  }
}
