/// What the report descriptor of a HID device says about its input reports.
///
/// Source: Device Class Definition for HID 1.11, 6.2.2.
package struct HIDReportDescriptor: Hashable, Sendable {
  /// No report of a reader is longer; a descriptor that says so is nonsense.
  private static let byteLimit = 8192

  /// The bytes of the longest input report, its identifier included; nil when there is none.
  package let inputByteCount: Int?
  /// Whether each report begins with a byte that identifies it.
  package let usesIdentifiers: Bool

  private struct Globals {
    var size = 0
    var count = 0
    var identifier = 0
  }

  /// Reads a descriptor; any bytes are allowed, and what makes no sense is passed over.
  package init(_ bytes: [UInt8]) {
    var globals = Globals()
    var stack: [Globals] = []
    var bits: [Int: Int] = [:]
    var rest = bytes[...]
    while let prefix = rest.popFirst() {
      if prefix == 0xFE {  // a long item: its data's length, its tag, its data
        rest = rest.dropFirst(2 + Int(rest.first ?? 0))
        continue
      }
      let length = prefix & 3 == 3 ? 4 : Int(prefix & 3)
      let value = rest.prefix(length).reversed().reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(length)
      switch prefix & 0xFC {
      case 0x74: globals.size = value
      case 0x94: globals.count = value
      case 0x84: globals.identifier = value
      case 0xA4: stack.append(globals)
      case 0xB4: globals = stack.popLast() ?? globals
      case 0x80:
        let (product, isTooMuch) = globals.size.multipliedReportingOverflow(by: globals.count)
        let limit = Self.byteLimit * 8
        let sum = bits[globals.identifier, default: 0]
        bits[globals.identifier] = isTooMuch ? limit : min(limit, sum + min(limit, product))
      default: break
      }
    }
    usesIdentifiers = bits.keys.contains { $0 != 0 }
    let longest = bits.values.max().map { ($0 + 7) / 8 } ?? 0
    inputByteCount =
      (1..<Self.byteLimit).contains(longest) ? longest + (usesIdentifiers ? 1 : 0) : nil
  }

  /// The length of an interface's report descriptor, from its class descriptors; nil without one.
  package static func byteCount(inClassDescriptors bytes: [UInt8]) -> UInt16? {
    var rest = bytes[...]
    while let length = rest.first, length >= 2, rest.count >= Int(length) {
      let descriptor = Array(rest.prefix(Int(length)))
      if descriptor[1] == 0x21, descriptor.count >= 9, descriptor[6] == 0x22 {
        return UInt16(descriptor[7]) | UInt16(descriptor[8]) << 8
      }
      rest = rest.dropFirst(Int(length))
    }
    return nil
  }
}
