import BERTLV
import ChipTransaction
import EMVKernel
import Octets
import PaymentTypes
import Testing

@Suite struct ProcessingRestrictionsTests {
  private func byte2(
    _ objects: [(tag: DataObjectTag, value: String?)],
    _ change: (inout KernelConfiguration, inout TransactionParameters) throws -> Void = { _, _ in }
  ) async throws -> String? {
    var bench = try Bench("chip-no-cvm")
    for (tag, value) in objects { bench.set(tag, try value.map { try Hexadecimal.bytes($0) }) }
    var configuration = KernelConfiguration.test
    var transaction = try TransactionParameters.sale(minorUnits: 12_345)
    try change(&configuration, &transaction)
    bench.configuration = configuration
    bench.transaction = transaction
    // Bit 4, the new card, is none of the restrictions.
    return try await bench.run().result.store.map {
      Hexadecimal.text([$0.verificationResults.bytes[1] & 0xF0])
    }
  }

  @Test(arguments: [("0030", "00"), ("0020", "80"), (nil, "00")] as [(String?, String)])
  func `versions are compared where the card has one`(version: String?, expected: String)
    async throws
  {
    #expect(try await byte2([(0x9F08, version)]) == expected)
  }

  @Test(arguments: [
    ("261123", "00"), ("261122", "40"), ("261124", "00"), ("491231", "00"), ("500101", "40"),
    ("991231", "40"),
  ])
  func `a card is valid through its last day`(date: String, expected: String) async throws {
    #expect(try await byte2([(0x5F24, date)]) == expected)
  }

  @Test(
    arguments: [("261123", "00"), ("261124", "20"), ("991231", "00"), (nil, "00")]
      as [(String?, String)])
  func `a card is valid from its first day`(date: String?, expected: String) async throws {
    #expect(try await byte2([(0x5F25, date)]) == expected)
  }

  /// Source: EMV 4.3 Book 3, 10.4.2: the terminal sells goods and services at home.
  @Test(
    arguments: [
      ("FF00", "0156", "00"), ("0100", "0156", "10"), ("2100", "0156", "00"),
      ("0900", "0156", "00"), ("1500", "0156", "10"), ("2000", "0156", "10"),
      ("2100", "0840", "10"), ("1100", "0840", "00"), ("0500", "0840", "00"),
      ("0100", nil, "00"), ("FE00", nil, "10"), (nil, "0156", "00"),
    ] as [(String?, String?, String)])
  func `a purchase needs goods or services`(
    control: String?, country: String?, expected: String
  ) async throws {
    #expect(try await byte2([(0x9F07, control), (0x5F28, country)]) == expected)
  }

  @Test(arguments: [("8100", "00"), ("7F00", "10")])
  func `cash needs its own bit`(control: String, expected: String) async throws {
    #expect(try await byte2([(0x9F07, control)]) { _, sale in sale.kind = .cash } == expected)
  }

  @Test(arguments: [("FF80", "00"), ("FF40", "10")])
  func `cash back needs its own bit`(control: String, expected: String) async throws {
    let seen = try await byte2([(0x9F07, control)]) { _, sale in
      sale.cashbackAmount = try #require(TransactionAmount(minorUnits: 100))
    }
    #expect(seen == expected)
  }

  @Test func `a purchase with cash back of nothing gives no cash back`() async throws {
    let seen = try await byte2([(0x9F07, "FF00")]) { _, sale in sale.kind = .purchaseWithCashback }
    #expect(seen == "00")
  }

  @Test(arguments: [("FE00", "00"), ("FD00", "10")])
  func `a teller machine needs its own bit`(control: String, expected: String) async throws {
    let seen = try await byte2([(0x9F07, control)]) { configuration, _ in
      configuration.terminalType = try #require(TerminalType(rawValue: 0x14))
      configuration.additionalCapabilities.insert(.cash)
    }
    #expect(seen == expected)
  }

  @Test func `other kinds of transaction need only the terminal's bit`() async throws {
    #expect(try await byte2([(0x9F07, "0100")]) { _, sale in sale.kind = .refund } == "00")
  }
}
