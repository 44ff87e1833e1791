import BERTLV
import ChipTransaction
import EMVKernel
import HAL
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

@Suite struct ChipSequenceTests {
  /// An approval with a script of one command, to be sent after the second cryptogram.
  private func approval(script: String = "") throws -> OnlineResult {
    .answered(
      try IssuerResponse(
        responseCode: try #require(ResponseCode("00")),
        integratedCircuitCardData: try Hexadecimal.bytes(script)))
  }

  /// P1 of each GENERATE AC.
  private func requests(_ record: ChipTransactionRecord) -> [UInt8] {
    record.exchanges.filter { $0.command[1] == 0xAE }.map { $0.command[2] }
  }

  @Test func `an approval is confirmed by the card, and all of it is on record`() async throws {
    let counter = try EmulatedCounter("chip-two-applications")
    counter.center = .success(try approval())
    let record = await (try counter.sequence()).run()
    #expect(record.outcome == .approvedOnline)
    #expect(record.failure == nil)
    #expect(record.offers.map { $0.map(\.displayName) } == [["PBOC CREDIT", "PBOC DEBIT"]])
    #expect(record.application?.candidate.name.description == "A000000333010102")
    #expect(record.analyses.map(\.request) == [.onlineRequest])
    #expect(record.cryptograms.map(\.request) == [.onlineRequest, .approved])
    #expect(record.cryptograms.map(\.information.type) == [.onlineRequest, .approved])
    #expect(record.cryptograms.allSatisfy { $0.cryptogram.count == 8 })
    #expect(record.exchanges.count == counter.card.exchanges.count)
    #expect(record.online == (try approval()))
    #expect(record.store?.statusInformation.contains(.cardRiskManagementPerformed) == true)
  }

  @Test func `what may have been booked asks the card for a decline`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    counter.center = .success(.outcomeUnknown)
    let record = await (try counter.sequence()).run()
    #expect(requests(record) == [0x80, 0x00])
    #expect(record.outcome == .outcomeUnknown)
    #expect(record.outcome?.requiresReversal == true)
    #expect(record.outcome?.isApproved == false)
    #expect(record.store?.value(0x8A) == Array("Z3".utf8))
  }

  @Test func `who stops before the center is asked has the card decline too`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    counter.center = .failure(.stopped)
    let record = await (try counter.sequence()).run()
    #expect(requests(record) == [0x80, 0x00])
    #expect(record.outcome == nil)
    #expect(record.failure == .stopped)
  }

  @Test func `a card that goes after the approval calls for a reversal`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    counter.center = .success(try approval())
    counter.intercept = { [unowned counter] command in
      if command.instruction == 0xAE, command.parameter1 == 0x40 {
        counter.commandsUntilRemoval = 0
        return ResponseAPDU(status: StatusWord(0x6F00))
      }
      return nil
    }
    let record = await (try counter.sequence()).run()
    #expect(record.outcome == .declinedByCardAfterApproval)
    #expect(record.outcome?.requiresReversal == true)
  }

  @Test func `a card that goes during the last script has approved all the same`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    counter.center = .success(try approval(script: "7211 9F1804AABBCCDD 8608 8424000003010203"))
    counter.intercept = { [unowned counter] command in
      if command.instruction == 0xAE, command.parameter1 == 0x40 {
        counter.commandsUntilRemoval = 0
      }
      return nil
    }
    let record = await (try counter.sequence()).run()
    #expect(record.outcome == .approvedOnline)
    #expect(record.failure == .cardLost(.cardRemoved))
    #expect(record.exchanges.last?.response == nil)
    #expect(record.store?.scriptResults == [0x11, 0xAA, 0xBB, 0xCC, 0xDD])
    #expect(record.store?.findings.last?.reason == .scriptInterrupted(command: 1))
  }

  @Test func `a card that goes at any command is never approved without its TC`() async throws {
    for count in 0..<12 {
      let counter = try EmulatedCounter("chip-debit-online-pin")
      counter.center = .success(try approval())
      counter.commandsUntilRemoval = count
      let record = await (try counter.sequence()).run()
      #expect(record.failure == .cardLost(.cardRemoved), "after \(count)")
      #expect(record.outcome?.isApproved != true, "after \(count)")
    }
  }

  @Test func `reading stops before anything is signed`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    let record = await (try counter.sequence()).readCard()
    #expect(record.failure == nil)
    #expect(record.store?.primaryAccountNumber != nil)
    #expect(requests(record).isEmpty)
    counter.refusesCard = true
    #expect(await (try counter.sequence()).readCard().failure == .stopped)
  }

  @Test func `the merchant may accept what only the card has declined`() async throws {
    for (isAllowed, accepts, outcome) in [
      (true, true, ChipOutcome.acceptedByMerchant), (true, false, .declinedOffline),
      (false, true, .declinedOffline),
    ] {
      let counter = try EmulatedCounter("chip-declines-offline")
      counter.accepts = accepts
      counter.configuration.allowsForcedAcceptance = isAllowed
      let record = await (try counter.sequence()).run()
      #expect(record.outcome == outcome)
      #expect(counter.acceptanceQuestions == (isAllowed ? 1 : 0))
    }
  }

  @Test func `what the center declined or may have booked is never accepted so`() async throws {
    let decline = OnlineResult.answered(
      IssuerResponse(responseCode: try #require(ResponseCode("51"))))
    for online in [decline, .outcomeUnknown] {
      let counter = try EmulatedCounter("chip-no-cvm")
      counter.accepts = true
      counter.configuration.allowsForcedAcceptance = true
      counter.center = .success(online)
      let record = await (try counter.sequence()).run()
      #expect(record.outcome?.isApproved == false)
      #expect(counter.acceptanceQuestions == 0)
    }
  }

  @Test func `a referral that the issuer approves asks the card for its TC`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    let response = IssuerResponse(responseCode: try #require(ResponseCode("01")))
    #expect(response.isReferral(by: counter.configuration))
    counter.center = .success(.approvedByReferral(response))
    let record = await (try counter.sequence()).run()
    #expect(requests(record) == [0x80, 0x40])
    #expect(record.outcome == .approvedByReferral)
    #expect(record.outcome?.isOfflineSale == true)
    #expect(record.store?.value(0x8A) == Array("01".utf8))
  }

  @Test func `a whole transaction reads as sentences`() async throws {
    let counter = try EmulatedCounter("chip-two-applications")
    counter.center = .success(try approval())
    let account = await (try counter.sequence()).run().account
    #expect(account.first?.hasPrefix("The cardholder was offered A000000333010102") == true)
    #expect(account.contains("Application A000000333010102 was selected under A000000333010102"))
    #expect(
      account.contains {
        $0.hasPrefix("TVR byte 4 bit 8: ") && $0.hasSuffix("(EMV 4.3 Book 3, 10.6.1)")
      })
    #expect(account.contains { $0.hasPrefix("The terminal asks for ARQC, because the action") })
    #expect(account.contains("Asked for TC, the card gave TC"))
    #expect(account.contains("The center answered 00"))
    #expect(account.last == "Approved by center and card")
    #expect(account.allSatisfy { !$0.contains("622155") })
  }

  @Test func `each ending has a sentence`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    counter.center = .failure(.stopped)
    #expect(
      await (try counter.sequence()).run().account.last == "The terminal ended the transaction")
    counter.center = .success(.unableToGoOnline)
    #expect(
      await (try counter.sequence()).run().account.suffix(2) == [
        "The center could not be reached, and nothing was sent",
        "Declined, as the center can't be reached (Z3)",
      ])
  }

  @Test func `texts of a record show no data of the card`() async throws {
    let counter = try EmulatedCounter("chip-no-cvm")
    let record = await (try counter.sequence()).run()
    var text = "\(record) "
    dump(record, to: &text)
    for exchange in record.exchanges { text += "\(exchange) " }
    #expect(!text.contains("621626"))
    #expect(text.contains("00B2"))
  }
}
