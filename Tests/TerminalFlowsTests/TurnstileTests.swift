import EventLoop
import HAL
import TerminalFlows
import Testing

@Suite struct TurnstileTests {
  @Test func `one at a time, in the order of arrival`() {
    let loop = EventLoop()
    nonisolated(unsafe) let turnstile = Turnstile()  // the loop runs on this thread
    nonisolated(unsafe) var log: [String] = []
    nonisolated(unsafe) var left = 3
    for name in ["a", "b", "c"] {
      Task(executorPreference: loop) {
        await turnstile.pass {
          log.append("\(name) in")
          await loop.sleep(for: .milliseconds(2))
          log.append("\(name) out")
        }
        left -= 1
        if left == 0 { loop.stop() }
      }
    }
    loop.run()
    #expect(log == ["a in", "a out", "b in", "b out", "c in", "c out"])
    #expect(!turnstile.isOccupied)
  }
}
