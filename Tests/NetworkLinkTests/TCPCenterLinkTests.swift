import EventLoop
import Glibc
import HAL
import SystemPackage
import Testing

@testable import NetworkLink

/// Real sockets on loopback; no test asserts how long something takes.
@Suite struct TCPCenterLinkTests {
  static let patient = Duration.seconds(20)
  static let brief = Duration.milliseconds(20)

  @Test func `bytes go to the center and back`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        let request = try await connection.receive(timeout: Self.patient)
        try await connection.send(request.reversed(), timeout: Self.patient)
      }
      let link = harness.link()
      #expect(link.security == nil)
      try await link.open(timeout: Self.patient)
      #expect(link.security == .plain)
      try await link.send([1, 2, 3], timeout: Self.patient)
      #expect(try await link.receive(timeout: Self.patient) == [3, 2, 1])
      link.close()
      #expect(link.security == nil)
      await server.value
    }
  }

  @Test func `a center's name is looked up`() throws {
    try onLoop { harness in
      let link = harness.link(host: "localhost")
      try await link.open(timeout: Self.patient)
      #expect(link.security == .plain)
    }
  }

  @Test func `a port where nobody listens refuses`() throws {
    try onLoop { harness in
      let link = harness.link()
      harness.listener.close()
      #expect(await failure { try await link.open(timeout: Self.patient) } == .refused)
      #expect(link.security == nil)
    }
  }

  @Test func `an address that does not answer times out, and can be called off`() throws {
    try onLoop { harness in
      let silent = try SilentPort()
      let link = TCPCenterLink(
        host: "127.0.0.1", port: silent.port, protection: .plain, loop: harness.loop)
      #expect(await failure { try await link.open(timeout: Self.brief) } == .timedOut)
      harness.loop.setTimer(after: Self.brief) { link.close() }
      #expect(
        await failure { try await link.open(timeout: Self.patient) }
          == .system(code: ECANCELED))
    }
  }

  @Test func `a link that is not open neither sends nor receives`() throws {
    try onLoop { harness in
      let link = harness.link()
      let expected = CenterLinkError.system(code: ENOTCONN)
      #expect(await failure { try await link.send([1], timeout: Self.patient) } == expected)
      #expect(
        await failure { _ = try await link.receive(timeout: Self.patient) } == expected)
      link.close()
    }
  }

  @Test func `a silent center times out, and the link stays open for a late answer`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        _ = try await connection.receive(timeout: Self.patient)
        try await connection.send([9], timeout: Self.patient)
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      #expect(
        await failure { _ = try await link.receive(timeout: Self.brief) } == .timedOut)
      try await link.send([1], timeout: Self.patient)
      #expect(try await link.receive(timeout: Self.patient) == [9])
      await server.value
    }
  }

  @Test func `closing wakes who waits for an answer`() throws {
    try onLoop { harness in
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      harness.loop.setTimer(after: .milliseconds(2)) { link.close() }
      #expect(
        await failure { _ = try await link.receive(timeout: Self.patient) }
          == .system(code: ECANCELED))
      #expect(link.security == nil)
      try await link.open(timeout: Self.patient)
      #expect(link.security == .plain)
    }
  }

  @Test func `half a message is handed over before the end of the stream`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        try await connection.send([0, 5, 1, 2], timeout: Self.patient)
        connection.close()
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      #expect(try await link.receive(timeout: Self.patient) == [0, 5, 1, 2])
      #expect(
        await failure { _ = try await link.receive(timeout: Self.patient) } == .closedByPeer)
      #expect(link.security == nil)
      await server.value
    }
  }

  @Test func `a reset is an end by the other side, and no signal`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        _ = try await connection.receive(timeout: Self.patient)
        connection.reset()
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      try await link.send([1], timeout: Self.patient)
      #expect(
        await failure { _ = try await link.receive(timeout: Self.patient) } == .closedByPeer)
      await server.value
      #expect(
        await failure { try await link.send([1], timeout: Self.patient) } == .system(code: ENOTCONN)
      )
    }
  }

  @Test(arguments: [true, false])
  func `sending to a center that has gone is an error, and no signal`(isReset: Bool) throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        _ = try await connection.receive(timeout: Self.patient)
        if isReset { connection.reset() } else { connection.close() }
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      try await link.send([1], timeout: Self.patient)
      await server.value
      #expect(
        await failure {
          // The kernel takes a few more before it knows.
          for _ in 0..<100 {
            try await link.send([1], timeout: Self.patient)
            await harness.loop.sleep(for: .milliseconds(1))
          }
        } == .closedByPeer)
      #expect(link.security == nil)
    }
  }

  @Test func `a center that does not read lets a send time out and ends the link`() throws {
    try onLoop { harness in
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      let flood = [UInt8](repeating: 7, count: 32 << 20)
      #expect(await failure { try await link.send(flood, timeout: Self.brief) } == .timedOut)
      #expect(link.security == nil)
    }
  }

  @Test func `an open connection is kept, and one that has ended is replaced`() throws {
    try onLoop { harness in
      let link = harness.link()
      let first = harness.serve { connection in
        let request = try await connection.receive(timeout: Self.patient)
        #expect(request == [1])
      }
      try await link.open(timeout: Self.patient)
      try await link.open(timeout: Self.patient)
      try await link.send([1], timeout: Self.patient)
      await first.value  // The other side lets go of its end here.
      let second = harness.serve { connection in
        let request = try await connection.receive(timeout: Self.patient)
        #expect(request == [2])
      }
      await harness.loop.sleep(for: Self.brief)
      try await link.open(timeout: Self.patient)
      try await link.send([2], timeout: Self.patient)
      await second.value
      #expect(harness.serverFailures == [])
    }
  }

  @Test func `bytes that came before an open are not lost`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        try await connection.send([4, 5], timeout: Self.patient)
        _ = try await connection.receive(timeout: Self.patient)
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      await harness.loop.sleep(for: Self.brief)
      try await link.open(timeout: Self.patient)
      #expect(try await link.receive(timeout: Self.patient) == [4, 5])
      try await link.send([1], timeout: Self.patient)
      await server.value
    }
  }

  @Test func `addresses are tried in order, and the most telling failure is reported`() throws {
    try onLoop { harness in
      let closed = try TCPListener(loopback(port: 0), loop: harness.loop)
      let silent = try SilentPort()
      closed.close()
      let resolver = NameResolver(host: "127.0.0.1", port: 1, loop: harness.loop)
      let attempt = ConnectionAttempt(resolver: resolver, loop: harness.loop)
      let deadline = Deadline(Self.patient, clock: harness.loop)
      let connection = try await attempt.connect(
        toOneOf: [closed.address, harness.listener.address], by: deadline)
      #expect(connection.isOpen)
      let silentAddress = try loopback(port: silent.port)
      for addresses in [[closed.address, silentAddress], [silentAddress, closed.address]] {
        let brief = Deadline(.milliseconds(600), clock: harness.loop)
        #expect(
          await failure {
            _ = try await attempt.connect(toOneOf: addresses, by: brief)
          } == .refused)
      }
      // A silent address leaves time for the next one.
      let shared = Deadline(.seconds(1), clock: harness.loop)
      let late = try await attempt.connect(
        toOneOf: [silentAddress, harness.listener.address], by: shared)
      #expect(late.isOpen)
    }
  }

  @Test(arguments: [
    (Errno.timedOut, true, CenterLinkError.timedOut),
    (.timedOut, false, .unreachable(code: ETIMEDOUT)),
    (.connectionReset, false, .closedByPeer),
    (.brokenPipe, true, .closedByPeer),
    (.hostIsDown, false, .unreachable(code: EHOSTDOWN)),
    (.networkUnreachable, false, .unreachable(code: ENETUNREACH)),
    (.badFileDescriptor, false, .system(code: ECANCELED)),
    (.noMemory, false, .system(code: ENOMEM)),
  ])
  func `a connection that the kernel gave up is not taken for a slow answer`(
    error: Errno, isLate: Bool, expected: CenterLinkError
  ) {
    #expect(StreamConnection.failure(error, isLate: isLate) == expected)
  }

  @Test func `a second reader is refused while one waits`() throws {
    try onLoop { harness in
      let server = harness.serve { connection in
        let first = Task(executorPreference: harness.loop) { [box = Box(connection)] in
          try? await box.value.receive(timeout: Self.patient)
        }
        await harness.loop.sleep(for: Self.brief)
        #expect(
          await failure { _ = try await connection.receive(timeout: Self.patient) }
            == .system(code: EALREADY))
        connection.close()
        #expect(await first.value == nil)
      }
      let link = harness.link()
      try await link.open(timeout: Self.patient)
      await server.value
    }
  }
}
