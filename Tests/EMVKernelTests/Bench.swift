import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import TestCards
import Testing

/// One card, one sale: everything a test of the whole kernel sets and looks at.
struct Bench {
  var personality: CardPersonality
  var configuration = KernelConfiguration.test
  var transaction: TransactionParameters
  var counter = TestCounter.Behaviour()
  var issuer: TestIssuer?
  /// How commands reach the card.
  var relay: (CardSimulator, [UInt8]) -> [UInt8] = { $0.process($1) }
  /// Answers in place of the card; nil leaves the command to it.
  var intercept: (CommandAPDU) -> [UInt8]? = { _ in nil }

  /// A sale of 123.45 on 2026-11-23 with a card of the bench, answered by its issuer.
  init(_ identifier: String, minorUnits: Int = 12_345) throws {
    try self.init(try #require(TestCards.benchCard(identifier)), minorUnits: minorUnits)
  }

  init(_ personality: CardPersonality, minorUnits: Int = 12_345) throws {
    self.personality = personality
    transaction = try .sale(minorUnits: minorUnits)
    issuer = TestIssuer(accounts: personality.accounts)
  }

  /// Changes the chip's first application.
  mutating func changeApplication(_ change: (inout ApplicationPersonality) -> Void) {
    guard personality.chip?.applications.isEmpty == false else { return }
    if var chip = personality.chip {
      change(&chip.applications[0])
      personality.chip = chip
    }
  }

  /// Answers each command with this instruction with `response` instead of the card.
  mutating func answer(_ instruction: UInt8, with response: String) throws {
    let bytes = try Hexadecimal.bytes(response)
    intercept = { $0.instruction == instruction ? bytes : nil }
  }

  /// Replaces an object of the first application's records; nil removes it.
  mutating func set(_ tag: DataObjectTag, _ value: [UInt8]?) {
    changeApplication { $0.setRecordObject(tag, value) }
  }

  /// Runs the sale on a new card.
  func run() async throws -> (result: ChipTransactionRecord, card: CardSimulator) {
    let card = CardSimulator(try #require(personality.chip))
    return (await run(card), card)
  }

  /// The data of the sale as they stand when the center is asked.
  func storeAtCenter() async throws -> DataObjectStore {
    var bench = self
    var store: DataObjectStore?
    bench.issuer = nil
    bench.counter.goOnline = { asked in
      store = asked
      return .unableToGoOnline
    }
    _ = try await bench.run()
    return try #require(store)
  }

  /// Runs the sale on a card that may have been used before.
  func run(_ card: CardSimulator) async -> ChipTransactionRecord {
    var counter = counter
    if let issuer {
      counter.goOnline = { store in
        do { return try issuer.answer(store) } catch {
          Issue.record(error)
          return .unableToGoOnline
        }
      }
    }
    let (relay, intercept) = (relay, intercept)
    let surroundings = TestCounter(counter) { bytes in
      let answer = relay(card, bytes)
      return CommandAPDU(bytes).flatMap(intercept) ?? answer
    }
    _ = card.reset()
    return await ChipSequence(
      configuration: configuration, parameters: transaction, surroundings: surroundings
    ).run()
  }
}

extension CardSimulator {
  /// Each command as a short word, as the books call it.
  var commandNames: [String] {
    exchanges.map { exchange in
      let command = exchange.command
      switch command.instruction {
      case 0xA4: return command.data.first == 0x31 ? "SELECT PSE" : "SELECT"
      case 0xB2: return "READ \(command.parameter2 >> 3).\(command.parameter1)"
      case 0xA8: return "GPO"
      case 0xCA: return "GET DATA " + Hexadecimal.text([command.parameter1, command.parameter2])
      case 0xAE: return "GENERATE AC " + Hexadecimal.text([command.parameter1])
      case 0x82: return "EXTERNAL AUTHENTICATE"
      default: return Hexadecimal.text([command.classByte, command.instruction])
      }
    }
  }
}

extension KernelConfiguration {
  /// The terminal of the tests: without offline PINs and with one code table, unless a test wants
  /// more.
  static let test: KernelConfiguration = {
    var configuration = KernelConfiguration.unionPay(
      terminal: TerminalIdentifier("12345678"), merchant: MerchantIdentifier("898310053110001"),
      deviceSerialNumber: "12345678")
    configuration.claimedCapabilities.remove(.plaintextOfflinePIN)
    configuration.claimedCapabilities.remove(.encipheredOfflinePIN)
    configuration.additionalCapabilities.remove(.codeTable5)
    configuration.additionalCapabilities.remove(.codeTable9)
    return configuration
  }()
}

extension TransactionParameters {
  /// A sale on 2026-11-23 at 20:13:05.
  static func sale(minorUnits: Int) throws -> TransactionParameters {
    TransactionParameters(
      amount: try #require(TransactionAmount(minorUnits: minorUnits)), kind: .purchase,
      time: CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 13, second: 5),
      unpredictableNumber: 0x1122_3344, sequenceCounter: try #require(SystemTraceAuditNumber(3)),
      randomPercentage: 50)
  }
}
