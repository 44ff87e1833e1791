import BERTLV
import HAL
import ISO7816
import MockDevices
import PaymentTypes
import TestCards
import Testing

@Suite struct CardPersonalityTests {
  @Test func `every card of the bench has a name of its own`() {
    let cards = TestCards.bench
    #expect(Set(cards.map(\.identifier)).count == cards.count)
    #expect(Set(cards.map(\.chineseName)).count == cards.count)
    #expect(Set(cards.map(\.englishName)).count == cards.count)
    for card in cards { #expect(TestCards.benchCard(card.identifier) == card) }
    #expect(TestCards.benchCard("none") == nil)
  }

  /// Scenario files name these.
  @Test func `the identifiers are stable`() {
    #expect(
      TestCards.bench.map(\.identifier) == [
        "chip-debit-online-pin", "chip-credit-signature", "chip-no-cvm", "chip-low-balance",
        "chip-declines-after-approval", "chip-declines-offline", "chip-expired",
        "chip-two-applications", "chip-first-application-refuses", "chip-pulled-early",
        "chip-mute", "chip-no-directory", "chip-blocks", "chip-format-2",
        "chip-wants-confirmation", "chip-blocked", "chip-refuses-issuer", "chip-garbled",
        "stripe-debit", "stripe-of-chip-card", "stripe-unreadable",
      ])
  }

  @Test func `every number is a made-up one with a valid check digit`() throws {
    for account in TestCards.bench.flatMap(\.accounts) {
      let pan = try #require(PrimaryAccountNumber(digits: account.panDigits))
      #expect(pan.hasValidCheckDigit)
      #expect(pan.masked.hasPrefix("62"))
    }
  }

  @Test func `chip, stripe and account agree`() throws {
    for card in TestCards.bench {
      let numbers = card.accounts.map(\.panDigits)
      for application in card.chip?.applications ?? [] {
        #expect(numbers.contains(application.panDigits))
        let objects = application.records.flatMap { record in
          var walk = TLVWalk(record.bytes)
          var found: [TLVObject] = []
          while let place = try? walk.next() { found.append(place.object) }
          return found
        }
        let track = try #require(objects.first { $0.tag == 0x57 })
        let trackTwo = try #require(TrackTwo(equivalentData: track.value))
        #expect(trackTwo.pan.digits == application.panDigits)
        #expect(trackTwo.serviceCode?.announcesChip == true)
      }
      guard let text = card.stripe?.track2 else { continue }
      let stripe = try #require(TrackTwo(characters: text.utf8))
      #expect(numbers.contains(stripe.pan.digits))
      #expect(card.accounts.contains { $0.expiry == stripe.expiry?.text })
      #expect((card.accounts[0].issuerMasterKey != nil) == (card.chip != nil))
    }
  }

  @Test func `every answer to reset is welcome to a payment terminal`() throws {
    for chip in TestCards.bench.compactMap(\.chip) {
      guard let bytes = chip.answerToReset else { continue }
      #expect(try AnswerToReset(bytes).objections(afterWarmReset: false) == [])
    }
  }

  @Test func `a swipe gives what the stripe says`() throws {
    let debit = try #require(TestCards.benchCard("stripe-debit")?.stripe)
    #expect(
      debit.swipe.track2 == .characters(Array("6200000000000005=30121200000000000".utf8)))
    #expect(debit.swipe.track3 == .absent)
    let scratched = try #require(TestCards.benchCard("stripe-unreadable")?.stripe)
    #expect(scratched.swipe.track2 == .unreadable(.parity))
    #expect(StripePersonality(track2: nil).swipe.track2 == .absent)
    let chip = try #require(TestCards.benchCard("stripe-of-chip-card")?.stripe?.track2)
    #expect(TrackTwo(characters: chip.utf8)?.serviceCode?.announcesChip == true)
  }

  @Test func `no text form shows a number, a key or a PIN`() throws {
    let card = try #require(TestCards.benchCard("chip-debit-online-pin"))
    let chip = try #require(card.chip)
    let values: [Any] = [
      card, card.accounts[0], try #require(card.stripe), chip.applications[0],
      chip.applications[0].records[0],
    ]
    for value in values {
      #expect(Mirror(reflecting: value).children.isEmpty)
      #expect(!"\(value)".contains("6216261"))
      #expect(!String(reflecting: value).contains("6216261"))
    }
    #expect(!String(reflecting: chip).contains("6216261"))
  }
}
