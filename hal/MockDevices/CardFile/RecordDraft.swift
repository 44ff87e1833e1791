import BERTLV

/// A record as its file describes it, before its objects are put together.
struct RecordDraft {
  /// What an object holds.
  enum Value {
    case bytes([UInt8])
    /// What is signed over the static data of all records: known when these are.
    case signed(SignedObject)

    var bytes: [UInt8] {
      switch self {
      case .bytes(let bytes): bytes
      case .signed: []
      }
    }
  }

  /// The objects that are signed over static data.
  enum SignedObject: String {
    case cardCertificate = "card-certificate"
    case cardRemainder = "card-remainder"
    case staticSignature = "static-signature"
  }

  var file: UInt8
  var number: UInt8
  var isAuthenticated = false
  var objects: [(tag: DataObjectTag, value: Value)] = []
  /// The template around the objects; nil for none.
  var template: DataObjectTag? = 0x70
  /// Bytes behind the objects within the template.
  var appended: [UInt8] = []
  /// Bytes behind the template.
  var trailing: [UInt8] = []
  /// All of it, in the place of the rest.
  var bytes: [UInt8]?
  /// Whether lengths take a byte more than they need.
  var hasLongLengths = false

  /// The record.
  var record: CardRecord {
    CardRecord(
      file: file, number: number, isAuthenticated: isAuthenticated, bytes: bytes ?? assembled)
  }

  private var assembled: [UInt8] {
    let contents = objects.flatMap { object($0.tag, $0.value.bytes) } + appended
    guard let template else { return contents + trailing }
    return object(template, contents) + trailing
  }

  private func object(_ tag: DataObjectTag, _ value: [UInt8]) -> [UInt8] {
    guard hasLongLengths, value.count <= 0xFF else {
      var writer = TLVWriter()
      writer.append(tag, value)
      return writer.bytes
    }
    let length =
      value.count > 0x7F ? [0x82, 0, UInt8(value.count)] : [0x81, UInt8(value.count)]
    return tag.bytes + length + value
  }
}
