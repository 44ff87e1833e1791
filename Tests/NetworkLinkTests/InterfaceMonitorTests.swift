import EventLoop
import HAL
import Testing

@testable import NetworkLink

@Suite struct InterfaceMonitorTests {
  @Test func `the loopback interface is up and has an address`() throws {
    let monitor = try InterfaceMonitor(interface: "lo", loop: EventLoop())
    for _ in 0..<3 {
      #expect(
        monitor.interfaceStatus()
          == InterfaceStatus(
            exists: true, hasCarrier: true, hasAddress: true, hasDefaultRoute: false))
    }
    #expect(monitor.addresses().contains("127.0.0.1"))
  }

  @Test(arguments: ["nosuch0", "", "l", "lo\u{0}x", "an-interface-name-that-is-too-long"])
  func `an interface that is not there is not there`(name: String) throws {
    #expect(
      try InterfaceMonitor(interface: name, loop: EventLoop()).interfaceStatus() == .missing)
  }

  /// An `RTM_NEWLINK` payload: family, pad, type, index 3, flags, change, `IFLA_OPERSTATE`.
  private func link(flags: UInt32, operationalState: UInt8?) -> NetlinkMessage {
    var payload: [UInt8] = [0, 0, 1, 0]
    for number in [3, flags, 0] { payload += bytes(number) }
    // An attribute in front whose length is no multiple of 4.
    payload += bytes(UInt16(7)) + bytes(UInt16(3)) + [0x70, 0x30, 0, 0]
    if let operationalState {
      payload += bytes(UInt16(5)) + bytes(UInt16(16)) + [operationalState, 0, 0, 0]
    }
    return NetlinkMessage(type: 16, payload: payload)
  }

  private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
  }

  @Test(
    arguments: [
      (0x41, 6, true),  // up and running
      (0x41, 0, true),  // ppp: the driver does not tell
      (0x1, 0, false),  // the same, not running
      (0x41, 2, false),  // down
      (0x41, 5, false),  // dormant: waits for 802.1X or the like
      (0x40, 6, false),  // switched off by the administrator
      (0x41, nil, true),  // an old kernel tells no state
      (0x1, nil, false),
    ] as [(UInt32, UInt8?, Bool)])
  func `a carrier is an operational state, or running where none is told`(
    flags: UInt32, state: UInt8?, expected: Bool
  ) {
    #expect(InterfaceMonitor.hasCarrier(link(flags: flags, operationalState: state)) == expected)
  }

  @Test(
    arguments: [
      (0x80, 0, 3, true),  // permanent, universe
      (0, 254, 3, true),  // host scope: lo
      (0, 253, 3, false),  // link scope: fe80, 169.254
      (0x40, 0, 3, false),  // tentative
      (0x08, 0, 3, false),  // somebody else has it
      (0, 0, 4, false),  // another interface's
    ] as [(UInt8, UInt8, UInt32, Bool)])
  func `an address counts when it is usable beyond the link`(
    flags: UInt8, scope: UInt8, index: UInt32, expected: Bool
  ) {
    let message = NetlinkMessage(type: 20, payload: [2, 24, flags, scope] + bytes(index))
    #expect(InterfaceMonitor.isUsableAddress(message, ofInterface: 3) == expected)
  }

  @Test func `answers that are cut or nonsense are taken as far as they hold`() {
    let whole = link(flags: 0x41, operationalState: 6).payload
    var message = bytes(UInt32(16 + whole.count)) + bytes(UInt16(16))
    message += [UInt8](repeating: 0, count: 10) + whole
    let two = message + message
    #expect(NetlinkMessage.messages(in: two).count == 2)
    #expect(NetlinkMessage.messages(in: two).first?.payload == whole)
    for count in 0..<two.count {
      let messages = NetlinkMessage.messages(in: Array(two.prefix(count)))
      #expect(messages.count == count / message.count)
    }
    for count in 0..<whole.count {
      let cut = NetlinkMessage(type: 16, payload: Array(whole.prefix(count)))
      #expect(cut.attribute(16, after: 16) == (count >= whole.count - 3 ? [6] : nil))
      _ = InterfaceMonitor.hasCarrier(cut)
      _ = InterfaceMonitor.isUsableAddress(cut, ofInterface: 3)
    }
    // Lengths that would never end, or that reach too far.
    for length in [UInt32(0), 15, .max] {
      let bad = bytes(length) + [UInt8](repeating: 0, count: 40)
      #expect(NetlinkMessage.messages(in: bad) == [])
    }
    let endless = NetlinkMessage(type: 16, payload: [UInt8](repeating: 0, count: 40))
    #expect(endless.attribute(16, after: 16) == nil)
  }
}
