import BERTLV
import CenterProtocol
import ISO8583
import PaymentCryptography

extension Benchmarks {
  /// Bytes to values and back.
  static let messages: [Benchmark] = [
    Benchmark(
      "8583: decode 25 elements", limit: .microseconds(1), note: "no allocation", count: 20_000
    ) {
      let bytes = try Self.draft().encoded(with: .unionPay)
      return { keep(try Message(decoding: bytes, dialect: .unionPay)) }
    },
    Benchmark(
      "8583: encode 25 elements", limit: .microseconds(1), note: "no allocation", count: 20_000
    ) {
      let draft = Self.draft()
      var buffer: [UInt8] = []
      return {
        buffer.removeAll(keepingCapacity: true)
        try draft.encode(with: .unionPay, into: &buffer)
        keep(buffer.count)
      }
    },
    Benchmark("TLV: walk through 400 bytes", limit: .microseconds(1), count: 20_000) {
      let bytes = tree
      return {
        var walk = TLVWalk(bytes)
        var count = 0
        while try walk.next() != nil { count += 1 }
        keep(count)
      }
    },
    Benchmark("MAC: UnionPay ECB over 300 bytes", count: 5000) {
      let bytes = [UInt8](repeating: 0x31, count: 300)
      let key = [UInt8](0x10..<0x20)
      return { keep(try MessageAuthentication.unionPayECB(bytes, key: key)) }
    },
    Benchmark("MAC: X9.19 over 300 bytes", count: 5000) {
      let bytes = [UInt8](repeating: 0x31, count: 300)
      let key = [UInt8](0x10..<0x20)
      return { keep(try MessageAuthentication.x9_19(bytes, key: key)) }
    },
  ]

  /// A message with as many elements as the longest of a day: request and answer in one.
  private static func draft() -> MessageDraft {
    var draft = MessageDraft(type: .financialResponse)
    let texts: KeyValuePairs<ISO8583.DataElement, String> = [
      2: "6216261000000000018", 3: "000000", 4: "000000012345", 11: "000003", 12: "101612",
      13: "0617", 14: "3012", 15: "0617", 22: "051", 23: "001", 25: "00", 26: "12",
      32: "00013100", 35: "6216261000000000018D30122011143878089", 37: "101612000002",
      38: "123456", 39: "00", 41: "12345678", 42: "898310053110001", 44: "0102       ", 49: "156",
      53: "2600000000000000", 60: "22000001000600",
    ]
    for (element, text) in texts { draft.set(element, text: text) }
    draft.set(.chipData, bytes: Array(tree.prefix(150)))
    draft.set(.messageAuthenticationCode, bytes: Array("A1B2C3D4".utf8))
    return draft
  }

  /// About 400 bytes of data objects, as records of a card hold them: templates and all.
  private static let tree: [UInt8] = {
    var record = TLVWriter()
    record.append(0x5A, [0x62, 0x16, 0x26, 0x10, 0x00, 0x00, 0x00, 0x00, 0x18, 0x0F])
    record.append(0x57, [UInt8](repeating: 0x62, count: 19))
    record.append(0x5F24, [0x30, 0x12, 0x31])
    record.append(0x8C, [UInt8](repeating: 0x9F, count: 27))
    record.append(0x8E, [UInt8](repeating: 0x42, count: 14))
    record.append(0x9F0D, [0xD8, 0x68, 0x04, 0xA8, 0x00])
    var file = TLVWriter()
    for _ in 0..<4 { file.append(0x70, record.bytes) }
    return Array(file.bytes.prefix(4 * (record.bytes.count + 2)))
  }()
}

/// Keeps a result from being found unused.
@inline(never)
func keep<Value>(_ value: Value) {}
