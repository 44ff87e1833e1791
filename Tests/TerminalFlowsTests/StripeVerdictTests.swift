import HAL
import PaymentTypes
import TerminalFlows
import Testing

@Suite struct StripeVerdictTests {
  private func verdict(_ track2: Swipe.TrackReading, takesChips: Bool) -> StripeVerdict {
    StripeVerdict(
      Swipe(track1: .absent, track2: track2, track3: .absent), takesChips: takesChips)
  }

  private func card(serviceCode: String) -> Swipe.TrackReading {
    .characters(Array("6200000000000005=3012\(serviceCode)0000000000".utf8))
  }

  @Test(arguments: ["120", "201", "520", "601"])
  func `a card with a chip is asked for it where there is a slot`(serviceCode: String) {
    let announcesChip = ["2", "6"].contains(serviceCode.prefix(1))
    let withSlot = verdict(card(serviceCode: serviceCode), takesChips: true)
    #expect((withSlot == .refused(.insertChip)) == announcesChip)
    let withoutSlot = verdict(card(serviceCode: serviceCode), takesChips: false)
    guard case .accepted(let track, isFallback: false) = withoutSlot else {
      Issue.record("a stripe refused, though there is no slot")
      return
    }
    #expect(track.pan.lastFour == "0005")
  }

  @Test func `after failures of the chip its card may be swiped, and is flagged`() {
    func verdict(_ serviceCode: String) -> StripeVerdict {
      StripeVerdict(
        Swipe(track1: .absent, track2: card(serviceCode: serviceCode), track3: .absent),
        takesChips: true, allowsFallback: true)
    }
    guard case .accepted(_, isFallback: true) = verdict("201"),
      case .accepted(_, isFallback: false) = verdict("120")
    else {
      Issue.record("not accepted")
      return
    }
  }

  @Test func `what the reader encrypted is refused in words of its own`() {
    var swipe = Swipe(track1: .absent, track2: .encrypted(masked: []), track3: .absent)
    #expect(StripeVerdict(swipe, takesChips: true) == .refused(.swipeEncrypted))
    swipe.encryption = SwipeEncryption(
      algorithm: .aes, keyVariant: .data, keySerialNumber: [], blocks: [], announcesChip: true)
    #expect(StripeVerdict(swipe, takesChips: true) == .refused(.insertChip))
    #expect(StripeVerdict(swipe, takesChips: false) == .refused(.swipeEncrypted))
  }

  @Test func `what can't be read is refused with its reason`() {
    for fault in Swipe.TrackFault.allCases {
      let expected: StripeVerdict =
        fault == .keysExhausted ? .refused(.swipeReaderExhausted) : .refused(.swipeAgain)
      #expect(verdict(.unreadable(fault), takesChips: true) == expected)
    }
    #expect(verdict(.absent, takesChips: true) == .refused(.swipeAgain))
    #expect(verdict(.characters([0x31]), takesChips: true) == .refused(.notAPaymentCard))
  }
}
