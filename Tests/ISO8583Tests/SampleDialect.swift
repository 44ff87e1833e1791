import ISO8583
import Octets

/// A small dialect with one element of each form.
let sample = MessageDialect(
  name: "sample",
  [
    2: ElementFormat(
      kind: .numeric, encoding: .packed, length: .variable(prefixDigits: 2, maximum: 19),
      padding: .nibble(.left)),
    3: ElementFormat(kind: .numeric, encoding: .packed, length: .fixed(6)),
    22: ElementFormat(
      kind: .numeric, encoding: .packed, length: .fixed(3), padding: .nibble(.left)),
    23: ElementFormat(
      kind: .numeric, encoding: .packed, length: .fixed(3), padding: .nibble(.right)),
    35: ElementFormat(
      kind: .track, encoding: .packed, length: .variable(prefixDigits: 2, maximum: 37),
      padding: .nibble(.left)),
    41: ElementFormat(
      kind: .printable, encoding: .bytewise, length: .fixed(8), padding: .spaces),
    49: ElementFormat(kind: .numeric, encoding: .bytewise, length: .fixed(3)),
    52: ElementFormat(kind: .binary, encoding: .bytewise, length: .fixed(8)),
    62: ElementFormat(
      kind: .binary, encoding: .bytewise, length: .variable(prefixDigits: 3, maximum: 512)),
    63: ElementFormat(
      kind: .text, encoding: .bytewise, length: .variable(prefixDigits: 3, maximum: 163)),
  ])

/// Bytes from hexadecimal text, with spaces between the parts.
func hex(_ text: String) throws -> [UInt8] { try Hexadecimal.bytes(text) }
