import EventLoop
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite struct BlockingCallTests {
  @Test func `a call runs on another thread, and its result comes to the loop's`() throws {
    try EventLoop.run { loop in
      let own = pthread_self()
      let call = try BlockingCall(loop: loop) { pthread_equal(own, pthread_self()) == 0 }
      #expect(await call.value(timeout: .seconds(20)) == true)
      #expect(loop.isIsolatingCurrentContext() == true)
      // It stays there for who asks again.
      #expect(await call.value(timeout: .zero) == true)
      #expect(call.value == true)
    }
  }

  @Test func `who gives up waiting can wait again`() throws {
    try EventLoop.run { loop in
      let gate = Gate()
      let call = try BlockingCall(loop: loop) { gate.wait() }
      #expect(await call.value(timeout: .milliseconds(2)) == nil)
      loop.setTimer(after: .milliseconds(2)) { call.cancelWait() }
      #expect(await call.value(timeout: .seconds(20)) == nil)
      #expect(call.value == nil)
      gate.isOpen.store(true, ordering: .releasing)
      #expect(await call.value(timeout: .seconds(20)) == 7)
      call.cancelWait()
    }
  }

  @Test func `a call may outlive who started it`() throws {
    let gate = Gate()
    try EventLoop.run { loop in
      _ = try BlockingCall(loop: loop) { gate.wait() }
    }
    gate.isOpen.store(true, ordering: .releasing)
  }

  private final class Gate: Sendable {
    let isOpen = Atomic(false)

    func wait() -> Int {
      while !isOpen.load(ordering: .acquiring) { usleep(500) }
      return 7
    }
  }
}
