import BERTLV
import ChipTransaction
import EMVKernel
import MockDevices
import Octets
import Testing

@Suite struct TerminalActionAnalysisTests {
  /// What the card is asked for first: the card's codes, the terminal's codes, its type.
  ///
  /// The TVR of this sale is 8008008000.
  private func request(
    denial: String? = nil, online: String? = nil, byDefault: String? = nil,
    terminal: (denial: String, online: String, byDefault: String) = (
      "0000000000", "0000000000", "0000000000"
    ), type: UInt8 = 0x22, _ change: (inout KernelConfiguration) -> Void = { _ in }
  ) async throws -> String? {
    var bench = try Bench("chip-no-cvm")
    for (tag, text) in [(0x9F0E, denial), (0x9F0F, online), (0x9F0D, byDefault)]
      as [(DataObjectTag, String?)]
    {
      bench.set(tag, try text.map { try Hexadecimal.bytes($0) })
    }
    var configuration = KernelConfiguration.test
    func codes(_ text: String) throws -> TerminalVerificationResults {
      try #require(TerminalVerificationResults(bytes: try Hexadecimal.bytes(text)))
    }
    configuration.terminalType = try #require(TerminalType(rawValue: type))
    configuration.applications[0].actionCodeDenial = try codes(terminal.denial)
    configuration.applications[0].actionCodeOnline = try codes(terminal.online)
    configuration.applications[0].actionCodeDefault = try codes(terminal.byDefault)
    change(&configuration)
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 100)
    return try await bench.run().card.commandNames.first { $0.hasPrefix("GENERATE AC") }
      .map { String($0.suffix(2)) }
  }

  private static let none = "0000000000"
  private static let all = "FFFFFFFFFF"

  @Test func `a bit that both sides let pass is approved`() async throws {
    #expect(try await request(denial: Self.none, online: "77F7FF7FFF", byDefault: Self.all) == "40")
  }

  @Test func `the card's and the terminal's codes count alike`() async throws {
    #expect(try await request(denial: "8000000000", online: Self.none) == "00")
    #expect(try await request(online: "0000008000") == "80")
    let terminal = ("0008000000", Self.none, Self.none)
    #expect(try await request(denial: Self.none, online: Self.none, terminal: terminal) == "00")
    let online = (Self.none, "0008000000", Self.none)
    #expect(try await request(online: Self.none, terminal: online) == "80")
  }

  @Test func `a card without codes denies nothing and wants everything online`() async throws {
    #expect(try await request() == "80")
    #expect(try await request(online: Self.none) == "40")
  }

  @Test(arguments: [0x21, 0x24] as [UInt8])
  func `an online-only terminal goes online unless denied`(type: UInt8) async throws {
    #expect(try await request(online: Self.none, type: type) == "80")
    #expect(try await request(denial: "8000000000", online: Self.none, type: type) == "00")
  }

  @Test(arguments: [0x23, 0x26] as [UInt8])
  func `an offline-only terminal decides by the default codes`(type: UInt8) async throws {
    #expect(try await request(online: Self.all, byDefault: Self.none, type: type) == "40")
    #expect(try await request(byDefault: "8000000000", type: type) == "00")
    #expect(try await request(type: type) == "00")
  }

  @Test(arguments: [(0x22, "80"), (0x25, "80"), (0x23, "00"), (0x21, "80")] as [(UInt8, String)])
  func `a terminal that keeps no offline sales never asks for one`(
    type: UInt8, expected: String
  ) async throws {
    let request = try await request(
      denial: Self.none, online: Self.none, byDefault: Self.none, type: type
    ) { $0.allowsOfflineApproval = false }
    #expect(request == expected)
  }

  @Test func `nor does it approve when the center can't be reached`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.issuer = nil
    bench.set(0x9F0D, [0, 0, 0, 0, 0])
    bench.configuration = bench.configuration.withLenientActionCodes()
    #expect(try await bench.run().result.outcome == .approvedWithoutCenter)
    bench.configuration.allowsOfflineApproval = false
    #expect(try await bench.run().result.outcome == .declinedWithoutCenter)
  }

  @Test func `the bits that decided are told`() async throws {
    let store = try #require(try await Bench("chip-no-cvm").run().result.store)
    let analysis = TerminalActionAnalysis.beforeFirstCryptogram(store)
    #expect(analysis.basis == .online)
    #expect(analysis.hits.names == [.authenticationNotPerformed, .newCard, .floorLimitExceeded])
    let alone = TerminalActionAnalysis.unableToGoOnline(store)
    #expect(alone.request == .declined)
    #expect(alone.basis == .byDefault)
    #expect(alone.hits.names == [.authenticationNotPerformed, .floorLimitExceeded])
  }

  @Test func `an online-only terminal approves nothing alone`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.issuer = nil
    bench.set(0x9F0D, [0, 0, 0, 0, 0])
    var configuration = KernelConfiguration.test
    configuration.terminalType = try #require(TerminalType(rawValue: 0x21))
    configuration.applications[0].actionCodeDefault = .init()
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 100)
    #expect(try await bench.run().result.outcome == .declinedWithoutCenter)
  }
}
