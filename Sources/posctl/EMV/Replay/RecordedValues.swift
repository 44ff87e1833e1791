import BERTLV
import ISO7816

/// The terminal's values that stand in a recording: what it told the card, by the card's own lists.
///
/// A file need not name what its commands show, such as the number that nobody can guess.
struct RecordedValues: Sendable {
  private var lists: [DataObjectTag: DataObjectList] = [:]
  private var generateCount = 0
  /// The first value of each object that the terminal sent.
  private(set) var values: [DataObjectTag: [UInt8]] = [:]
  /// The data of EXTERNAL AUTHENTICATE, or object 91 where the second GENERATE AC brings it.
  private(set) var issuerAuthenticationData: [UInt8]?
  /// The response code that the second GENERATE AC brings (8A).
  private(set) var responseCode: [UInt8]?
  /// What the second GENERATE AC asked for (P1).
  private(set) var secondRequest: UInt8?
  /// What the first GENERATE AC asked for (P1).
  private(set) var firstRequest: UInt8?

  /// Reads a whole recording.
  init(_ exchanges: [RecordedSession.Exchange]) {
    for exchange in exchanges {
      if let command = Self.command(exchange.command) { read(command) }
      if let response = exchange.response.flatMap({ ResponseAPDU($0) }) {
        remember(response.data)
      }
    }
  }

  /// A command, with or without Le.
  private static func command(_ bytes: [UInt8]) -> CommandAPDU? { CommandAPDU(bytes) }

  private mutating func read(_ command: CommandAPDU) {
    switch command.instruction {
    case 0xA4:
      // Another application: its lists are its own.
      lists = [:]
      generateCount = 0
    case 0xA8:
      guard let data = try? TLVReader(command.data).first(0x83) else { return }
      take(lists[0x9F38], Array(data))
    case 0xAE:
      generateCount += 1
      if generateCount == 1 {
        firstRequest = command.parameter1
        take(lists[0x8C], command.data)
      } else {
        secondRequest = command.parameter1
        readSecond(command.data)
      }
    case 0x82: issuerAuthenticationData = command.data
    case 0x88: take(lists[0x9F49], command.data)
    default: break
    }
  }

  private mutating func readSecond(_ data: [UInt8]) {
    for (tag, value) in lists[0x8D]?.values(in: data) ?? [] {
      if tag == 0x8A { responseCode = Array(value) }
      if tag == 0x91, value.contains(where: { $0 != 0 }), issuerAuthenticationData == nil {
        issuerAuthenticationData = Array(value)
      }
    }
  }

  private mutating func take(_ list: DataObjectList?, _ data: [UInt8]) {
    for (tag, value) in list?.values(in: data) ?? [] where values[tag] == nil {
      values[tag] = Array(value)
    }
  }

  private mutating func remember(_ data: [UInt8]) {
    var walk = TLVWalk(data)
    while let place = try? walk.next() {
      switch place.object.tag {
      case 0x9F38, 0x8C, 0x8D, 0x9F49:
        lists[place.object.tag] = try? DataObjectList(place.object.value)
      default: break
      }
    }
  }
}
