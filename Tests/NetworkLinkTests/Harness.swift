import EventLoop
import HAL
import SystemPackage
import Testing

@testable import NetworkLink

/// A loop, a listener on loopback and what its side saw; all of it on the loop's thread.
// Unchecked: the tasks that share it run on the one loop.
final class Harness: @unchecked Sendable {
  let loop: EventLoop
  let listener: TCPListener
  private(set) var serverFailures: [CenterLinkError] = []

  init(loop: EventLoop) throws {
    self.loop = loop
    listener = try TCPListener(loopback(port: 0), loop: loop)
  }

  /// Lets the other side take one connection and deal with it.
  func serve(_ body: @escaping @Sendable (StreamConnection) async throws -> Void) -> Task<
    Void, Never
  > {
    Task(executorPreference: loop) { [self] in
      do {
        let connection = try await listener.accept(timeout: .seconds(20))
        try await body(connection)
      } catch let failure as CenterLinkError {
        serverFailures.append(failure)
      } catch {
        Issue.record("the other side: \(error)")
      }
    }
  }

  func link(
    _ protection: TCPCenterLink.Protection = .plain, host: String = "127.0.0.1"
  ) -> TCPCenterLink {
    TCPCenterLink(host: host, port: listener.address.port, protection: protection, loop: loop)
  }
}

func loopback(port: UInt16) throws -> SocketAddress {
  try #require(SocketAddress(numeric: "127.0.0.1", port: port))
}

/// Runs a task on a loop of its own, on this thread, to its end.
func onLoop(_ body: @escaping @Sendable (Harness) async throws -> Void) throws {
  let loop = EventLoop()
  let harness = try Harness(loop: loop)
  Task(executorPreference: loop) {
    do {
      try await body(harness)
    } catch {
      Issue.record(error)
    }
    loop.stop()
  }
  loop.run()
}

/// The error with which a call ended; nil when it went well.
func failure(_ body: () async throws -> Void) async -> CenterLinkError? {
  do {
    try await body()
  } catch let error as CenterLinkError {
    return error
  } catch {
    Issue.record(error)
  }
  return nil
}

/// Reads until this many bytes are there.
func collect(
  _ count: Int, from connection: StreamConnection
) async throws(CenterLinkError) -> [UInt8] {
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += try await connection.receive(timeout: .seconds(20)) }
  return bytes
}

/// Carries an object into another task of the same loop.
// Unchecked: both tasks run on the one loop.
struct Box<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
