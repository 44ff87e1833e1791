import EmulatedPorts
import EventLoop
import Foundation
import HAL
import MockDevices
import Synchronization

/// An emulated printer at a TCP port, on a loop and a thread of its own, until it is closed.
final class CounterPrinter: Sendable {
  private struct State {
    var port: UInt16?
    var isClosed = false
    var slips: [[String]] = []
  }

  private let state = Mutex(State())

  /// Starts it; `prepare` is what somebody did to it before.
  init(_ prepare: @escaping @Sendable (EmulatedPrinter) -> Void = { _ in }) throws {
    Thread.detachNewThread { [self] in
      try? EventLoop.run { loop in
        let printer = EmulatedPrinter()
        prepare(printer)
        printer.onSlip = { [self] slip in self.state.withLock { $0.slips.append(slip.textLines) } }
        let port = try ListeningPort(printer, loop: loop)
        self.state.withLock { $0.port = port.number }
        while !self.state.withLock({ $0.isClosed }) { await loop.sleep(for: .milliseconds(10)) }
        port.close()
      }
    }
    while state.withLock({ $0.port }) == nil { usleep(1000) }
  }

  /// What came out.
  var slips: [[String]] { state.withLock { $0.slips } }

  /// The option that names it.
  var option: String {
    let port = state.withLock { $0.port } ?? 0
    return "devices.printer.transport={tcp: '127.0.0.1:\(port)'}"
  }

  func close() { state.withLock { $0.isClosed = true } }
}
