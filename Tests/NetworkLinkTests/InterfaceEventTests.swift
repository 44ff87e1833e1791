import EventLoop
import Foundation
import HAL
import NetworkLink
import Testing

@Suite struct InterfaceNamespaceTests {
  /// Interfaces that come and go belong into a namespace of their own.
  @Test(.disabled(if: PrivateNetwork.isHere, "it starts this program in the namespace"))
  func `interfaces are watched as they come, get addresses and routes, and go`() throws {
    if let why = PrivateNetwork.obstacle {
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "\(why)")
      try Test.cancel("SKIPPED: \(why)")
    }
    try PrivateNetwork.runTests(matching: "InterfaceEventTests")
  }
}

/// The monitor and the kernel's own events, with a pair of virtual Ethernet interfaces.
@Suite(
  .serialized,
  .enabled(if: PrivateNetwork.isHere, "InterfaceNamespaceTests runs them in a namespace"))
struct InterfaceEventTests {
  /// Counts events and lets a test wait for one.
  private final class Listener: DeviceEventSink {
    private(set) var count = 0
    func post(_ event: DeviceEvent) { if event == .networkChanged { count += 1 } }
  }

  private static func wait(
    _ loop: EventLoop, until condition: () -> Bool
  ) async -> Bool {
    let deadline = loop.uptime + .seconds(10)
    while loop.uptime < deadline {
      if condition() { return true }
      await loop.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// Does something to the network and waits until the monitor has told that the state is this.
  private static func expect(
    _ status: InterfaceStatus, after command: String, _ monitor: InterfaceMonitor,
    _ listener: Listener, _ loop: EventLoop
  ) async throws {
    let before = listener.count
    try PrivateNetwork.ip(command)
    let isTold = await wait(loop) {
      listener.count > before && monitor.interfaceStatus() == status
    }
    #expect(isTold, "after ip \(command): \(monitor.interfaceStatus()), \(listener.count) events")
  }

  @Test func `each step is told by itself, and each step back`() throws {
    try EventLoop.run { loop in
      let monitor = try InterfaceMonitor(interface: "pos0", loop: loop)
      let listener = Listener()
      monitor.attach(to: listener)
      #expect(monitor.interfaceStatus() == .missing)
      var status = InterfaceStatus(
        exists: true, hasCarrier: false, hasAddress: false, hasDefaultRoute: false)
      let add = "link add pos0 type veth peer name pos1"
      try await Self.expect(status, after: add, monitor, listener, loop)
      try PrivateNetwork.ip("link set pos1 up")
      status.hasCarrier = true
      try await Self.expect(status, after: "link set pos0 up", monitor, listener, loop)
      status.hasAddress = true
      let address = "addr add 192.0.2.2/24 dev pos0"
      try await Self.expect(status, after: address, monitor, listener, loop)
      #expect(monitor.addresses() == ["192.0.2.2"])
      status.hasDefaultRoute = true
      let route = "route add default via 192.0.2.1"
      try await Self.expect(status, after: route, monitor, listener, loop)
      status.hasDefaultRoute = false
      try await Self.expect(status, after: "route del default", monitor, listener, loop)
      status.hasCarrier = false
      try await Self.expect(status, after: "link set pos1 down", monitor, listener, loop)
      try await Self.expect(.missing, after: "link del pos0", monitor, listener, loop)
      monitor.close()
    }
  }

  @Test func `what happens to another interface is no event`() throws {
    let count = try EventLoop.run { loop in
      try PrivateNetwork.ip("link add own0 type veth peer name own1")
      let monitor = try InterfaceMonitor(interface: "own0", loop: loop)
      let listener = Listener()
      monitor.attach(to: listener)
      try PrivateNetwork.ip("link add other0 type veth peer name other1")
      try PrivateNetwork.ip("addr add 198.51.100.2/24 dev other0")
      try PrivateNetwork.ip("link set other0 up")
      try PrivateNetwork.ip("link del other0")
      await loop.sleep(for: .milliseconds(200))
      try PrivateNetwork.ip("link del own0")
      _ = await Self.wait(loop) { listener.count > 0 }
      monitor.close()
      return listener.count
    }
    #expect(count == 1)
  }

  @Test func `a default route through somebody else's interface is not ours`() throws {
    let status = try EventLoop.run { loop in
      try PrivateNetwork.ip("link add left0 type veth peer name left1")
      try PrivateNetwork.ip("link add right0 type veth peer name right1")
      for name in ["left0", "left1", "right0", "right1"] {
        try PrivateNetwork.ip("link set \(name) up")
      }
      try PrivateNetwork.ip("addr add 192.0.2.2/24 dev left0")
      try PrivateNetwork.ip("addr add 198.51.100.2/24 dev right0")
      try PrivateNetwork.ip("route add default via 198.51.100.1")
      let monitor = try InterfaceMonitor(interface: "left0", loop: loop)
      defer { monitor.close() }
      _ = await Self.wait(loop) { monitor.interfaceStatus().hasCarrier }
      return monitor.interfaceStatus()
    }
    #expect(
      status
        == InterfaceStatus(
          exists: true, hasCarrier: true, hasAddress: true, hasDefaultRoute: false))
  }

  @Test func `many changes leave neither descriptors nor a wrong state`() throws {
    func descriptorCount() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
    let before = descriptorCount()
    let status = try EventLoop.run { loop in
      let monitor = try InterfaceMonitor(interface: "storm0", loop: loop)
      let listener = Listener()
      monitor.attach(to: listener)
      for round in 0..<25 {
        try PrivateNetwork.ip("link add storm0 type veth peer name storm1")
        try PrivateNetwork.ip("link set storm0 up")
        try PrivateNetwork.ip("link set storm1 up")
        // What comes and goes between two looks is no change.
        if round % 2 == 0 { await loop.sleep(for: .milliseconds(1)) }
        try PrivateNetwork.ip("link del storm0")
        await loop.sleep(for: .milliseconds(1))
      }
      _ = await Self.wait(loop) { monitor.interfaceStatus() == .missing }
      monitor.close()
      return (monitor.interfaceStatus(), listener.count)
    }
    #expect(status.0 == .missing)
    #expect(status.1 >= 24)
    #expect(descriptorCount() <= before)
  }
}
