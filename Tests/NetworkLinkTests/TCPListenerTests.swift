import EventLoop
import SystemPackage
import Testing

@testable import NetworkLink

@Suite struct TCPListenerTests {
  @Test func `a port in use is named as such`() throws {
    try onLoop { harness in
      let address = harness.listener.address
      #expect(address.port != 0)
      #expect(throws: Errno.addressInUse) {
        try TCPListener(address, loop: harness.loop)
      }
    }
  }

  @Test func `waiting for a connection ends at its time, and when the listener closes`() throws {
    try onLoop { harness in
      await #expect(throws: Errno.timedOut) {
        try await harness.listener.accept(timeout: .milliseconds(2))
      }
      harness.loop.setTimer(after: .milliseconds(2)) { harness.listener.close() }
      await #expect(throws: Errno.badFileDescriptor) {
        try await harness.listener.accept(timeout: .seconds(20))
      }
    }
  }
}
