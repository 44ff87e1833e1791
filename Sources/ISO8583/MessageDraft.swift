/// A message being written: element by element, in any order, then encoded with a dialect.
///
/// The values lie behind one another in one array, so that a draft costs one allocation however
/// many elements it has; `removeAll` keeps that array for the next message. Its text forms name the
/// elements and never show their values.
package struct MessageDraft: Sendable {
  /// The message type.
  package var type: MessageType
  /// Which elements have been set.
  package private(set) var elements: ElementSet = []
  private(set) var values: [UInt8] = []
  private(set) var spans = [64 of ValueSpan](repeating: ValueSpan())

  /// Starts a message without elements.
  package init(type: MessageType) {
    self.type = type
    values.reserveCapacity(512)
  }

  /// Starts from a decoded message: encoded at once, it gives the same bytes.
  package init(_ message: Message) {
    self.init(type: message.type)
    for element in message.elements {
      guard let bytes = message.bytes(of: element) else { continue }
      set(element, bytes: bytes)
      if let pad = message.pad(of: element) { setPad(pad, of: element) }
    }
  }

  /// Sets an element to a text: its digits or track characters when packed, else its bytes.
  package mutating func set(_ element: DataElement, text: String) {
    let start = values.count
    values.append(contentsOf: text.utf8)
    record(element, start: start)
  }

  /// Sets an element to bytes: ASCII characters when packed, else the bytes themselves.
  package mutating func set(_ element: DataElement, bytes: [UInt8]) {
    let start = values.count
    values.append(contentsOf: bytes)
    record(element, start: start)
  }

  /// Sets an element to bytes: ASCII characters when packed, else the bytes themselves.
  package mutating func set(_ element: DataElement, bytes: ArraySlice<UInt8>) {
    let start = values.count
    values.append(contentsOf: bytes)
    record(element, start: start)
  }

  /// Sets an element, or takes it out when the text is nil.
  package mutating func set(_ element: DataElement, text: String?) {
    if let text { set(element, text: text) } else { remove(element) }
  }

  /// Sets an element, or takes it out when the bytes are nil.
  package mutating func set(_ element: DataElement, bytes: [UInt8]?) {
    if let bytes { set(element, bytes: bytes) } else { remove(element) }
  }

  /// Chooses the nibble beside an odd number of digits, 0 or F; 0 when never chosen.
  package mutating func setPad(_ nibble: UInt8, of element: DataElement) {
    spans[element.index].pad = ElementFormat.isPad(nibble) ? nibble : 0
  }

  /// Takes an element out.
  package mutating func remove(_ element: DataElement) {
    elements.remove(element)
    spans[element.index] = ValueSpan()
  }

  /// Takes all elements out, and keeps the memory for the next message.
  package mutating func removeAll() {
    elements = []
    values.removeAll(keepingCapacity: true)
    spans = [64 of ValueSpan](repeating: ValueSpan())
  }

  /// The value of an element as it was set; nil when it is absent.
  package func bytes(of element: DataElement) -> ArraySlice<UInt8>? {
    elements.contains(element) ? values[spans[element.index].range] : nil
  }

  /// The value of an element as text; nil when it is absent or not ASCII.
  package func text(of element: DataElement) -> String? {
    guard let bytes = bytes(of: element), bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The new value lies at the end of `values`; an old one stays unused where it was.
  private mutating func record(_ element: DataElement, start: Int) {
    elements.insert(element)
    spans[element.index] = ValueSpan(start: start, end: values.count)
  }
}

/// Where a value lies in a draft; small, because a draft has 64 of them.
struct ValueSpan: Sendable {
  private var start: UInt32 = 0
  private var end: UInt32 = 0
  /// What stands beside an odd number of digits.
  var pad: UInt8 = 0

  init() {}

  init(start: Int, end: Int) {
    self.start = UInt32(start)
    self.end = UInt32(end)
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}

extension MessageDraft: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(type) with elements \(elements)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
