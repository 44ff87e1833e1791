/// A USB card reader with one slot and a PIN pad, as bytes on its endpoints.
///
/// It speaks CCID 1.1 at the level of short APDUs: the reader deals with the card's protocol and
/// hands over what comes. Whoever plays the USB bus gives it each message of the bulk OUT endpoint,
/// and sends what it answers; changes in the slot come as bytes for the interrupt endpoint.
/// Source: USB CCID 1.1, 6.1 to 6.3.
package final class EmulatedCCIDReader {
  /// Errors in byte 8 of a message to the host (6.2.6).
  private enum SlotError: UInt8 {
    case none = 0x00
    case commandNotSupported = 0x01
    case pinCancelled = 0xEF
    case pinTimeout = 0xF0
    case hardware = 0xFB
    case cardMute = 0xFE
  }

  /// The header of each message.
  private static let headerByteCount = 10
  /// What stands before the command in a PIN verification: operation and data structure.
  private static let verificationByteCount = 15

  /// The device descriptor and the configuration with its CCID descriptor; the product is one that
  /// libccid knows to have a PIN pad.
  package static let descriptors: [UInt8] = [
    0x12, 0x01, 0x10, 0x01, 0x00, 0x00, 0x00, 0x40, 0x14, 0x0F, 0x3B, 0x00, 0x00, 0x01, 0x01, 0x02,
    0x03, 0x01,  // 0F14:003B
    0x09, 0x02, 0x5D, 0x00, 0x01, 0x01, 0x00, 0x80, 0x32,  // one configuration
    0x09, 0x04, 0x00, 0x00, 0x03, 0x0B, 0x00, 0x00, 0x00,  // one interface of class 0B
    0x36, 0x21, 0x10, 0x01, 0x00, 0x07,  // CCID 1.1, one slot, 5, 3 and 1.8 V
    0x03, 0x00, 0x00, 0x00,  // T=0 and T=1
    0xA0, 0x0F, 0x00, 0x00, 0xA0, 0x0F, 0x00, 0x00, 0x00,  // 4 MHz
    0x80, 0x25, 0x00, 0x00, 0x80, 0x25, 0x00, 0x00, 0x00,  // 9600 bits a second
    0xFE, 0x00, 0x00, 0x00,  // 254 bytes in a block
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0xBA, 0x04, 0x02, 0x00,  // it sets itself to the card; short APDUs
    0x0F, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,  // 271 bytes in a message
    0x03, 0x01,  // PINs are verified and changed; one slot is busy at a time
    0x07, 0x05, 0x81, 0x03, 0x08, 0x00, 0x10,  // interrupts
    0x07, 0x05, 0x02, 0x02, 0x40, 0x00, 0x00,  // to the reader
    0x07, 0x05, 0x82, 0x02, 0x40, 0x00, 0x00,  // from the reader
  ]

  /// The slot.
  package let slot: EmulatedSlot
  private var isPowered = false

  /// Puts the USB side on a slot.
  package init(_ slot: EmulatedSlot) { self.slot = slot }

  /// What the interrupt endpoint says when the slot has changed.
  package var slotChange: [UInt8] { [0x50, slot.presence == .taken ? 0x03 : 0x02] }

  /// Answers a message, and says whether the card had to work for it.
  package func answer(_ message: [UInt8]) -> (bytes: [UInt8], isCardsWork: Bool) {
    guard message.count >= Self.headerByteCount else { return ([], false) }
    let data = Array(message.dropFirst(Self.headerByteCount))
    switch message[0] {
    case 0x62: return (powerOn(message), false)
    case 0x63:
      _ = slot.powerDown()
      isPowered = false
      return (reply(0x81, to: message), false)
    case 0x65: return (reply(0x81, to: message), false)
    case 0x6F: return (exchange(data, message), true)
    case 0x61, 0x6C, 0x6D: return (parameters(data, message), false)
    case 0x69: return (verify(data, message), true)
    default: return (reply(0x81, to: message, .commandNotSupported), false)
    }
  }

  private func powerOn(_ message: [UInt8]) -> [UInt8] {
    let isWarm = isPowered
    guard case .done(let answer) = slot.powerUp(isWarm: isWarm) else {
      isPowered = false
      return reply(0x80, to: message, .cardMute)
    }
    isPowered = true
    return reply(0x80, to: message, data: answer)
  }

  private func exchange(_ command: [UInt8], _ message: [UInt8]) -> [UInt8] {
    switch slot.transmit(command) {
    case .done(let answer): reply(0x80, to: message, data: answer)
    case .garbled: reply(0x80, to: message, .hardware)
    case .cardSilent, .gone, .cardMute, .protocolRefused, .notSupported, .empty:
      reply(0x80, to: message, .cardMute)
    }
  }

  /// Sets the protocol where the host wants to, and says which one is set.
  private func parameters(_ data: [UInt8], _ message: [UInt8]) -> [UInt8] {
    if message[0] == 0x61 { _ = slot.choose(blocks: message[7] == 1) }
    let isBlocks = message[0] == 0x61 && message[7] == 1
    let usual: [UInt8] =
      isBlocks ? [0x11, 0x10, 0x00, 0x4D, 0x00, 0x20, 0x00] : [0x11, 0x00, 0x00, 0x0A, 0x00]
    return reply(
      0x82, to: message, last: isBlocks ? 1 : 0,
      data: message[0] == 0x61 && !data.isEmpty ? data : usual)
  }

  private func verify(_ data: [UInt8], _ message: [UInt8]) -> [UInt8] {
    guard data.count > Self.verificationByteCount, data[0] == 0, data[6] <= data[5] else {
      return reply(0x80, to: message, .commandNotSupported)
    }
    switch slot.verifyPIN(digitCount: Int(data[6])...Int(data[5])) {
    case .done([0x64, 0x00]): return reply(0x80, to: message, .pinTimeout)
    case .done([0x64, 0x01]): return reply(0x80, to: message, .pinCancelled)
    case .done(let answer): return reply(0x80, to: message, data: answer)
    default: return reply(0x80, to: message, .cardMute)
    }
  }

  private func reply(
    _ type: UInt8, to message: [UInt8], _ error: SlotError = .none, last: UInt8 = 0,
    data: [UInt8] = []
  ) -> [UInt8] {
    // 0 active, 1 inactive, 2 absent; and 40 when the command failed.
    if slot.presence != .taken { isPowered = false }
    let card: UInt8 = slot.presence != .taken ? 2 : isPowered ? 0 : 1
    let count = (0..<4).map { UInt8(truncatingIfNeeded: data.count >> (8 * $0)) }
    return [type] + count
      + [message[5], message[6], error == .none ? card : 0x40 | card, error.rawValue, last] + data
  }
}
