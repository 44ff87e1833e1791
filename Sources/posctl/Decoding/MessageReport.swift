import CenterProtocol
import ISO8583
import JSONText

/// A decoded message in the forms that the tool prints.
struct MessageReport {
  private struct Failure {
    let field: Int?
    let offset: Int
    let reason: String
  }

  private let tpdu: String?
  private let header: String?
  private let mti: String?
  private let fields: [(number: Int, text: String)]
  private let pads: [Int: String]
  private let failure: Failure?
  /// Whether there were no bytes to decode.
  private let isAboutInput: Bool

  init(_ inspection: MessageInspection) {
    tpdu = inspection.tpdu
    header = inspection.header
    mti = inspection.mti
    fields = inspection.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    pads = inspection.pads
    isAboutInput = false
    failure = inspection.error.map {
      Failure(field: $0.field, offset: $0.offset, reason: $0.reason)
    }
  }

  /// The report on input that is no bytes.
  init(_ failure: HexInput.Failure) {
    tpdu = nil
    header = nil
    mti = nil
    fields = []
    pads = [:]
    isAboutInput = true
    self.failure = Failure(field: nil, offset: failure.offset, reason: failure.reason)
  }

  /// `{"tpdu","header","mti","fields","pads","error"}`, null for what is not there.
  var json: JSONValue {
    [
      "tpdu": Self.json(tpdu), "header": Self.json(header), "mti": Self.json(mti),
      "fields": .object(fields.map { .init(String($0.number), .string($0.text)) }),
      "pads": .object(
        fields.compactMap { field in
          pads[field.number].map { .init(String(field.number), .string($0)) }
        }),
      "error": failure.map {
        [
          "field": $0.field.map { .number($0) } ?? .null, "offset": .number($0.offset),
          "reason": .string($0.reason),
        ]
      } ?? .null,
    ]
  }

  private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// One line a part, then one line a field: number, name, value.
  var text: String {
    var rows: [[String]] = []
    if let tpdu { rows.append(["", "TPDU", tpdu]) }
    if let header { rows.append(["", "报文头 header", header]) }
    if let mti { rows.append(["", "消息类型 message type", mti]) }
    for (number, value) in fields {
      let name = DataElement(number: number)?.name.map { "\($0.chinese) \($0.english)" } ?? ""
      rows.append([String(number), name, value + (pads[number].map { "  (pad \($0))" } ?? "")])
    }
    return TextTable(rows: rows, rightAligned: [0]).text
  }

  /// What stopped the decoding, for the person who asked.
  var complaint: Complaint? {
    guard let failure else { return nil }
    if isAboutInput { return Complaint("byte \(failure.offset): \(failure.reason)") }
    let name =
      switch failure.field {
      case nil: "in front of the message"
      case 0: "the message type"
      case 1: "the bitmap"
      case .some(let number): "field \(number)"
      }
    let origin = failure.field == nil ? "the first byte given" : "the message type"
    return Complaint("\(name), byte \(failure.offset) from \(origin): \(failure.reason)")
  }
}
