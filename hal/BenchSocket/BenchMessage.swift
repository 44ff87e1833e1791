package import HAL

/// One message between the firmware's drivers and the devices of the virtual counter.
///
/// On the wire: a length of two bytes, big-endian, of what follows; one byte that names the kind;
/// the values. Texts are UTF-8 behind a length of two bytes, as are bytes. Messages carry card data
/// and keys in clear, so no text form shows more than the kind.
package enum BenchMessage: Hashable, Sendable {
  /// To the bench: the screen shows this.
  case show(DisplayContent)
  /// To the bench: power the card up; the answer is `.cardAnswered` with the same number.
  case powerUp(request: UInt16)
  /// To the bench: a command APDU; the answer is `.cardAnswered` with the same number.
  case command(request: UInt16, [UInt8])
  /// To the bench: power the card down; there is no answer.
  case powerDown
  /// To the terminal: a key went down.
  case keyPressed(Key)
  /// To the terminal: a card is in the slot; also said first on each new connection.
  case cardInserted
  /// To the terminal: the slot is empty.
  case cardRemoved
  /// To the terminal: the answer to reset or the response APDU that was asked for.
  case cardAnswered(request: UInt16, Result<[UInt8], CardReaderError>)
  /// To the terminal: a card was drawn through the groove.
  case cardSwiped(Swipe)
  /// To the terminal: the state of its way to the network; said first on each new connection.
  case networkChanged(InterfaceStatus)
  /// To the terminal: the cable of a device was pulled or plugged in.
  ///
  /// On a new connection all are plugged in, but those of which this is said first.
  case cable(BenchDevice, isPlugged: Bool)

  /// The most bytes behind the length.
  package static let byteLimit = 16_384
}

extension BenchMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    switch self {
    case .show(let content): "show \(content.identifier)"
    case .powerUp: "power up"
    case .command: "command"
    case .powerDown: "power down"
    case .keyPressed: "key"
    case .cardInserted: "card inserted"
    case .cardRemoved: "card removed"
    case .cardAnswered(_, .success): "card answered"
    case .cardAnswered(_, .failure(let error)): "card failed: \(error)"
    case .cardSwiped: "card swiped"
    case .networkChanged: "network changed"
    case .cable(let device, let isPlugged): "\(device) \(isPlugged ? "plugged in" : "pulled")"
    }
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why bytes of the bench's socket are no message.
package enum BenchMessageError: Error, Hashable, Sendable {
  /// The values end before their end; the offset counts from the kind.
  case truncated(offset: Int)
  /// Something stands behind the last value.
  case trailingBytes(offset: Int)
  /// No such kind, or a value that its place does not have.
  case unknownValue(UInt8, offset: Int)
  /// A length above `BenchMessage.byteLimit`, or one of nothing.
  case badLength(Int)
  /// A text that is no UTF-8.
  case notUTF8(offset: Int)
}
