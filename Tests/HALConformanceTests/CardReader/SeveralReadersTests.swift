import BoardDrivers
import BoardProfile
import EmulatedPorts
import EventLoop
import HAL
import HALConformance
import MockDevices
import PCSCReader
import Testing

/// Two readers and two drivers, matched by a board's profile, whatever the order of plugging.
@Suite(.enabled(if: isReady(CCIDRig.availability), whyNot(CCIDRig.availability)))
struct SeveralReadersTests {
  private static let bench =
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    + "/board-profiles/bench.yaml"
  private static let patience = Duration.seconds(10)
  private static let echo: [UInt8] = [0x00, 0x88, 0x00, 0x00, 0x01, 0x55, 0x00]

  /// The drivers of a profile's two readers, and what they say.
  private final class Counter {
    let customer: any CardReader
    let module: any CardReader
    let events: EventRecorder
    private let drivers: BoardDrivers

    init(customer: String, module: String, loop: EventLoop) throws {
      let profile = try BoardProfile.read(
        path: bench,
        overrides: [
          "devices.card-readers={customer: {kind: pcsc, criticality: required, \(customer)}, "
            + "sam-1: {kind: pcsc, criticality: required, \(module)}}"
        ])
      drivers = BoardDrivers(profile.devices, loop: loop)
      events = EventRecorder(clock: loop)
      self.customer = try #require(drivers.cardReader(.customer))
      self.module = try #require(drivers.cardReader(.securityModule(1)))
      self.customer.attach(to: events)
      self.module.attach(to: events)
    }

    func start() { drivers.start() }

    /// Waits for one event of each, in either order.
    func expectBoth(_ event: (DeviceName) -> DeviceEvent) async throws {
      let seen = [await events.next(), await events.next()]
      try require(
        Set(seen) == [event(customer.name), event(module.name)], "\(seen)")
    }

    /// A card in one slot is the business of one driver.
    func requireOwn(customer slot: EmulatedSlot, module other: EmulatedSlot) async throws {
      for (reader, slot) in [(customer, slot), (module, other)] {
        slot.insert(ConformanceCard.overCharacters.chip)
        try await events.expect(.cardInserted(reader.name))
      }
      let sessions = [
        try await customer.powerUp(timeout: patience), try await module.powerUp(timeout: patience),
      ]
      for session in sessions {
        #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
      }
      for session in sessions { await session.powerDown() }
      for (reader, slot) in [(module, other), (customer, slot)] {
        slot.remove()
        try await events.expect(.cardRemoved(reader.name))
      }
      try await events.expectNone(for: .milliseconds(50))
    }
  }

  @Test func `two readers have a driver each, also when they were started in the other order`()
    throws
  {
    try EventLoop.run { loop in
      let turn = DaemonTurn()
      defer { withExtendedLifetime(turn) {} }
      let names = ["Lianji Counter", "Lianji Module"]
      let counter = try Counter(
        customer: "name-prefix: Lianji Counter", module: "name-prefix: Lianji Module", loop: loop)
      for order in [[0, 1], [1, 0]] {
        let readers = try PrivateReaders(
          order.map { .init(name: names[$0]) }, folder: DaemonTurn.folder, loop: loop)
        try await readers.daemon.start()
        counter.start()
        try await counter.expectBoth(DeviceEvent.deviceFound)
        #expect((counter.customer as? PCSCReader)?.readerName == "Lianji Counter 0\(order[0]) 00")
        let slots = order.map { readers.slots[$0] }
        try await counter.requireOwn(customer: slots[0], module: slots[1])
        try await Self.requireIndependence(counter, slots, loop)
        readers.close()
        try await counter.expectBoth(DeviceEvent.deviceLost)
      }
    }
  }

  /// One reader's cable is no business of the other's.
  private static func requireIndependence(
    _ counter: Counter, _ slots: [EmulatedSlot], _ loop: EventLoop
  ) async throws {
    slots[0].insert(ConformanceCard.overCharacters.chip)
    try await counter.events.expect(.cardInserted(counter.customer.name))
    let session = try await counter.customer.powerUp(timeout: patience)
    slots[1].unplug()
    try await counter.events.expect(.deviceLost(counter.module.name))
    #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
    slots[1].plug()
    try await counter.events.expect(.deviceFound(counter.module.name))
    // Nor is a card that does not answer.
    slots[1].insert(ConformanceCard.mute.chip)
    #expect(try await session.transmit(echo, timeout: patience) == [0x55, 0x90, 0x00])
    try await counter.events.expect(.cardInserted(counter.module.name))
    await session.powerDown()
    slots[1].remove()
    try await counter.events.expect(.cardRemoved(counter.module.name))
    slots[0].remove()
    try await counter.events.expect(.cardRemoved(counter.customer.name))
  }

  @Test func `the slots of one reader have a driver each`() throws {
    try EventLoop.run { loop in
      let turn = DaemonTurn()
      defer { withExtendedLifetime(turn) {} }
      let readers = try PrivateReaders(
        [.init(name: "Lianji Counter", slotCount: 2)], folder: DaemonTurn.folder, loop: loop)
      defer { readers.close() }
      let counter = try Counter(
        customer: "name-prefix: Lianji, slot: 1", module: "name-prefix: Lianji, slot: 0",
        loop: loop)
      try await readers.daemon.start()
      counter.start()
      try await counter.expectBoth(DeviceEvent.deviceFound)
      try await counter.requireOwn(customer: readers.slots[1], module: readers.slots[0])
      readers.daemon.kill()
      try await counter.expectBoth(DeviceEvent.deviceLost)
      try await readers.daemon.start()
      try await counter.expectBoth(DeviceEvent.deviceFound)
      try await counter.requireOwn(customer: readers.slots[1], module: readers.slots[0])
    }
  }

  @Test func `two readers of one kind on USB are told apart by their serial numbers`() throws {
    try EventLoop.run { loop in
      let turn = DaemonTurn()
      defer { withExtendedLifetime(turn) {} }
      let bus = try MockedCCIDBus(
        serials: ["SN0001", "SN0002"], folder: DaemonTurn.folder, loop: loop)
      defer { bus.close() }
      let counter = try Counter(customer: "serial: SN0001", module: "serial: SN0002", loop: loop)
      try await bus.start(plugging: [])
      counter.start()
      // The order of plugging gives the numbers in the names, and nothing else.
      for order in [[0, 1], [1, 0]] {
        for number in order {
          try bus.plug(number)
          try await counter.events.expect(
            .deviceFound([counter.customer.name, counter.module.name][number]))
        }
        #expect(
          (counter.customer as? PCSCReader)?.readerName?.hasSuffix("0\(order[0]) 00") == true)
        try await Self.requireOwn(counter, bus)
        for number in order { bus.readers[number].unplug() }
        try await counter.expectBoth(DeviceEvent.deviceLost)
      }
      bus.kill()
      try await bus.start(plugging: [1, 0])
      try await counter.expectBoth(DeviceEvent.deviceFound)
      try await Self.requireOwn(counter, bus)
    }
  }

  private static func requireOwn(_ counter: Counter, _ bus: MockedCCIDBus) async throws {
    try await counter.requireOwn(customer: bus.readers[0].slot, module: bus.readers[1].slot)
  }
}
