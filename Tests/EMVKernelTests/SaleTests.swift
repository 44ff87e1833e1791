import BERTLV
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

/// Whole sales of the kernel against the emulated card, with real cryptograms on both sides.
@Suite struct SaleTests {
  @Test func `a debit sale with online PIN is approved by center and card`() async throws {
    let (result, card) = try await Bench("chip-debit-online-pin").run()
    #expect(result.failure == nil)
    #expect(result.outcome == .approvedOnline)
    #expect(
      card.commandNames == [
        "SELECT PSE", "READ 1.1", "READ 1.2", "SELECT", "GPO", "READ 1.1", "READ 2.1", "READ 2.2",
        "GET DATA 9F36", "GET DATA 9F13", "GENERATE AC 80", "EXTERNAL AUTHENTICATE",
        "GENERATE AC 40",
      ])
    let store = try #require(result.store)
    // Offline data authentication not performed; new card; online PIN; floor limit.
    #expect("\(store.verificationResults)" == "8008048000")
    #expect("\(store.statusInformation)" == "7800")
    #expect(store.verificationMethodResults?.description == "420300")
    #expect(store.value(0x9F27) == [0x40])
    #expect(store.value(0x9F36) == [0, 1])
    #expect(store.primaryAccountNumber?.masked == "621626*********0018")
    #expect(store.trackTwo?.serviceCode?.announcesChip == true)
    #expect(store.panSequenceNumber == 1)
    #expect(store.expiryDate?.text == "3012")
  }

  @Test func `field 55 of the request holds what the card has signed`() async throws {
    let store = try await Bench("chip-debit-online-pin").storeAtCenter()
    let field = try IntegratedCircuitCardData.request.bytes(from: store)
    let tags = TLVInspection(field).items.map(\.tag.text)
    #expect(
      tags == [
        "9F26", "9F27", "9F10", "9F37", "9F36", "95", "9A", "9C", "9F02", "5F2A", "82", "9F1A",
        "9F03", "9F33", "9F34", "9F35", "9F1E", "84", "9F09", "9F41",
      ])
    let reader = TLVReader(field)
    #expect(try reader.first(0x9F27) == [0x80])
    #expect(try reader.first(0x9F10) == [0x07, 0x01, 0x01, 0x03, 0xA0, 0x08, 0x00, 0x01])
    #expect(try reader.first(0x9F33) == [0xE0, 0x68, 0xC8])
    #expect(try reader.first(0x9F34) == [0x42, 0x03, 0x00])
    #expect(try reader.first(0x9F35) == [0x22])
    #expect(try reader.first(0x9F41) == [0, 0, 0, 3])
    #expect(try reader.first(0x9A) == [0x26, 0x11, 0x23])
  }

  @Test func `a second sale counts up and no longer meets a new card`() async throws {
    let bench = try Bench("chip-debit-online-pin")
    let card = CardSimulator(try #require(bench.personality.chip))
    #expect(await bench.run(card).outcome == .approvedOnline)
    let second = await bench.run(card)
    #expect(second.outcome == .approvedOnline)
    #expect(second.store?.value(0x9F36) == [0, 2])
    #expect(second.store.map { "\($0.verificationResults)" } == "8000048000")
  }

  @Test func `a credit card asks for a signature`() async throws {
    let (result, _) = try await Bench("chip-credit-signature").run()
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.verificationMethodResults?.description == "5E0300")
    #expect(result.store?.verificationMethodResults?.requiresSignature == true)
    #expect(result.store?.application.identifier.description == "A000000333010102")
  }

  @Test func `a card may require no verification`() async throws {
    let (result, _) = try await Bench("chip-no-cvm").run()
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.verificationMethodResults?.description == "1F0002")
    #expect(result.store.map { "\($0.verificationResults)" } == "8008008000")
  }

  @Test func `a center that declines gets an AAC from the card`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer?.responseCode = "51"
    let (result, card) = try await bench.run()
    #expect(result.outcome == .declinedOnline)
    #expect(card.commandNames.last == "GENERATE AC 00")
    #expect(result.store?.value(0x9F27) == [0x00])
    #expect(result.store?.value(0x8A) == Array("51".utf8))
    #expect(result.outcome?.requiresReversal == false)
  }

  @Test func `a card that declines after the approval calls for a reversal`() async throws {
    let (result, _) = try await Bench("chip-declines-after-approval").run()
    #expect(result.outcome == .declinedByCardAfterApproval)
    #expect(result.outcome?.requiresReversal == true)
    #expect(result.outcome?.isApproved == false)
    let store = try #require(result.store)
    let field = try IntegratedCircuitCardData.reversal.bytes(from: store)
    #expect(TLVInspection(field).items.map(\.tag.text) == ["95", "9F36", "9F1E", "9F10"])
    #expect(try TLVReader(field).first(0x9F10) == [7, 1, 1, 3, 0x20, 0, 0, 1])
  }

  @Test func `a card may decline before the center is asked`() async throws {
    let (result, card) = try await Bench("chip-declines-offline").run()
    #expect(result.outcome == .declinedOffline)
    #expect(card.commandNames.last == "GENERATE AC 80")
    #expect(result.store.map { "\($0.statusInformation)" } == "6800")
  }

  @Test func `without the center a card with strict action codes declines`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer = nil
    let (result, card) = try await bench.run()
    #expect(result.outcome == .declinedWithoutCenter)
    #expect(card.commandNames.suffix(2) == ["GENERATE AC 80", "GENERATE AC 00"])
    #expect(result.store?.value(0x8A) == Array("Z3".utf8))
  }

  @Test func `without the center a card with lenient action codes may approve`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.issuer = nil
    bench.configuration = bench.configuration.withLenientActionCodes()
    bench.changeApplication { application in
      application.setRecordObject(0x9F0D, [0, 0, 0, 0, 0])
    }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedWithoutCenter)
    #expect(card.commandNames.suffix(2) == ["GENERATE AC 80", "GENERATE AC 40"])
    #expect(result.store?.value(0x8A) == Array("Y3".utf8))
  }

  @Test func `a small sale under lenient codes is approved offline`() async throws {
    var bench = try Bench("chip-no-cvm", minorUnits: 100)
    bench.configuration = bench.configuration.withLenientActionCodes(floorLimit: 5000)
    bench.changeApplication { application in
      application.setRecordObject(0x9F0F, [0, 0, 0, 0, 0])
    }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOffline)
    #expect(card.commandNames.last == "GENERATE AC 40")
    #expect(result.store?.value(0x8A) == Array("Y1".utf8))
  }

  @Test func `an expired card goes online and shows it`() async throws {
    let (result, _) = try await Bench("chip-expired").run()
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.verificationResults.contains(.applicationExpired) == true)
    #expect(
      result.store?.findings.map(\.description).contains(
        "TVR byte 2 bit 7: the application has expired, because 5F24 is before today "
          + "(EMV 4.3 Book 3, 10.4.3)") == true)
  }

  @Test func `the cardholder chooses between two applications`() async throws {
    var bench = try Bench("chip-two-applications")
    bench.counter.choose = { $0.last }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    #expect(
      result.offers.map { $0.map(\.displayName) } == [["PBOC CREDIT", "PBOC DEBIT"]])
    #expect(result.store?.application.identifier.description == "A000000333010101")
    #expect(
      card.commandNames.prefix(5) == ["SELECT PSE", "READ 1.1", "READ 1.2", "READ 1.3", "SELECT"])
  }

  @Test func `an application that does not start gives way to the next`() async throws {
    let (result, card) = try await Bench("chip-first-application-refuses").run()
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.application.identifier.description == "A000000333010101")
    #expect(card.commandNames[4...].prefix(4) == ["SELECT", "GPO", "SELECT", "GPO"])
    #expect(result.store?.primaryAccountNumber?.lastFour == "0091")
  }

  @Test func `a card whose applications all refuse has none`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.changeApplication { $0.rejectsProcessingOptions = true }
    #expect(try await bench.run().result.failure == .kernel(.noApplication))
  }

  @Test func `a mute card and a card that is pulled end the sale`() async throws {
    #expect(try await Bench("chip-mute").run().result.failure == .cardLost(.cardRemoved))
    let (result, card) = try await Bench("chip-pulled-early").run()
    #expect(result.failure == .cardLost(.cardRemoved))
    #expect(card.exchanges.count == 5)
    #expect(card.isRemoved)
  }

  @Test(arguments: 1...13)
  func `a card pulled after any command never leads to an approval`(count: Int) async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.personality.chip?.commandsUntilRemoval = count
    let (result, _) = try await bench.run()
    if count == 13 {
      #expect(result.outcome == .approvedOnline)
    } else if count >= 11 {
      // The center has approved: the booking must be taken back.
      #expect(result.outcome == .declinedByCardAfterApproval)
    } else {
      #expect(result.outcome == nil)
      #expect(result.failure == .cardLost(.cardRemoved))
    }
  }

  @Test func `a cardholder without a PIN falls back to the signature`() async throws {
    var bench = try Bench("chip-debit-online-pin")
    bench.counter.pinEntry = .bypassed
    let (result, _) = try await bench.run()
    #expect(result.store?.verificationMethodResults?.description == "1E0300")
    #expect(result.store.map { "\($0.verificationResults)" } == "8008088000")
    #expect(result.outcome == .approvedOnline)
  }
}

extension KernelConfiguration {
  /// The same terminal, which names no bit and has a floor limit.
  func withLenientActionCodes(floorLimit: UInt32 = 0) -> KernelConfiguration {
    var configuration = self
    for index in configuration.applications.indices {
      configuration.applications[index].actionCodeDefault = .init()
      configuration.applications[index].actionCodeOnline =
        floorLimit == 0 ? configuration.applications[index].actionCodeOnline : .init()
      configuration.applications[index].floorLimit = floorLimit
    }
    return configuration
  }
}

extension ApplicationPersonality {
  /// Replaces the value of an object in the records, or removes it.
  mutating func setRecordObject(_ tag: DataObjectTag, _ value: [UInt8]?) {
    for index in records.indices {
      var writer = TLVWriter()
      var hasChanged = false
      guard var reader = try? TLVReader(records[index].bytes).only(0x70) else { continue }
      writer.appendTemplate(0x70) { template in
        while let object = try? reader.next() {
          if object.tag == tag { hasChanged = true }
          let replacement = object.tag == tag ? value : Array(object.value)
          if let replacement { template.append(object.tag, replacement) }
        }
      }
      if hasChanged { records[index].bytes = writer.bytes }
    }
  }

  /// Appends an object to the last record.
  mutating func appendRecordObject(_ tag: DataObjectTag, _ value: [UInt8]) {
    guard let index = records.indices.last,
      let contents = try? TLVReader(records[index].bytes).only(0x70)
    else { return }
    var inner = TLVWriter()
    inner.append(tag, value)
    var writer = TLVWriter()
    writer.append(0x70, Array(contents.rest) + inner.bytes)
    records[index].bytes = writer.bytes
  }
}
