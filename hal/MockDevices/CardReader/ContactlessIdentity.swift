/// Who a card in the field of a contactless reader is; the reader answers for it.
///
/// Source: PC/SC part 3, 3.1.3.2.3.1 (the answer to reset) and 3.2.2.1.3 (FF CA).
package struct ContactlessIdentity: Hashable, Sendable {
  /// Its serial number, 4, 7 or 10 bytes.
  package var uniqueIdentifier: [UInt8]
  /// The historical bytes of its answer to select, at most 15.
  package var historicalBytes: [UInt8]

  /// Puts an identity together.
  package init(uniqueIdentifier: [UInt8], historicalBytes: [UInt8]) {
    self.uniqueIdentifier = uniqueIdentifier
    self.historicalBytes = Array(historicalBytes.prefix(15))
  }

  /// The answer to reset that the reader makes up.
  var answerToReset: [UInt8] {
    let body = [0x80 | UInt8(historicalBytes.count), 0x80, 0x01] + historicalBytes
    return [0x3B] + body + [body.reduce(0, ^)]
  }

  /// Answers a command of class FF.
  func answer(_ command: [UInt8]) -> [UInt8] {
    guard command.count == 5, command[1] == 0xCA else { return [0x6D, 0x00] }
    let data: [UInt8]
    switch command[2] {
    case 0x00: data = uniqueIdentifier
    case 0x01: data = historicalBytes
    default: return [0x6A, 0x81]
    }
    if data.isEmpty { return [0x6A, 0x81] }
    let expected = command[4] == 0 ? data.count : Int(command[4])
    if expected < data.count { return [0x6C, UInt8(data.count)] }
    return data + (expected > data.count ? [0x62, 0x82] : [0x90, 0x00])
  }
}
