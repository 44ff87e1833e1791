import Octets

/// Bytes as a person reads them: every data object with its name, and where reading had to stop.
///
/// Card numbers show six and four digits, names and the other secrets nothing, unless asked for.
package struct TLVInspection: Hashable, Sendable {
  /// One object as a person reads it.
  package struct Item: Hashable, Sendable {
    /// Its tag.
    package let tag: DataObjectTag
    /// Its name in the books, or nil when no table that we know names it.
    package let name: String?
    /// How many templates it stands in.
    package let depth: Int
    /// The index of the first byte of its tag.
    package let offset: Int
    /// The index of the first byte of its value.
    package let valueOffset: Int
    /// How many bytes its value has.
    package let byteCount: Int
    /// Its value in hexadecimal, masked where needed; nil for a template.
    package let value: String?
    /// Whether `value` hides something.
    package let isMasked: Bool
  }

  /// The objects in the order of their bytes, a template before what it holds.
  package let items: [Item]
  /// Why not all of the bytes are objects, or nil when they are.
  package let error: TLVError?

  /// Reads as many objects as there are.
  package init(_ bytes: [UInt8], revealingSecrets: Bool = false) {
    var walk = TLVWalk(bytes)
    var items: [Item] = []
    var failure: TLVError?
    do throws(TLVError) {
      while let place = try walk.next() {
        items.append(Self.item(place, revealingSecrets: revealingSecrets))
      }
    } catch {
      failure = error
    }
    self.items = items
    error = failure
  }

  /// One line an object, indented by its depth.
  package var text: String { text { _ in [] } }

  /// The same with lines beneath an object, such as what its bits mean.
  package func text(beneath notes: (Item) -> [String]) -> String {
    items.map { item in
      let indent = String(repeating: "  ", count: item.depth)
      let name = item.name.map { " \($0)" } ?? ""
      let value = item.value.map { ": \($0)" } ?? ""
      let lines = notes(item).map { "\(indent)    \($0)\n" }.joined()
      return "\(indent)\(item.tag)\(name) [\(item.byteCount)]\(value)\n" + lines
    }.joined() + (error.map { "error at byte \($0.offset): \($0.reason)\n" } ?? "")
  }

  private static func item(_ place: TLVWalk.Place, revealingSecrets: Bool) -> Item {
    let object = place.object
    let element = DataElement.named(object.tag)
    let secrecy = revealingSecrets ? .none : element?.secrecy ?? .none
    return Item(
      tag: object.tag, name: element?.name, depth: place.depth, offset: object.offset,
      valueOffset: object.value.startIndex, byteCount: object.value.count,
      value: object.tag.isConstructed ? nil : text(object.value, secrecy),
      isMasked: secrecy != .none)
  }

  private static func text(_ value: ArraySlice<UInt8>, _ secrecy: DataElement.Secrecy) -> String {
    let digits = Array(Hexadecimal.text(value).utf8)
    switch secrecy {
    case .none: return String(decoding: digits, as: UTF8.self)
    case .full: return String(repeating: "*", count: digits.count)
    case .cardNumber:
      // The number ends at the separator D of a track or at the pad F.
      let end = digits.firstIndex { $0 >= 0x41 } ?? digits.count
      let masked = digits.enumerated().map { index, digit in
        let isShown = end > 10 && (index < 6 || (end - 4..<end).contains(index))
        return isShown || index == end ? digit : 0x2A
      }
      return String(decoding: masked, as: UTF8.self)
    }
  }
}
