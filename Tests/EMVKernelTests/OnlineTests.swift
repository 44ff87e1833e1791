import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

/// Issuer authentication, scripts and the verdict after them.
@Suite struct OnlineTests {
  @Test func `a card that does not accept its issuer declines`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer?.spoilsAuthentication = true
    let (result, card) = try await bench.run()
    let store = try #require(result.store)
    #expect(result.outcome == .declinedByCardAfterApproval)
    #expect(store.verificationResults.contains(.issuerAuthenticationFailed))
    #expect(store.statusInformation.contains(.issuerAuthenticationPerformed))
    #expect(store.findings.last?.reason == .issuerRefused(.authenticationFailed))
    #expect(card.commandNames.suffix(2) == ["EXTERNAL AUTHENTICATE", "GENERATE AC 40"])
  }

  @Test func `an answer without a proof is left to the card`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer?.authenticates = false
    let (result, card) = try await bench.run()
    #expect(result.outcome == .declinedByCardAfterApproval)
    #expect(!card.commandNames.contains("EXTERNAL AUTHENTICATE"))
    #expect(result.store?.verificationResults.contains(.issuerAuthenticationFailed) == false)
    bench.changeApplication { $0.requiresIssuerAuthentication = false }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }

  @Test func `a card without the command gets the proof with its second list`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.changeApplication { application in
      application.interchangeProfile = [0x18, 0x00]
      application.setRecordObject(
        0x8D, [0x91, 10, 0x8A, 2, 0x9F, 0x02, 6, 0x9F, 0x1A, 2, 0x95, 5, 0x9F, 0x37, 4])
    }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    #expect(!card.commandNames.contains("EXTERNAL AUTHENTICATE"))
    #expect(result.store?.statusInformation.contains(.issuerAuthenticationPerformed) == false)
    bench.issuer?.spoilsAuthentication = true
    #expect(try await bench.run().result.outcome == .declinedByCardAfterApproval)
  }

  @Test(arguments: ["91 07 01020304050607", "91 11 0102030405060708090A0B0C0D0E0F1011"])
  func `a proof of an impossible length is not sent`(text: String) async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer?.authenticates = false
    bench.issuer?.scripts = try Hexadecimal.bytes(text)
    let (result, card) = try await bench.run()
    #expect(!card.commandNames.contains("EXTERNAL AUTHENTICATE"))
    #expect(result.store?.findings.last?.reason == .issuerDataMalformed)
    #expect(result.store?.statusInformation.contains(.issuerAuthenticationPerformed) == false)
  }

  private static let script = "9F180411223344 8609 8424000004AABBCCDD 8605 8418000000"

  private func run(
    scripts: String, status: UInt16 = 0x9000
  ) async throws -> (store: DataObjectStore, card: CardSimulator) {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer?.scripts = try Hexadecimal.bytes(scripts)
    bench.changeApplication { $0.scriptStatus = status }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    return (try #require(result.store), card)
  }

  @Test func `scripts are sent on their side of the second cryptogram`() async throws {
    let before = try await run(scripts: "7119" + Self.script)
    #expect(
      before.card.commandNames.suffix(4) == [
        "EXTERNAL AUTHENTICATE", "8424", "8418", "GENERATE AC 40",
      ])
    let after = try await run(scripts: "7219" + Self.script)
    #expect(
      after.card.commandNames.suffix(4) == [
        "EXTERNAL AUTHENTICATE", "GENERATE AC 40", "8424", "8418",
      ])
    for store in [before.store, after.store] {
      #expect(store.scriptResults == [0x20, 0x11, 0x22, 0x33, 0x44])
      #expect(store.statusInformation.contains(.scriptProcessingPerformed))
      #expect(store.verificationResults.bytes[4] == 0)
    }
  }

  @Test(
    arguments: [
      (0x9000, 0x20, 2), (0x6200, 0x20, 2), (0x63C1, 0x20, 2), (0x6985, 0x11, 1),
      (0x6A80, 0x11, 1),
    ] as [(UInt16, UInt8, Int)])
  func `a refused command ends its script`(status: UInt16, result: UInt8, sent: Int) async throws {
    let before = try await run(scripts: "7119" + Self.script, status: status)
    #expect(before.store.scriptResults.first == result)
    #expect(before.card.exchanges.filter { $0.command.classByte == 0x84 }.count == sent)
    let isFailed = result == 0x11
    #expect(
      before.store.verificationResults.contains(.scriptFailedBeforeFinalCryptogram) == isFailed)
    let after = try await run(scripts: "7219" + Self.script, status: status)
    #expect(
      after.store.verificationResults.contains(.scriptFailedAfterFinalCryptogram) == isFailed)
    #expect(!after.store.verificationResults.contains(.scriptFailedBeforeFinalCryptogram))
  }

  @Test func `the next script is sent though one failed`() async throws {
    let seen = try await run(
      scripts: "71078605 8418000000 71 0E 9F180400000007 8605 8424000000", status: 0x6985)
    #expect(
      seen.store.scriptResults == [0x11, 0, 0, 0, 0, 0x11, 0, 0, 0, 7])
  }

  @Test(arguments: [
    ("7100", "0000000000"), ("7107 9F180411223344", "0011223344"),
    ("7105 8603841800", "1000000000"), ("7103 860984", "1000000000"),
    ("7109 8605 8418000000 86 09", "1000000000"),
  ])
  func `nothing of an empty or malformed script is sent`(text: String, results: String) async throws
  {
    let seen = try await run(scripts: text)
    #expect(Hexadecimal.text(seen.store.scriptResults) == results)
    #expect(!seen.card.exchanges.contains { $0.command.classByte == 0x84 })
    #expect(
      seen.store.verificationResults.contains(.scriptFailedBeforeFinalCryptogram)
        == results.hasPrefix("1"))
  }

  @Test func `a script of more than 128 bytes is sent whole`() async throws {
    var writer = TLVWriter()
    writer.appendTemplate(0x72) { script in
      for number in 1...20 {
        script.append(0x86, [0x84, 0x24, 0, UInt8(number), 5, 1, 2, 3, 4, 5])
      }
    }
    #expect(writer.bytes.count > 200)
    let seen = try await run(scripts: Hexadecimal.text(writer.bytes))
    #expect(seen.card.exchanges.filter { $0.command.classByte == 0x84 }.count == 20)
    let failed = try await run(scripts: Hexadecimal.text(writer.bytes), status: 0x6F00)
    #expect(failed.store.scriptResults.first == 0x11)
  }

  @Test func `script results travel with reversal and script notice`() async throws {
    let store = try await run(scripts: "7219" + Self.script).store
    let reversal = try IntegratedCircuitCardData.reversal.bytes(from: store)
    #expect(try TLVReader(reversal).first(0xDF31) == [0x20, 0x11, 0x22, 0x33, 0x44])
    let notice = try IntegratedCircuitCardData.scriptResult.bytes(from: store)
    #expect(
      TLVInspection(notice).items.map(\.tag.text) == [
        "9F33", "95", "9F37", "9F1E", "9F10", "9F26", "9F36", "82", "DF31", "9F1A", "9A",
      ])
    let upload = try IntegratedCircuitCardData.certificateUpload.bytes(from: store)
    #expect(try TLVReader(upload).first(0x9F27) == [0x40])
    #expect(try TLVReader(upload).first(0x8A) == [0x30, 0x30])
  }

  @Test func `a field without a mandatory object can't be made`() async throws {
    let store = try #require(try await Bench("chip-debit-online-pin").run().result.store)
    #expect(throws: IntegratedCircuitCardData.FieldError.missing(0xDF31)) {
      try IntegratedCircuitCardData.scriptResult.bytes(from: store)
    }
  }

  @Test func `a field of more than 255 bytes can't be made`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication {
      $0.appendRecordObject(0x9F63, Array(repeating: 1, count: 150))
    }
    let store = try await bench.storeAtCenter()
    #expect(throws: IntegratedCircuitCardData.FieldError.tooLong(byteCount: 288)) {
      try IntegratedCircuitCardData.request.bytes(from: store)
    }
  }

  @Test func `an answer of the center cut at any byte never becomes a script`() throws {
    let code = try #require(ResponseCode("00"))
    let whole = try Hexadecimal.bytes("910A 01020304050607083030 7119" + Self.script)
    for count in 0...whole.count {
      let response = try? IssuerResponse(
        responseCode: code, integratedCircuitCardData: Array(whole.prefix(count)))
      let scriptCount = response?.scriptsBeforeFinalCryptogram.count ?? 0
      #expect(scriptCount == (count == whole.count ? 1 : 0))
      #expect((response != nil) == [0, 12, whole.count].contains(count))
    }
  }

  @Test(arguments: [
    ("00", true), ("10", true), ("11", true), ("A2", true), ("51", false), ("05", false),
    ("01", false), ("68", false),
  ])
  func `which codes approve is data`(text: String, isApproved: Bool) throws {
    let code = try #require(ResponseCode(text))
    let response = try IssuerResponse(responseCode: code, integratedCircuitCardData: [])
    #expect(response.isApproved(by: .test) == isApproved)
    var configuration = KernelConfiguration.test
    configuration.approvingResponseCodes = []
    #expect(!response.isApproved(by: configuration))
  }
}
