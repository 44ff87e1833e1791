import BERTLV
import ChipTransaction
import EMVKernel
import MockDevices
import Octets
import PaymentTypes
import Testing

@Suite struct CardholderVerificationTests {
  /// What the store says after the sale: CVM results, byte 3 of the TVR, bit 7 of the TSI.
  struct Verdict: Equatable, CustomStringConvertible {
    var results: String
    var byte3: String
    var isPerformed: Bool
    var description: String { "\(results) \(byte3) \(isPerformed)" }
  }

  private func verdict(
    rules: String, amounts: String = "0000000000000000",
    entry: CardholderVerification.PINEntry = .entered, minorUnits: Int = 12_345,
    _ change: (inout KernelConfiguration, inout TransactionParameters, inout Bench) throws -> Void =
      { _, _, _ in }
  ) async throws -> Verdict {
    var bench = try Bench("chip-no-cvm", minorUnits: minorUnits)
    bench.set(0x8E, try Hexadecimal.bytes(amounts + rules))
    var configuration = KernelConfiguration.test
    var transaction = try TransactionParameters.sale(minorUnits: minorUnits)
    try change(&configuration, &transaction, &bench)
    bench.configuration = configuration
    bench.transaction = transaction
    bench.counter.pinEntry = entry
    let store = try #require(try await bench.run().result.store)
    return Verdict(
      results: store.verificationMethodResults?.description ?? "none",
      byte3: Hexadecimal.text([store.verificationResults.bytes[2]]),
      isPerformed: store.statusInformation.contains(.verificationPerformed))
  }

  @Test(arguments: [
    ("0200", "020000", "04"), ("1E00", "1E0000", "00"), ("1F00", "1F0002", "00"),
    ("5F00", "5F0002", "00"),
    // Fail processing, at once or by the way.
    ("0000", "000001", "80"), ("4000 1E00", "1E0000", "00"), ("4000", "400001", "80"),
    // Unknown methods, with and without a next rule.
    ("0600", "3F0001", "C0"), ("4600 1E00", "1E0000", "40"), ("2F00 1E00", "3F0001", "C0"),
    // A PIN for the chip is none of this terminal's methods.
    ("0100", "3F0001", "90"), ("4100 1E00", "1E0000", "10"), ("4400 0200", "020000", "14"),
    ("4300 1F00", "1F0002", "10"), ("4500 1F00", "1F0002", "10"),
    // The same under "if supported": the rule does not apply, and nothing is noted.
    ("4103 1E00", "1E0000", "00"), ("0103", "3F0001", "80"), ("4603 1E00", "1E0000", "00"),
    // Unknown conditions do not apply.
    ("020A 1E00", "1E0000", "00"), ("0280", "3F0001", "80"),
    ("0203", "020300", "04"), ("0202", "020200", "04"),
  ])
  func `the first rule that applies is performed`(
    rules: String, results: String, byte3: String
  ) async throws {
    let seen = try await verdict(rules: rules.replacing(" ", with: ""))
    #expect(seen == Verdict(results: results, byte3: byte3, isPerformed: true), "\(rules)")
  }

  @Test(arguments: [
    (CardholderVerification.PINEntry.bypassed, "4200 1E00", "1E0000", "08"),
    (.bypassed, "0200 1E00", "020001", "88"), (.bypassed, "4200", "420001", "88"),
    (.padUnavailable, "4200 1E00", "1E0000", "10"), (.padUnavailable, "0200", "020001", "90"),
    // The last method that was performed is the one that counts.
    (.bypassed, "4200 4600", "420001", "C8"), (.bypassed, "4200 0100", "420001", "98"),
  ])
  func `a PIN that is not given fails its rule`(
    entry: CardholderVerification.PINEntry, rules: String, results: String, byte3: String
  ) async throws {
    let seen = try await verdict(rules: rules.replacing(" ", with: ""), entry: entry)
    #expect(seen == Verdict(results: results, byte3: byte3, isPerformed: true))
  }

  @Test func `without support or rules nothing is required`() async throws {
    let nothing = Verdict(results: "3F0000", byte3: "00", isPerformed: false)
    #expect(try await verdict(rules: "") == nothing)
    let seen = try await verdict(rules: "0200") { _, _, bench in
      bench.changeApplication { $0.interchangeProfile = [0x0C, 0] }
    }
    #expect(seen == nothing)
  }

  @Test func `a list that should be there is missing data`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.set(0x8E, nil)
    let store = try #require(try await bench.run().result.store)
    #expect(store.verificationMethodResults == .notRequired)
    #expect(store.verificationResults.contains(.cardDataMissing))
    #expect(!store.verificationResults.contains(.verificationFailed))
    #expect(store.findings.contains { $0.reason == .methodListMissing })
  }

  /// X is 100.00 and Y 200.00; rule 1 asks for a PIN, rule 2 for nothing.
  @Test(arguments: [
    (6, 9999, true), (6, 10_000, false), (7, 10_000, false), (7, 10_001, true),
    (8, 19_999, true), (8, 20_000, false), (9, 20_000, false), (9, 20_001, true),
  ])
  func `amounts decide in the application's currency`(
    condition: UInt8, minorUnits: Int, applies: Bool
  ) async throws {
    let rules = "02" + Hexadecimal.text([condition]) + "1F00"
    let seen = try await verdict(
      rules: rules, amounts: "0000271000004E20", minorUnits: minorUnits)
    #expect(seen.results == (applies ? "02" + Hexadecimal.text([condition]) + "00" : "1F0002"))
    let abroad = try await verdict(
      rules: rules, amounts: "0000271000004E20", minorUnits: minorUnits
    ) { _, _, bench in bench.set(0x9F42, [0x08, 0x40]) }
    #expect(abroad.results == "1F0002")
  }

  @Test(
    arguments: [
      (TransactionParameters.Kind.cash, 0x22, "01", false), (.cash, 0x25, "01", true),
      (.cash, 0x22, "04", true), (.cash, 0x25, "04", false), (.cash, 0x22, "02", false),
      (.purchase, 0x22, "01", false), (.purchase, 0x22, "02", true),
      (.purchase, 0x22, "05", false), (.purchaseWithCashback, 0x22, "05", true),
      (.purchaseWithCashback, 0x22, "02", false),
    ] as [(TransactionParameters.Kind, UInt8, String, Bool)])
  func `cash and cash back decide`(
    kind: TransactionParameters.Kind, type: UInt8, condition: String, applies: Bool
  ) async throws {
    let seen = try await verdict(rules: "1E\(condition)1F00") { configuration, transaction, _ in
      transaction.kind = kind
      configuration.terminalType = try #require(TerminalType(rawValue: type))
    }
    #expect(seen.results == (applies ? "1E\(condition)00" : "1F0002"))
  }

  @Test func `a terminal without a PIN pad or signature says so`() async throws {
    let seen = try await verdict(rules: "42005E001F00") { configuration, _, _ in
      configuration.claimedCapabilities = TerminalCapabilities([.contactChip])
    }
    #expect(seen == Verdict(results: "3F0001", byte3: "90", isPerformed: true))
  }

  @Test func `a claim of an offline PIN is not passed on`() async throws {
    let seen = try await verdict(rules: "41034403 1E00".replacing(" ", with: "")) {
      configuration, _, _ in
      configuration.claimedCapabilities.insert(.plaintextOfflinePIN)
      configuration.claimedCapabilities.insert(.encipheredOfflinePIN)
    }
    #expect(seen.results == "1E0000")
  }

  @Test(arguments: [
    ("1E0000", true, false), ("5E0300", true, false), ("1E0001", false, false),
    ("420300", false, true), ("020001", false, false), ("1F0002", false, false),
    ("3F0000", false, false), ("030000", true, false),
  ])
  func `the results tell what the slip and the request need`(
    text: String, requiresSignature: Bool, hasOnlinePIN: Bool
  ) throws {
    let bytes = try Hexadecimal.bytes(text)
    let results = CVMResults(
      method: bytes[0], condition: bytes[1],
      result: try #require(CVMResults.Result(rawValue: bytes[2])))
    #expect(results.requiresSignature == requiresSignature)
    #expect(results.hasOnlinePIN == hasOnlinePIN)
    #expect(results.bytes == bytes)
  }
}
