package import ISO8583
import Octets

/// What an engineer sees of a message, whole or broken.
///
/// The bytes may begin with the length, the TPDU, the header or the message itself; what stands in
/// front is found out. Values are text; binary elements and fields 59 and 62 are hexadecimal. Card
/// numbers and tracks are masked unless the caller wants them in clear.
package struct MessageInspection: Hashable, Sendable {
  /// What stopped the decoding.
  package struct Failure: Hashable, Sendable {
    /// The data element; 0 is the message type and 1 the bitmap; nil is what stands before them.
    package let field: Int?
    /// In bytes from the message type; from the first byte given when `field` is nil.
    package let offset: Int
    /// What is wrong, in words, without any value.
    package let reason: String
  }

  /// The length in front, when there was one.
  package private(set) var length: Int?
  /// The TPDU in hexadecimal, when there was one.
  package private(set) var tpdu: String?
  /// The header in hexadecimal, when there was one.
  package private(set) var header: String?
  /// The message type, when it could be read.
  package private(set) var mti: String?
  /// The decoded elements by number; with an error, those before it.
  package private(set) var fields: [Int: String] = [:]
  /// The pad nibbles of elements with an odd number of digits, as hexadecimal digits.
  package private(set) var pads: [Int: String] = [:]
  /// What stopped the decoding; nil when the message is whole.
  package private(set) var error: Failure?

  /// The most bytes that a message and what stands in front of it can have.
  package static let maximumByteCount = 2 + Int(UInt16.max)

  /// Looks at bytes.
  ///
  /// `decodingText` turns GBK text into characters; where it gives nil, or is not given, bytes that
  /// are not printable ASCII are shown as `\xD6`.
  package init(
    _ bytes: [UInt8], unmasked: Bool = false, dialect: MessageDialect = .unionPay,
    decodingText: ([UInt8]) -> String? = { _ in nil }
  ) {
    guard bytes.count <= Self.maximumByteCount else {
      error = Failure(
        field: nil, offset: Self.maximumByteCount,
        reason: "\(bytes.count) bytes are more than any message has")
      return
    }
    let envelope = MessageEnvelope(detectingIn: bytes, dialect: dialect)
    length = envelope.length
    tpdu = envelope.address.map { Hexadecimal.text($0.encoded) }
    header = envelope.header.map { Hexadecimal.text($0.encoded) }
    if let missing = envelope.missing {
      error = Failure(field: nil, offset: bytes.count, reason: missing)
      return
    }
    let fragment = MessageFragment(decoding: envelope.body, dialect: dialect)
    mti = fragment.type?.text
    if let message = fragment.message {
      for element in message.elements {
        fields[element.number] = Self.text(
          of: element, in: message, unmasked: unmasked, decodingText: decodingText)
        pads[element.number] = message.pad(of: element).map {
          String($0, radix: 16, uppercase: true)
        }
      }
    }
    error = fragment.error.map { Failure($0) } ?? envelope.lengthFailure
  }

  private static func text(
    of element: DataElement, in message: Message, unmasked: Bool,
    decodingText: ([UInt8]) -> String?
  ) -> String {
    guard let format = message.dialect.format(of: element), let bytes = message.bytes(of: element)
    else { return "" }
    if !unmasked, let masked = CardDataMask.text(of: element, in: message) { return masked }
    switch format.kind {
    case .binary: return Hexadecimal.text(bytes)
    case .numeric, .track, .printable: return String(decoding: bytes, as: UTF8.self)
    case .text: return decodingText(bytes) ?? escaped(bytes)
    }
  }

  private static func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      (0x20...0x7E).contains(byte)
        ? String(decoding: [byte], as: UTF8.self) : "\\x" + Hexadecimal.text([byte])
    }.joined()
  }
}

extension MessageInspection.Failure {
  /// The words for each fault of the codec.
  init(_ error: DecodingError) {
    let reason =
      switch error {
      case .truncated(_, _, let missing): "the message ends \(missing) bytes too early"
      case .notDecimal: "a digit above 9"
      case .notPrintable: "a byte that is not printable ASCII"
      case .badPad: "a pad nibble other than 0 or F, or digits on the wrong side"
      case .badLengthPrefix: "a length that is not decimal"
      case .tooLong(_, _, let count, let maximum): "length \(count), at most \(maximum) allowed"
      case .undefinedElement: "the bitmap lists an element that this dialect does not have"
      case .secondBitmap: "the bitmap announces a second one, which this dialect does not have"
      case .trailingBytes(_, _, let count): "\(count) bytes behind the last element"
      }
    self.init(field: error.element, offset: error.offset, reason: reason)
  }
}
