import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import TestCards
import Testing

@Suite struct ApplicationSelectionTests {
  @Test func `without a directory the terminal's list is tried in its order`() async throws {
    var bench = try Bench("chip-credit-signature")
    bench.personality.chip?.hasDirectory = false
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    #expect(
      card.exchanges.prefix(5).map { Hexadecimal.text($0.command.data) } == [
        "315041592E5359532E4444463031", "A000000333010101", "A000000333010102",
        "A000000333010103", "A000000333010102",
      ])
    #expect(
      card.exchanges.prefix(5).map(\.response.status) == [
        .fileNotFound, .fileNotFound, .success, .fileNotFound, .success,
      ])
  }

  @Test func `a blocked card is told from a card without applications`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.personality.chip?.isBlocked = true
    #expect(try await bench.run().result.failure == .kernel(.cardBlocked))
    var other = try Bench("chip-no-cvm")
    other.changeApplication { $0.identifier = [0xA0, 0, 0, 0, 0x04, 0x10, 0x10] }
    #expect(try await other.run().result.failure == .kernel(.noApplication))
  }

  @Test func `a blocked application is no candidate, its neighbour is`() async throws {
    var bench = try Bench("chip-two-applications")
    bench.personality.chip?.hasDirectory = false
    bench.changeApplication { $0.isBlocked = true }
    let result = try await bench.run().result
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.application.identifier.description == "A000000333010101")
    #expect(result.offers.isEmpty)
  }

  @Test func `a blocked application of a directory gives way to the next`() async throws {
    var bench = try Bench("chip-two-applications")
    bench.changeApplication { $0.isBlocked = true }
    let result = try await bench.run().result
    #expect(result.store?.application.identifier.description == "A000000333010101")
    #expect(result.outcome == .approvedOnline)
  }

  @Test func `longer names are found one after the other`() async throws {
    var bench = try Bench("chip-no-cvm")
    var chip = try #require(bench.personality.chip)
    chip.hasDirectory = false
    chip.applications = ([1, 2, 3] as [UInt8]).map { number in
      var application = chip.applications[0]
      application.identifier += [0x00, number]
      application.label = "NUMBER \(number)"
      application.priorityIndicator = number == 3 ? 1 : nil
      return application
    }
    bench.personality.chip = chip
    let (result, card) = try await bench.run()
    #expect(result.offers.first?.map(\.label) == ["NUMBER 3", "NUMBER 1", "NUMBER 2"])
    #expect(card.exchanges[1...4].map(\.command.parameter2) == [0, 2, 2, 2])
    #expect(card.exchanges[4].response.status == .fileNotFound)
    #expect(result.store?.value(0x84) == chip.applications[2].identifier)
    #expect(result.store?.value(0x9F06) == [0xA0, 0, 0, 3, 0x33, 1, 1, 1])
  }

  @Test(arguments: [true, false])
  func `a longer name is refused where the acquirer wants an exact one`(
    hasDirectory: Bool
  ) async throws {
    var bench = try Bench("chip-no-cvm")
    bench.personality.chip?.hasDirectory = hasDirectory
    bench.changeApplication { $0.identifier += [0x01] }
    var configuration = KernelConfiguration.test
    for index in configuration.applications.indices {
      configuration.applications[index].allowsPartialMatch = false
    }
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 1)
    #expect(try await bench.run().result.failure == .kernel(.noApplication))
  }

  @Test func `applications without a priority come last, ties as the card has them`() async throws {
    var bench = try Bench("chip-no-cvm")
    var chip = try #require(bench.personality.chip)
    let priorities: [UInt8?] = [nil, 3, 0, 3, 1]
    chip.applications = priorities.enumerated().map { number, priority in
      var application = chip.applications[0]
      application.identifier += [UInt8(number)]
      application.label = "\(number)"
      application.priorityIndicator = priority
      return application
    }
    bench.personality.chip = chip
    let result = try await bench.run().result
    #expect(result.offers.first?.map(\.label) == ["4", "1", "3", "0", "2"])
  }

  @Test func `an application that wants it is confirmed first`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.changeApplication { $0.priorityIndicator = 0x81 }
    #expect(try await bench.run().result.offers.count == 1)
    bench.counter.choose = { _ in nil }
    #expect(try await bench.run().result.failure == .kernel(.cancelled))
  }

  @Test func `a terminal without a choice takes the best that needs no confirmation`() async throws
  {
    var bench = try Bench("chip-two-applications")
    bench.changeApplication { $0.priorityIndicator = 0x81 }
    var configuration = KernelConfiguration.test
    configuration.offersApplicationChoice = false
    configuration.asksForConfirmation = false
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 1)
    let result = try await bench.run().result
    #expect(result.offers.isEmpty)
    #expect(result.store?.application.identifier.description == "A000000333010101")
    bench.personality.chip?.applications[1].priorityIndicator = 0x82
    #expect(try await bench.run().result.failure == .kernel(.noApplication))
  }

  @Test func `a preferred name is shown where its code table is known`() async throws {
    var bench = try Bench("chip-two-applications")
    bench.personality.chip?.hasDirectory = false
    bench.changeApplication {
      $0.preferredName = Array("Carte de cr\u{E9}dit".utf8)
      $0.codeTable = 1
    }
    let names = try await bench.run().result.offers.first?.map(\.displayName)
    // The emulator writes UTF-8, whose bytes the terminal reads by table 1: two characters.
    #expect(names?.first?.hasPrefix("Carte de cr") == true)
    var configuration = KernelConfiguration.test
    configuration.additionalCapabilities.remove(.codeTable1)
    bench.configuration = configuration
    bench.transaction = try .sale(minorUnits: 1)
    #expect(
      try await bench.run().result.offers.first?.first?.displayName == "PBOC CREDIT")
  }

  @Test(arguments: [
    "6F15840E315041592E5359532E4444463031A50388010B9000",  // file 11
    "6F12840E315041592E5359532E4444463031A5009000",  // no file
    "6F1584019000", "9000", "6A82", "6283", "6985",
  ])
  func `an unusable directory is passed over for the list`(control: String) async throws {
    var bench = try Bench("chip-no-cvm")
    let bytes = try Hexadecimal.bytes(control)
    bench.intercept = { $0.data.first == 0x31 ? bytes : nil }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    #expect(card.commandNames[1...2] == ["SELECT", "SELECT"])
  }

  @Test(arguments: ["70046102FF019000", "77009000", "6985", "9000"])
  func `a directory record that can't be read spoils the directory`(record: String) async throws {
    var bench = try Bench("chip-no-cvm")
    let bytes = try Hexadecimal.bytes(record)
    bench.intercept = { $0.bytes.starts(with: [0x00, 0xB2, 0x02, 0x0C]) ? bytes : nil }
    let (result, card) = try await bench.run()
    #expect(result.outcome == .approvedOnline)
    #expect(card.commandNames[3] == "SELECT")
    #expect(card.exchanges[3].command.data.last == 0x01)
  }

  @Test func `entries without a usable name are skipped`() async throws {
    var bench = try Bench("chip-no-cvm")
    let record = try Hexadecimal.bytes(
      "70 1A 6103500141 61064F04A0000003 9D0100 6108 9F120541424344 45 9000".replacing(
        " ", with: ""))
    bench.intercept = { $0.bytes.starts(with: [0x00, 0xB2, 0x02, 0x0C]) ? record : nil }
    #expect(try await bench.run().result.outcome == .approvedOnline)
  }

  @Test func `a directory without end is read to its last number`() async throws {
    var bench = try Bench("chip-no-cvm")
    let record = try Hexadecimal.bytes("700E610C4F08A0000003330101015000 9000")
    bench.intercept = {
      $0.instruction == 0xB2 && $0.parameter2 == 0x0C && $0.parameter1 > 1 ? record : nil
    }
    let (result, card) = try await bench.run()
    // The application's own record of file 1 is replaced, too, but has the number 1.
    #expect(card.commandNames.filter { $0.hasPrefix("READ 1.") }.count == 256)
    #expect(result.outcome == .approvedOnline)
  }

  @Test(arguments: ["6A82", "6F0784019F9000", "9000", "6F0A8408A0000003330101039000"])
  func `an application that can't be selected after all is dropped`(answer: String) async throws {
    var bench = try Bench("chip-two-applications")
    let bytes = try Hexadecimal.bytes(answer)
    bench.intercept = { $0.instruction == 0xA4 && $0.data.last == 0x02 ? bytes : nil }
    let result = try await bench.run().result
    #expect(result.outcome == .approvedOnline)
    #expect(result.store?.application.identifier.description == "A000000333010101")
  }

  @Test func `a card that is blocked at the last moment ends it`() async throws {
    var bench = try Bench("chip-two-applications")
    bench.intercept = {
      $0.instruction == 0xA4 && $0.data.last == 0x02 ? StatusWord.functionNotSupported.bytes : nil
    }
    #expect(try await bench.run().result.failure == .kernel(.cardBlocked))
  }

  @Test func `occurrences without end are cut`() async throws {
    var bench = try Bench("chip-no-cvm")
    bench.personality.chip?.hasDirectory = false
    let endless = try Hexadecimal.bytes("6F0B8409A000000333010101FF9000")
    bench.intercept = { $0.instruction == 0xA4 && $0.data.last == 0x01 ? endless : nil }
    let card = try await bench.run().card
    #expect(card.exchanges.filter { $0.command.parameter2 == 0x02 }.count == 16)
  }

  @Test func `the languages of the card are known`() throws {
    let card = CardSimulator(try #require(TestCards.benchCard("chip-no-cvm")?.chip))
    _ = card.reset()
    var selection = ApplicationSelection(configuration: .test)
    var step = selection.begin()
    while case .transmit(let command) = step {
      step = selection.resume(with: try #require(ResponseAPDU(card.process(command.bytes))))
    }
    guard case .selected(let application) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(application.languages.codes == ["zh", "en"])
  }
}

extension StatusWord {
  /// The two bytes as a card sends them.
  var bytes: [UInt8] { [sw1, sw2] }
}
