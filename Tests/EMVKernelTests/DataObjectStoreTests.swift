import BERTLV
import ChipTransaction
import EMVKernel
import MockDevices
import Testing

@Suite struct DataObjectStoreTests {
  @Test func `no text form of a store shows what the card said`() async throws {
    let store = try #require(try await Bench("chip-debit-online-pin").run().result.store)
    #expect("\(store)" == "chip transaction, TVR 8008048000, TSI 7800")
    #expect(String(reflecting: store) == "\(store)")
    #expect(Mirror(reflecting: store).children.isEmpty)
  }

  @Test func `each finding is a sentence with its clause`() async throws {
    let store = try #require(try await Bench("chip-debit-online-pin").run().result.store)
    #expect(
      store.findings.map(\.description) == [
        "TVR byte 1 bit 8: offline data authentication was not performed, because card and "
          + "terminal share no method of it (EMV 4.3 Book 3, 10.3)",
        "TVR byte 3 bit 3: a PIN was entered for the issuer to verify, because the cardholder "
          + "gave a PIN at rule 1 (EMV 4.3 Book 3, 10.5)",
        "TVR byte 4 bit 8: the amount exceeds the floor limit, because the amount is not below "
          + "the floor limit (EMV 4.3 Book 3, 10.6.1)",
        "TVR byte 2 bit 4: the card is new, because 9F13 is 0 (EMV 4.3 Book 3, 10.6.3)",
      ])
  }

  @Test func `equal transactions have equal stores`() async throws {
    let first = try await Bench("chip-debit-online-pin").run().result.store
    let second = try await Bench("chip-debit-online-pin").run().result.store
    #expect(first == second)
    #expect(first != (try await Bench("chip-no-cvm").run().result.store))
  }

  @Test func `the terminal's objects are there from the start`() async throws {
    let store = try #require(try await Bench("chip-debit-online-pin").run().result.store)
    #expect(store.value(0x9F1C) == Array("12345678".utf8))
    #expect(store.value(0x9F16) == Array("898310053110001".utf8))
    #expect(store.value(0x9F21) == [0x20, 0x13, 0x05])
    #expect(store.value(0x9F37) == [0x11, 0x22, 0x33, 0x44])
    #expect(store.value(0x9F09) == [0x00, 0x30])
    #expect(store.value(0x9F1A) == [0x01, 0x56])
    #expect(store.value(0x81) == [0, 0, 0x30, 0x39])
    #expect(store.value(0x9F39) == [0x05])
    #expect(store.value(0x9F7F) == nil)
  }
}
