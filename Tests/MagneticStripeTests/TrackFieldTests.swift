import HAL
import MagneticStripe
import PaymentTypes
import Testing

@Suite struct TrackFieldTests {
  @Test func `track 1 gives its parts and hides itself`() throws {
    let track = try #require(
      TrackOne(characters: "B4761739001010010^TEST/CARD^22122011143878089".utf8))
    #expect(track.pan.lastFour == "0010")
    #expect(track.name == "TEST/CARD")
    #expect(track.expiry?.text == "2212")
    #expect(track.serviceCode?.text == "201")
    #expect("\(track) \(String(reflecting: track))".contains("47617390") == false)
  }

  @Test func `track 1 may lack expiry and service code, and nothing else`() throws {
    let track = try #require(TrackOne(characters: "B4761739001010010^TEST/CARD^^201123".utf8))
    #expect(track.expiry == nil)
    #expect(track.serviceCode?.text == "201")
    #expect(TrackOne(characters: "B4761739001010010^TEST/CARD^^^1".utf8)?.serviceCode == nil)
    for text in [
      "", "B", "A4761739001010010^TEST/CARD^2212201", "B4761^TEST/CARD^2212201",
      "B4761739001010010^T^2212201", "B4761739001010010", "B4761739001010010^TEST/CARD",
    ] {
      #expect(TrackOne(characters: text.utf8) == nil, "\(text)")
    }
  }

  @Test func `track 3 gives its PAN behind the format code`() throws {
    let track = try #require(TrackThree(characters: "996221558812340000=1561560".utf8))
    #expect(track.formatCode == "99")
    #expect(track.pan.lastFour == "0000")
    #expect("\(track)" == "track 3 of 622155******0000")
    #expect(TrackThree(characters: "99=".utf8) == nil)
    #expect(TrackThree(characters: "".utf8) == nil)
    #expect(TrackThree(characters: "9X6221558812340000=1".utf8) == nil)
  }

  @Test func `track 2 alone is enough for a payment`() throws {
    let two = Swipe.TrackReading.characters(Array("4761739001010010=22122011143878089".utf8))
    let card = SwipedCard(Swipe(track1: .unreadable(.parity), track2: two, track3: .absent))
    guard case .readable(let track, let warnings) = card else {
      Issue.record("\(card)")
      return
    }
    #expect(track.pan.lastFour == "0010")
    #expect(warnings == [.partialTracks(track: 1, .parity)])
  }

  @Test func `a wrong check digit is a warning`() {
    let two = Swipe.TrackReading.characters(Array("4761739001010011=2212201".utf8))
    guard
      case .readable(_, let warnings) = SwipedCard(
        Swipe(track1: .absent, track2: two, track3: .absent))
    else {
      Issue.record("not readable")
      return
    }
    #expect(warnings == [.checkDigitWrong])
  }

  @Test func `why a card can't be used is said`() {
    func card(
      _ track1: Swipe.TrackReading, _ track2: Swipe.TrackReading
    ) -> SwipedCard { SwipedCard(Swipe(track1: track1, track2: track2, track3: .absent)) }
    #expect(card(.absent, .absent) == .unusable(.noData))
    #expect(card(.characters([0x42]), .absent) == .unusable(.trackTwoMissing))
    #expect(card(.absent, .unreadable(.parity)) == .unusable(.trackTwo(.parity)))
    #expect(card(.absent, .characters([0x31])) == .unusable(.notAPaymentCard))
    #expect(card(.absent, .encrypted(masked: [])) == .encrypted(nil))
  }
}
