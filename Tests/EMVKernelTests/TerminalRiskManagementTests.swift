import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

@Suite struct TerminalRiskManagementTests {
  private func store(
    minorUnits: Int = 5000, floorLimit: UInt32 = 10_000,
    _ change: (inout Bench, inout ApplicationConfiguration, inout TransactionParameters) throws
      -> Void = { _, _, _ in }
  ) async throws -> DataObjectStore {
    var bench = try Bench("chip-no-cvm")
    var configuration = KernelConfiguration.test
    var transaction = try TransactionParameters.sale(minorUnits: minorUnits)
    configuration.applications[0].floorLimit = floorLimit
    try change(&bench, &configuration.applications[0], &transaction)
    let history = bench.counter.history
    bench.configuration = configuration
    bench.transaction = transaction
    bench.counter.history = history
    return try #require(try await bench.run().result.store)
  }

  private func byte4(_ store: DataObjectStore) -> String {
    Hexadecimal.text([store.verificationResults.bytes[3]])
  }

  @Test(arguments: [
    (9999, 0, "00"), (10_000, 0, "80"), (10_001, 0, "80"), (5000, 4999, "00"),
    (5000, 5000, "80"), (5000, Int.max, "80"), (5000, -1, "00"),
  ])
  func `the floor limit counts the earlier part of a split sale`(
    minorUnits: Int, lastAmount: Int, expected: String
  ) async throws {
    let store = try await store(minorUnits: minorUnits) { bench, _, _ in
      bench.counter.history.lastAmount = lastAmount
    }
    #expect(byte4(store) == expected)
  }

  @Test func `a floor limit of nothing is always exceeded`() async throws {
    #expect(byte4(try await store(minorUnits: 0, floorLimit: 0)) == "80")
  }

  /// Threshold 2000, floor limit 10000, target 20, at most 60: at 6000 the target is 40.
  @Test(arguments: [
    (1000, 20, true), (1000, 21, false), (2000, 20, true), (2000, 21, false), (6000, 40, true),
    (6000, 41, false), (9999, 59, true), (9999, 61, false), (1000, 0, false), (1000, 100, false),
  ])
  func `chance grows with the amount`(minorUnits: Int, drawn: Int, isSelected: Bool) async throws {
    let store = try await store(minorUnits: minorUnits) { _, application, transaction in
      application.randomSelectionThreshold = 2000
      application.targetPercentage = 20
      application.maximumTargetPercentage = 60
      transaction.randomPercentage = drawn
    }
    #expect(store.verificationResults.contains(.randomlySelected) == isSelected)
  }

  @Test(arguments: [(0, 50, false), (99, 99, true), (500, 99, true), (-7, 1, false)])
  func `targets out of range are brought into it`(target: Int, drawn: Int, isSelected: Bool)
    async throws
  {
    let store = try await store { _, application, transaction in
      application.targetPercentage = target
      transaction.randomPercentage = drawn
    }
    #expect(store.verificationResults.contains(.randomlySelected) == isSelected)
  }

  /// The limits are 10 and 20; the counter is one more than `before`.
  @Test(
    arguments: [
      (109, 100, "00"), (110, 100, "40"), (119, 100, "40"), (120, 100, "60"), (99, 100, "60"),
      (98, 100, "60"), (5, 0, "00"), (10, 0, "40"), (65_534, 65_530, "00"),
    ] as [(UInt16, UInt16, String)])
  func `velocity counts since the last online transaction`(
    before: UInt16, lastOnline: UInt16, expected: String
  ) async throws {
    let store = try await store { bench, _, _ in
      bench.changeApplication {
        $0.transactionCounter = before
        $0.lastOnlineCounter = lastOnline
      }
    }
    #expect(byte4(store) == expected)
    #expect(store.verificationResults.contains(.newCard) == (lastOnline == 0))
  }

  @Test func `a card that keeps its counters to itself exceeds both limits`() async throws {
    let store = try await store { bench, _, _ in
      bench.changeApplication { $0.lastOnlineCounter = nil }
    }
    #expect(byte4(store) == "60")
    #expect(!store.verificationResults.contains(.newCard))
  }

  @Test(arguments: [(nil, true), (1, true), (2, false)] as [(Int?, Bool)])
  func `the terminal's own exception file counts`(sequence: Int?, isListed: Bool) async throws {
    var bench = try Bench("chip-no-cvm")
    let number = try #require(PrimaryAccountNumber("6216261000000000026"))
    bench.configuration.exceptionFile = [
      ExceptionFileEntry(primaryAccountNumber: number, sequenceNumber: sequence)
    ]
    let store = try #require(try await bench.run().result.store)
    #expect(store.verificationResults.contains(.onExceptionFile) == isListed)
  }

  @Test(arguments: ["9F3602000A", "9F1303000000", "9F13", "", "6A88"])
  func `counters that make no sense count as missing`(answer: String) async throws {
    let bytes = try Hexadecimal.bytes(answer + "9000")
    let store = try await store { bench, _, _ in
      bench.intercept = { $0.instruction == 0xCA && $0.parameter2 == 0x13 ? bytes : nil }
    }
    #expect(byte4(store) == "60")
  }

  @Test func `a new card is told even when its own counter is refused`() async throws {
    let store = try await store { bench, _, _ in
      bench.intercept = {
        $0.instruction == 0xCA && $0.parameter2 == 0x36 ? [0x6A, 0x88] : nil
      }
    }
    #expect(byte4(store) == "60")
    #expect(store.verificationResults.contains(.newCard))
  }

  @Test(arguments: [0x9F14, 0x9F23] as [DataObjectTag])
  func `without both limits the card is not asked`(tag: DataObjectTag) async throws {
    var bench = try Bench("chip-no-cvm")
    bench.set(tag, nil)
    let (result, card) = try await bench.run()
    #expect(!card.commandNames.contains { $0.hasPrefix("GET DATA") })
    #expect(result.store?.statusInformation.contains(.terminalRiskManagementPerformed) == true)
  }

  @Test func `merchant and exception file have their bits`() async throws {
    let store = try await store { bench, _, transaction in
      bench.counter.history.isOnExceptionFile = true
      transaction.isForcedOnline = true
    }
    #expect(byte4(store) == "08")
    #expect(store.verificationResults.contains(.onExceptionFile))
  }

  @Test func `a card that asks for nothing is left alone by a terminal that need not`() async throws
  {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { $0.interchangeProfile = [0x14, 0] }
    var configuration = KernelConfiguration.test
    configuration.alwaysManagesRisk = false
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 100)
    let store = try #require(try await bench.run().result.store)
    #expect(byte4(store) == "00")
    #expect(!store.statusInformation.contains(.terminalRiskManagementPerformed))
  }
}
