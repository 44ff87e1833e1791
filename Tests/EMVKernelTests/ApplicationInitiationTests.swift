import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import Testing

@Suite struct ApplicationInitiationTests {
  private func failure(
    _ change: (inout Bench) throws -> Void
  ) async throws -> KernelFailure? {
    var bench = try Bench("chip-no-cvm")
    try change(&bench)
    guard case .kernel(let failure) = try await bench.run().result.failure else { return nil }
    return failure
  }

  @Test func `what SELECT gave may come once more in the records, but not twice`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { $0.appendRecordObject(0x50, Array("OTHER".utf8)) }
    let record = try await bench.run().result
    #expect(record.outcome == .approvedOnline)
    #expect(record.store?.value(0x50) == Array("PBOC DEBIT".utf8))
    bench.changeApplication { $0.appendRecordObject(0x50, Array("OTHER".utf8)) }
    #expect(try await bench.run().result.failure == .kernel(.duplicate(0x50)))
  }

  @Test func `a list of methods that nobody will use may be malformed`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.set(0x8E, [1, 2, 3])
    #expect(try await bench.run().result.failure == .kernel(.invalid(0x8E)))
    bench.changeApplication { $0.interchangeProfile[0] &= ~0x10 }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }

  @Test func `the card's list is filled`() async throws {
    let card = try await Bench("chip-no-cvm").run().card
    let command = try #require(card.exchanges.first { $0.command.instruction == 0xA8 }).command
    #expect(Hexadecimal.text(command.data) == "830B0156000000012345261123")
    #expect(command.expectedByteCount == 256)
  }

  @Test func `a card without a list gets an empty one`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { $0.processingOptionsList = nil }
    let (result, card) = try await bench.run()
    #expect(card.exchanges.first { $0.command.instruction == 0xA8 }?.command.data == [0x83, 0])
    #expect(result.outcome == .approvedOnline)
  }

  @Test func `format 2 serves as well as format 1`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { $0.usesFormat2 = true }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }

  @Test(arguments: [
    ("9F02", KernelFailure.invalid(0x9F38)), ("9F02FF9A01", .invalid(0x9F38)),
    ("9F02FF", .invalid(0x9F38)),
  ])
  func `a list that can't be filled ends it`(list: String, expected: KernelFailure) async throws {
    let bytes = try Hexadecimal.bytes(list)
    #expect(
      try await failure { $0.changeApplication { $0.processingOptionsList = bytes } } == expected)
  }

  @Test(arguments: [
    ("6984", KernelFailure.refused(.getProcessingOptions, StatusWord(0x6984))),
    ("9000", .malformedAnswer(.getProcessingOptions)),
    ("80011C9000", .malformedAnswer(.getProcessingOptions)),
    ("8006 1C00 08010100 9000", .missing(0x5F24)),
    ("80021C009000", .invalidFileLocator),
    ("7704940408010100 9000", .malformedAnswer(.getProcessingOptions)),
    ("7706940408010100 9000", .missing(0x82)),
    ("770782011C9402FFFF 9000", .invalid(0x82)),
    ("770482021C00 9000", .invalidFileLocator),
    ("7709 82011C 940408010100 9000", .invalid(0x82)),
    ("70009000", .malformedAnswer(.getProcessingOptions)),
    ("80021C0080021C009000", .malformedAnswer(.getProcessingOptions)),
  ])
  func `an answer that makes no sense ends it`(text: String, expected: KernelFailure) async throws {
    #expect(try await failure { try $0.answer(0xA8, with: text) } == expected)
  }

  @Test(arguments: [
    "", "08", "08010100080101", "00010100", "F8010100", "09010100", "08000100", "08020100",
    "08010102", "0801FF00100 10200",
  ])
  func `a file locator that can't be ends it`(locator: String) async throws {
    let text = locator.replacing(" ", with: "")
    let bytes = try Hexadecimal.bytes(text.count % 2 == 0 ? text : "")
    #expect(
      try await failure { $0.changeApplication { $0.fileLocator = bytes } } == .invalidFileLocator)
    #expect(ApplicationFileLocator(bytes) == nil)
  }

  @Test func `a file locator lists its records`() throws {
    let locator = try #require(
      ApplicationFileLocator(try Hexadecimal.bytes("08010301 F0050500")))
    #expect(locator.records.map(\.file) == [1, 1, 1, 30])
    #expect(locator.records.map(\.number) == [1, 2, 3, 5])
    #expect(locator.records.map(\.isAuthenticated) == [true, false, false, false])
    #expect(ApplicationFileLocator([0x08, 1, 255, 0, 0x10, 1, 2, 0]) == nil)
  }

  @Test func `a record that is missing or malformed ends it`() async throws {
    #expect(
      try await failure { $0.changeApplication { $0.fileLocator = [0x08, 9, 9, 0] } }
        == .refused(.readRecord(file: 1, record: 9), .recordNotFound))
    for bytes in [[], [0x70, 5, 0x5A], [0x77, 0], [0x70, 0, 0x70, 0], [0x5A, 1, 0x62]] as [[UInt8]]
    {
      #expect(
        try await failure { $0.changeApplication { $0.records[0].bytes = bytes } }
          == .malformedRecord(file: 1, record: 1), "\(bytes)")
    }
  }

  @Test func `padding in and around a record does no harm`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { application in
      let inner = Array(application.records[0].bytes.dropFirst(2))
      var writer = TLVWriter()
      writer.append(0x70, [0, 0] + inner + [0])
      application.records[0].bytes = [0] + writer.bytes + [0, 0]
    }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }

  @Test(arguments: [0x5A, 0x5F24, 0x8C, 0x8D] as [DataObjectTag])
  func `a mandatory object that is missing ends it`(tag: DataObjectTag) async throws {
    #expect(try await failure { $0.set(tag, nil) } == .missing(tag))
  }

  @Test(
    arguments: [
      (0x5A, "6216261A"), (0x5A, "62FF1234"), (0x5A, ""), (0x5F24, "260230"), (0x5F24, "2611"),
      (0x5F24, "26AB01"), (0x8C, "9F02"), (0x8D, "9F"), (0x8E, "00000000000000"),
      (0x8E, "00000000000000001F"),
    ] as [(DataObjectTag, String)])
  func `a mandatory object or list that is malformed ends it`(
    tag: DataObjectTag, value: String
  ) async throws {
    let bytes = try Hexadecimal.bytes(value)
    #expect(try await failure { $0.set(tag, bytes) } == .invalid(tag))
  }

  @Test(
    arguments: [0x9F07, 0x5F28, 0x9F08, 0x9F0D, 0x9F0F, 0x9F14, 0x9F42, 0x5F25]
      as [DataObjectTag])
  func `another object that is malformed counts as missing`(tag: DataObjectTag) async throws {
    var bench = try Bench("chip-no-cvm")
    bench.set(tag, [1, 2, 3, 4])
    let store = try #require(try await bench.run().result.store)
    #expect(store.verificationResults.contains(.cardDataMissing))
    #expect(store.findings.contains { $0.reason == .malformed(tag) })
    #expect(store.value(tag) == nil)
  }

  @Test func `an object that comes twice ends it`() async throws {
    #expect(
      try await failure { $0.changeApplication { $0.appendRecordObject(0x5F34, [1]) } }
        == .duplicate(0x5F34))
  }

  @Test func `a card can't set what belongs to terminal and issuer`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { application in
      for (tag, value) in [
        (0x9F02, [9, 9, 9, 9, 9, 9]), (0x95, [0, 0, 0, 0, 0]), (0x9F33, [0xFF, 0xFF, 0xFF]),
        (0x8A, [0x30, 0x30]), (0x91, [1, 2, 3]), (0x9F34, [0x1F, 0, 2]), (0x9F1B, [0, 0, 0, 0]),
      ] as [(DataObjectTag, [UInt8])] {
        application.appendRecordObject(tag, value)
      }
    }
    bench.issuer?.authenticates = false
    bench.changeApplication { $0.requiresIssuerAuthentication = false }
    let result = try await bench.run().result
    let store = try #require(result.store)
    #expect(result.outcome == .approvedOnline)
    #expect(store.value(0x9F02) == [0, 0, 0, 1, 0x23, 0x45])
    #expect(store.value(0x95)?.first == 0x80)
    #expect(store.value(0x9F33) == [0xE0, 0x68, 0xC8])
    #expect(store.value(0x91) == nil)
  }

  @Test func `records beyond file 10 are read and left alone`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication {
      $0.records.append(CardRecord(file: 11, number: 1, bytes: [1, 2, 3]))
    }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }
}
