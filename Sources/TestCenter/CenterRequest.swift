import CenterProtocol
import ISO8583
import PaymentTypes

/// A decoded request, with the places in it that the center looks at.
struct CenterRequest {
  let frame: CenterFrame
  let message: Message
  let now: CivilTime

  /// An element as text; empty when it is absent or not text.
  subscript(element: DataElement) -> String { message.text(of: element) ?? "" }

  func has(_ element: DataElement) -> Bool { message.elements.contains(element) }

  var terminal: String { self[41] }
  var traceNumber: String { self[11] }
  /// 60.1.
  var typeCode: String { digits(of: 60, 0, 2) }
  /// 60.2.
  var batch: String { digits(of: 60, 2, 6) }
  /// 60.3.
  var managementCode: String { digits(of: 60, 8, 3) }
  var minorUnits: Int { Int(self[4]) ?? 0 }
  var batchKey: BatchKey { BatchKey(terminal: terminal, batch: batch) }
  var key: BookingKey { BookingKey(terminal: terminal, batch: batch, traceNumber: traceNumber) }

  /// How the card was read, the first two digits of field 22.
  var cardEntry: String { digits(of: 22, 0, 2) }
  var hasPIN: Bool { digits(of: 22, 2, 1) == "1" }
  /// Whether a chip was read, with or without contact.
  var isChip: Bool { ["05", "07", "95", "96", "98"].contains(cardEntry) }

  /// Part of an element that holds digits; empty when the element is shorter.
  func digits(of element: DataElement, _ start: Int, _ count: Int) -> String {
    let characters = self[element].utf8.dropFirst(start).prefix(count)
    return characters.count == count ? String(decoding: characters, as: UTF8.self) : ""
  }

  func violation(_ element: Int? = nil, _ expectation: String) -> Violation {
    Violation(
      terminal: has(41) ? terminal : nil, type: message.type,
      traceNumber: has(11) ? traceNumber : nil, element: element, expectation: expectation)
  }
}
