import Octets
import PaymentTypes

/// Why stored bytes are no record.
package enum RecordCodingError: Error, Hashable, Sendable {
  /// A kind that this version does not know.
  case unknownKind(UInt8)
  /// The bytes end inside a field; the offset counts from the start of the body.
  case truncated(offset: Int)
  /// A field is missing or has an impossible value.
  case badField(UInt8)
}

/// The stored form of a record: a kind, and fields of tag (1 byte), length (2 bytes) and value.
///
/// Numbers are big-endian, eight bytes. Unknown fields are refused: the format number of the ledger
/// says what may stand in it.
struct RecordBody {
  private(set) var bytes: [UInt8] = []
  private var fields: [UInt8: ArraySlice<UInt8>] = [:]

  init() {}

  init(_ bytes: [UInt8]) throws(RecordCodingError) {
    self.bytes = bytes
    var reader = ByteReader(bytes)
    do throws(ByteReader.Truncated) {
      while !reader.isAtEnd {
        let tag = try reader.byte()
        let count = Int(try reader.integer(byteCount: 2))
        fields[tag] = try reader.bytes(count)
      }
    } catch {
      throw .truncated(offset: error.offset)
    }
  }

  mutating func add(_ tag: UInt8, _ value: some Collection<UInt8>) {
    // Everything that is stored is far shorter; a longer value would be a bug of ours.
    precondition(value.count <= 0xFFFF, "a ledger field is too long")
    bytes.append(tag)
    bytes.append(UInt8(value.count >> 8))
    bytes.append(UInt8(value.count & 0xFF))
    bytes.append(contentsOf: value)
  }

  mutating func add(_ tag: UInt8, _ text: String) { add(tag, Array(text.utf8)) }

  mutating func add(_ tag: UInt8, _ number: Int) {
    let number = UInt64(bitPattern: Int64(number))
    add(tag, (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
  }

  func has(_ tag: UInt8) -> Bool { fields[tag] != nil }

  func value(_ tag: UInt8) throws(RecordCodingError) -> [UInt8] {
    guard let field = fields[tag] else { throw .badField(tag) }
    return Array(field)
  }

  func text(_ tag: UInt8) throws(RecordCodingError) -> String {
    guard let text = String(validating: try value(tag), as: UTF8.self) else { throw .badField(tag) }
    return text
  }

  func number(_ tag: UInt8) throws(RecordCodingError) -> Int {
    let value = try value(tag)
    guard value.count == 8 else { throw .badField(tag) }
    return Int(Int64(bitPattern: value.reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// A field that a checked initialiser must accept.
  func read<Value>(
    _ tag: UInt8, _ make: (String) -> Value?
  ) throws(RecordCodingError) -> Value {
    guard let value = make(try text(tag)) else { throw .badField(tag) }
    return value
  }

  /// A number that a checked initialiser must accept.
  func readNumber<Value>(
    _ tag: UInt8, _ make: (Int) -> Value?
  ) throws(RecordCodingError) -> Value {
    guard let value = make(try number(tag)) else { throw .badField(tag) }
    return value
  }
}

extension RecordBody {
  mutating func add(_ tag: UInt8, _ identity: TransactionIdentity) {
    add(tag, identity.batch.text + identity.trace.text)
  }

  func identity(_ tag: UInt8) throws(RecordCodingError) -> TransactionIdentity {
    let text = try text(tag)
    guard text.utf8.count == 12, let batch = Int(text.prefix(6)).flatMap({ BatchNumber($0) }),
      let trace = Int(text.suffix(6)).flatMap({ SystemTraceAuditNumber($0) })
    else { throw .badField(tag) }
    return TransactionIdentity(batch: batch, trace: trace)
  }

  mutating func add(_ tag: UInt8, _ side: BatchTotals.Side) {
    add(tag, side.debit.count)
    add(tag + 1, side.debit.minorUnits)
    add(tag + 2, side.credit.count)
    add(tag + 3, side.credit.minorUnits)
  }

  func side(_ tag: UInt8) throws(RecordCodingError) -> BatchTotals.Side {
    BatchTotals.Side(
      debit: .init(count: try number(tag), minorUnits: try number(tag + 1)),
      credit: .init(count: try number(tag + 2), minorUnits: try number(tag + 3)))
  }
}
