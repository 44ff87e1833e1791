import EventLoop
import Glibc
import HAL
import Synchronization
import Testing

@testable import NetworkLink

@Suite struct NameResolverTests {
  /// A resolver that answers when it is let, and counts how often it was asked.
  final class SlowAnswer: Sendable {
    let isReleased = Atomic(false)
    let askedCount = Atomic(0)

    func answer(port: UInt16) -> NameResolver.Outcome {
      askedCount.add(1, ordering: .relaxed)
      while !isReleased.load(ordering: .acquiring) { usleep(500) }
      return .success([SocketAddress(numeric: "192.0.2.1", port: port)].compactMap { $0 })
    }
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1:8583"), ("::1", "[::1]:8583"), ("2001:DB8::1", "[2001:db8::1]:8583"),
  ])
  func `numeric addresses need no name server`(host: String, text: String) throws {
    try onLoop { harness in
      let resolver = NameResolver(host: host, port: 8583, loop: harness.loop) { _, _ in
        Issue.record("a name server was asked")
        return .success([])
      }
      let addresses = try await resolver.resolve(timeout: .zero)
      #expect(addresses.map(\.description) == [text])
      #expect(addresses.map(\.port) == [8583])
    }
  }

  @Test(arguments: ["", "center", "1.2.3.4.5", "300.1.1.1", "127.0.0.1 "])
  func `what is no numeric address is none`(host: String) {
    #expect(SocketAddress(numeric: host, port: 1) == nil)
  }

  @Test func `the system's resolver knows localhost`() throws {
    try onLoop { harness in
      let resolver = NameResolver(host: "localhost", port: 8583, loop: harness.loop)
      let texts = try await resolver.resolve(timeout: .seconds(20)).map(\.description)
      #expect(texts.contains("127.0.0.1:8583") || texts.contains("[::1]:8583"))
    }
  }

  @Test func `a slow name server holds up one thread, whose answer is used in the end`() throws {
    let slow = SlowAnswer()
    try onLoop { harness in
      let resolver = NameResolver(host: "center.example", port: 7, loop: harness.loop) { _, port in
        slow.answer(port: port)
      }
      for _ in 0..<3 {
        #expect(
          await failure { _ = try await resolver.resolve(timeout: .milliseconds(5)) }
            == .nameNotResolved)
      }
      slow.isReleased.store(true, ordering: .releasing)
      let addresses = try await resolver.resolve(timeout: .seconds(20))
      #expect(addresses.map(\.description) == ["192.0.2.1:7"])
    }
    #expect(slow.askedCount.load(ordering: .relaxed) == 1)
  }

  @Test func `an attempt that is called off while it looks up a name ends`() throws {
    let slow = SlowAnswer()
    try onLoop { harness in
      let resolver = NameResolver(host: "center.example", port: 7, loop: harness.loop) { _, port in
        slow.answer(port: port)
      }
      let attempt = ConnectionAttempt(resolver: resolver, loop: harness.loop)
      harness.loop.setTimer(after: .milliseconds(2)) { attempt.cancel() }
      let deadline = Deadline(.seconds(20), clock: harness.loop)
      #expect(
        await failure { _ = try await attempt.run(.plain, by: deadline) }
          == .system(code: ECANCELED))
    }
    slow.isReleased.store(true, ordering: .releasing)
  }

  @Test(arguments: [
    (EAI_NONAME, Int32(0), CenterLinkError.nameNotResolved),
    (EAI_AGAIN, 0, .nameNotResolved),
    (EAI_MEMORY, 0, .system(code: ENOMEM)),
    (EAI_SYSTEM, EMFILE, .system(code: EMFILE)),
  ])
  func `each failure of the resolver has its error`(
    code: Int32, errno: Int32, expected: CenterLinkError
  ) throws {
    try onLoop { harness in
      let resolver = NameResolver(host: "center.example", port: 7, loop: harness.loop) { _, _ in
        .failure(LookupFailure(code: code, errno: errno))
      }
      #expect(await failure { _ = try await resolver.resolve(timeout: .seconds(20)) } == expected)
    }
  }

  @Test func `a name without an address is not resolved`() throws {
    try onLoop { harness in
      let resolver = NameResolver(host: "center.example", port: 7, loop: harness.loop) { _, _ in
        .success([])
      }
      #expect(
        await failure { _ = try await resolver.resolve(timeout: .seconds(20)) }
          == .nameNotResolved)
    }
  }
}
