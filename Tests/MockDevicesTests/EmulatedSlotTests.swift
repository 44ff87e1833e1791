import MockDevices
import TestCards
import Testing

/// The slot that stands beneath drivers and mocks.
@Suite struct EmulatedSlotTests {
  private let slot = EmulatedSlot()

  @Test func `T=0 gives data by GET RESPONSE, and only to who asks for the right length`() {
    slot.insert(TransportTestCard())
    _ = slot.powerUp(isWarm: false)
    #expect(slot.transmit([0, 0x88, 0, 0, 3, 1, 2, 3]) == .done([0x61, 0x03]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 4]) == .done([0x6C, 0x03]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 2]) == .done([1, 2, 0x61, 0x01]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 1]) == .done([3, 0x90, 0x00]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 1]) == .done([0x6D, 0x00]))
  }

  @Test func `a command whose length has to be asked for is done once`() {
    let card = TransportTestCard()
    slot.insert(card)
    _ = slot.powerUp(isWarm: false)
    #expect(slot.transmit([0, 0x84, 0, 3, 0]) == .done([0x6C, 0x03]))
    #expect(slot.transmit([0, 0x84, 0, 3, 3]) == .done([0, 1, 2, 0x90, 0x00]))
    #expect(card.commands.count == 1)
  }

  @Test func `a warning goes before its data`() {
    slot.insert(TransportTestCard())
    _ = slot.powerUp(isWarm: false)
    #expect(slot.transmit([0, 0xC2, 0x62, 0x83, 1, 0xAA]) == .done([0x62, 0x83]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 0]) == .done([0x6C, 0x01]))
    #expect(slot.transmit([0, 0xC0, 0, 0, 1]) == .done([0xAA, 0x90, 0x00]))
  }

  @Test func `what the hands do is what calls meet`() {
    #expect(slot.powerUp(isWarm: false) == .empty)
    #expect(slot.transmit([0, 0x88, 0, 0]) == .empty)
    slot.insert(TransportTestCard(cold: nil))
    #expect(slot.powerUp(isWarm: false) == .cardMute)
    slot.insert(TransportTestCard())
    #expect(slot.transmit([0, 0x88, 0, 0, 0]) == .cardSilent)
    _ = slot.powerUp(isWarm: false)
    slot.faults = .scripted([.silence, .garbledBytes, .removal])
    #expect(slot.transmit([0, 0x88, 0, 0, 0]) == .cardSilent)
    #expect(slot.transmit([0, 0x88, 0, 0, 0]) == .garbled)
    #expect(slot.transmit([0, 0x88, 0, 0, 0]) == .empty)
    #expect(slot.presence == .empty)
    slot.unplug()
    #expect(slot.powerUp(isWarm: false) == .gone)
    #expect(slot.control(0x4200_0D48, []) == .gone)
    slot.plug()
    #expect(slot.control(0x4200_0D48, []) == .notSupported)
    #expect(slot.presence == .empty)
  }

  @Test func `each change of presence is told once`() {
    var seen: [EmulatedSlot.Presence] = []
    slot.onPresence = { seen.append($0) }
    slot.insert(TransportTestCard())
    slot.insert(TransportTestCard())
    slot.unplug()
    slot.unplug()
    slot.plug()
    slot.remove()
    slot.remove()
    #expect(seen == [.taken, .empty, .taken, .gone, .taken, .empty])
  }

  @Test func `a contactless reader answers for the card`() {
    slot.contactless = ContactlessIdentity(
      uniqueIdentifier: [1, 2, 3, 4], historicalBytes: [0x11, 0x22])
    slot.insert(TransportTestCard())
    #expect(
      slot.powerUp(isWarm: false) == .done([0x3B, 0x82, 0x80, 0x01, 0x11, 0x22, 0x30]))
    #expect(slot.transmit([0xFF, 0xCA, 0, 0, 0]) == .done([1, 2, 3, 4, 0x90, 0x00]))
    #expect(slot.transmit([0xFF, 0xCA, 0, 0, 2]) == .done([0x6C, 0x04]))
    #expect(slot.transmit([0xFF, 0xCA, 1, 0, 5]) == .done([0x11, 0x22, 0x62, 0x82]))
    #expect(slot.transmit([0xFF, 0xCA, 2, 0, 0]) == .done([0x6A, 0x81]))
  }

  @Test func `chips of the bench answer as they do without a slot`() throws {
    let personality = try #require(TestCards.bench.first?.chip)
    let card = CardSimulator(personality)
    slot.insert(card)
    _ = slot.powerUp(isWarm: false)
    let directory = Array("1PAY.SYS.DDF01".utf8)
    guard case .done(let promise) = slot.transmit([0, 0xA4, 4, 0, 14] + directory) else {
      Issue.record("no answer")
      return
    }
    #expect(promise.first == 0x61)
    let count = try #require(promise.last)
    guard case .done(let control) = slot.transmit([0, 0xC0, 0, 0, count]) else {
      Issue.record("no answer")
      return
    }
    #expect(control.first == 0x6F && control.suffix(2) == [0x90, 0x00])
  }
}
