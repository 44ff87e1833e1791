import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

/// PINs that the card verifies: EMV 4.3 Book 3, 10.5.1.
@Suite struct OfflinePINTests {
  /// What a cardholder was told at each entry, and what came of it.
  private struct Verdict {
    var results = ""
    var byte3 = ""
    var wishes: [OfflinePINVerification] = []
    var commands: [String] = []
    var sentences: [String] = []
  }

  /// Runs a sale of a card with these rules; `counter` answers GET DATA 9F17.
  private func verdict(
    rules: String, counter: String = "9F170103 9000", _ outcomes: [OfflinePINOutcome],
    _ change: (inout Bench) -> Void = { _ in }
  ) async throws -> Verdict {
    var bench = try Bench("chip-no-cvm")
    bench.set(0x8E, try Hexadecimal.bytes("0000000000000000" + rules))
    let answer = try Hexadecimal.bytes(counter)
    bench.intercept = {
      $0.instruction == 0xCA && $0.parameter2 == 0x17 ? answer : nil
    }
    bench.configuration.claimedCapabilities.insert(.plaintextOfflinePIN)
    var wishes: [OfflinePINVerification] = []
    bench.counter.offlinePIN = { number, wish in
      wishes.append(wish)
      return outcomes.indices.contains(number) ? outcomes[number] : .padUnavailable
    }
    change(&bench)
    let record = try await bench.run().result
    let store = try #require(record.store)
    return Verdict(
      results: store.verificationMethodResults?.description ?? "none",
      byte3: Hexadecimal.text([store.verificationResults.bytes[2]]), wishes: wishes,
      commands: record.exchanges.map { Hexadecimal.text($0.command.prefix(4)) },
      sentences: store.findings.map(\.description))
  }

  private static let wrong = OfflinePINOutcome.answered(StatusWord(0x63C2))
  private static let lastWrong = OfflinePINOutcome.answered(StatusWord(0x63C1))
  private static let blocked = OfflinePINOutcome.answered(StatusWord(0x63C0))
  private static let right = OfflinePINOutcome.answered(.success)

  @Test func `a right PIN succeeds, and is on record without its digits`() async throws {
    let verdict = try await verdict(rules: "0100", [Self.right])
    #expect(verdict.results == "010002")
    #expect(verdict.byte3 == "00")
    #expect(verdict.wishes.map(\.triesLeft) == [3])
    #expect(verdict.wishes.allSatisfy { !$0.isLastTry && !$0.isRetry && $0.key == nil })
    let place = try #require(verdict.commands.firstIndex(of: "80CA9F17"))
    #expect(verdict.commands[place + 1] == "00200080")
  }

  @Test func `a wrong PIN is asked for again, with what is left`() async throws {
    let verdict = try await verdict(
      rules: "0100", [Self.wrong, Self.lastWrong, Self.right])
    #expect(verdict.results == "010002")
    #expect(verdict.wishes.map(\.triesLeft) == [3, 2, 1])
    #expect(verdict.wishes.map(\.isRetry) == [false, true, true])
    #expect(verdict.wishes.map(\.isLastTry) == [false, false, true])
  }

  @Test func `three wrong PINs block the card's PIN`() async throws {
    let verdict = try await verdict(
      rules: "0100", [Self.wrong, Self.lastWrong, Self.blocked])
    #expect(verdict.results == "010001")
    #expect(verdict.byte3 == "A0")
    #expect(verdict.sentences.contains { $0.contains("VERIFY of rule 1 was answered 63C0") })
  }

  @Test(
    arguments: [(0x6983, "A0"), (0x6984, "A0"), (0x6A80, "80"), (0x6300, "80")]
      as [(
        UInt16, String
      )])
  func `other answers end the method`(word: UInt16, byte3: String) async throws {
    let verdict = try await verdict(rules: "0100", [.answered(StatusWord(word))])
    #expect(verdict.results == "010001")
    #expect(verdict.byte3 == byte3)
    #expect(verdict.wishes.count == 1)
  }

  @Test func `no tries left asks for no PIN`() async throws {
    let verdict = try await verdict(rules: "4100 1E00", counter: "9F170100 9000", [])
    #expect(verdict.results == "1E0000")
    #expect(verdict.byte3 == "20")
    #expect(verdict.wishes.isEmpty)
    #expect(
      verdict.sentences.contains {
        $0 == "TVR byte 3 bit 6: the limit of PIN tries is exceeded, because 9F17 is 0 at rule 1 "
          + "(EMV 4.3 Book 3, 10.5.1)"
      })
  }

  @Test(arguments: ["6A88", "9F1700 9000", "9F17020303 9000", "9000"])
  func `a card that does not tell its tries is asked all the same`(counter: String) async throws {
    let verdict = try await verdict(rules: "0100", counter: counter, [Self.right])
    #expect(verdict.results == "010002")
    #expect(verdict.wishes.map(\.triesLeft) == [nil])
  }

  @Test func `one try left is told before it is used`() async throws {
    let verdict = try await verdict(rules: "0100", counter: "9F170101 9000", [Self.right])
    #expect(verdict.wishes.map(\.isLastTry) == [true])
  }

  @Test func `a PIN and a signature leave the result open`() async throws {
    #expect(try await verdict(rules: "0300", [Self.right]).results == "030000")
    #expect(try await verdict(rules: "0300", [Self.blocked]).results == "030001")
  }

  @Test func `who gives no PIN is not asked by a later rule either`() async throws {
    let verdict = try await verdict(rules: "4100 4200 1E00", [.bypassed])
    #expect(verdict.results == "1E0000")
    #expect(verdict.byte3 == "08")
    #expect(verdict.wishes.count == 1)
    #expect(try await self.verdict(rules: "4100 0200", [.bypassed]).results == "020001")
  }

  @Test func `a broken PIN pad is said to be missing`() async throws {
    let verdict = try await verdict(rules: "4100 1F00", [.padUnavailable])
    #expect(verdict.results == "1F0002")
    #expect(verdict.byte3 == "10")
  }

  @Test func `a card that never stops asking is stopped`() async throws {
    let verdict = try await verdict(
      rules: "0100", Array(repeating: .answered(StatusWord(0x63CF)), count: 40))
    #expect(verdict.wishes.count == 15)
    #expect(verdict.results == "010001")
  }

  @Test func `without a pad for any such PIN the rule counts as lacking one`() async throws {
    let verdict = try await verdict(rules: "4100 1F00", []) {
      $0.configuration.claimedCapabilities.remove(.plaintextOfflinePIN)
    }
    #expect(verdict.byte3 == "10")
    #expect(verdict.results == "1F0002")
    #expect(!verdict.commands.contains("80CA9F17"))
  }

  @Test func `a plaintext rule on a terminal for enciphered PINs alone just fails`() async throws {
    let verdict = try await verdict(rules: "4100 1F00", []) {
      $0.configuration.claimedCapabilities.remove(.plaintextOfflinePIN)
      $0.configuration.claimedCapabilities.insert(.encipheredOfflinePIN)
    }
    #expect(verdict.byte3 == "00")
  }

  @Test func `without its key an enciphered PIN is not asked for`() async throws {
    let verdict = try await verdict(rules: "0400", [Self.right]) {
      $0.configuration.claimedCapabilities.insert(.encipheredOfflinePIN)
    }
    #expect(verdict.results == "040001")
    #expect(verdict.byte3 == "80")
    #expect(verdict.wishes.isEmpty)
    #expect(verdict.sentences.contains { $0.contains("no key for the PIN of rule 1") })
  }

  @Test func `the condition that the method be supported sees offline PINs`() async throws {
    #expect(try await verdict(rules: "0103 1F00", [Self.right]).results == "010302")
    let other = try await verdict(rules: "0403 1F00", [])
    #expect(other.results == "1F0002")
  }
}
