import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentCryptography
import Testing

@Suite struct TransactionCertificateHashTests {
  /// A sale of a card that asks for the hash with its first list.
  private func sale(
    list: String?, byDefault: String = "", wants: String = "9814"
  ) async throws -> (hash: [UInt8]?, sent: [UInt8], usesDefault: Bool, sentence: String?) {
    var bench = try Bench("chip-no-cvm")
    bench.issuer = nil
    bench.set(0x8C, try Hexadecimal.bytes(wants))
    if let list {
      let bytes = try Hexadecimal.bytes(list)
      bench.changeApplication { $0.appendRecordObject(0x97, bytes) }
    }
    for index in bench.configuration.applications.indices {
      bench.configuration.applications[index].defaultCertificateDataList =
        try Hexadecimal.bytes(byDefault)
    }
    let record = try await bench.run().result
    let store = try #require(record.store)
    let command = try #require(record.exchanges.first { $0.command[1] == 0xAE }).command
    return (
      store.value(0x98), Array(command.dropFirst(5).dropLast()),
      store.verificationResults.contains(.defaultTDOLUsed),
      store.findings.first { $0.bit == .defaultTDOLUsed }?.description
    )
  }

  @Test func `the card's list is hashed and sent`() async throws {
    let sale = try await sale(list: "9F0206 9F3704")
    let expected = Digest.sha1(try Hexadecimal.bytes("000000012345 11223344"))
    #expect(sale.hash == expected)
    #expect(sale.sent == expected)
    #expect(!sale.usesDefault)
  }

  @Test func `without one the terminal's list is used, and said to be`() async throws {
    let sale = try await sale(list: nil, byDefault: "9F0206")
    #expect(sale.hash == Digest.sha1(try Hexadecimal.bytes("000000012345")))
    #expect(
      sale.sentence == "TVR byte 5 bit 8: the default TDOL was used, because the card asks for "
        + "object 98 and has no object 97 (EMV 4.3 Book 3, 9.2.2)")
  }

  @Test func `without any list zeros are sent`() async throws {
    let sale = try await sale(list: nil)
    #expect(sale.hash == nil)
    #expect(sale.sent == Array(repeating: 0, count: 20))
    #expect(!sale.usesDefault)
  }

  @Test func `a card that does not ask gets none`() async throws {
    let sale = try await sale(list: nil, byDefault: "9F0206", wants: "9F0206")
    #expect(sale.hash == nil)
    #expect(!sale.usesDefault)
  }
}
