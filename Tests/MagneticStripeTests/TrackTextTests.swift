import HAL
import MagneticStripe
import MockDevices
import Testing

@Suite struct TrackTextTests {
  private static let track1 = "B4761739001010010^TEST/CARD^22122011143878089"
  private static let track2 = "4761739001010010=22122011143878089"

  private func read(_ text: String, _ format: TrackFormat) -> Swipe.TrackReading {
    TrackText.reading(of: Array(text.utf8), format: format)
  }

  private func characters(_ text: String) -> Swipe.TrackReading { .characters(Array(text.utf8)) }

  @Test func `a track is what stands between its sentinels`() {
    #expect(read("%\(Self.track1)?", .track1) == characters(Self.track1))
    #expect(read(";\(Self.track2)?", .track2) == characters(Self.track2))
    for sentinel in ";+#!" {
      #expect(read("\(sentinel)01123456789=1?", .track3) == characters("01123456789=1"))
    }
    #expect(read("", .track2) == .absent)
  }

  @Test func `a check character behind the end is checked`() {
    // Source: reference 2.7: value 0 for track 2, 44 for track 1.
    #expect(read(";\(Self.track2)?0", .track2) == characters(Self.track2))
    #expect(read("%\(Self.track1)?L", .track1) == characters(Self.track1))
    #expect(read(";\(Self.track2)?1", .track2) == .unreadable(.longitudinalRedundancy))
    #expect(read(";\(Self.track2)?00", .track2) == .unreadable(.longitudinalRedundancy))
  }

  @Test func `what is wrong with a track is said`() {
    #expect(read(";1234", .track2) == .unreadable(.sentinelMissing))
    #expect(read("1234?", .track2) == .unreadable(.sentinelMissing))
    #expect(read(";E?", .track2) == .unreadable(.notDecoded))
    #expect(read(";12a4?", .track2) == .unreadable(.foreignCharacter))
    #expect(read("%" + String(repeating: "1", count: 77) + "?", .track1) == .unreadable(.tooLong))
  }

  @Test func `tracks one behind the other are told apart`() {
    let texts = [
      "%\(Self.track1)?;\(Self.track2)?+0111111111=1?\r",
      "%\(Self.track1)?\r;\(Self.track2)?\r;0111111111=1?\r",
      "%\(Self.track1)?L\r\n;\(Self.track2)?0\r\n;0111111111=1?",
    ]
    for text in texts {
      let swipe = TrackText.swipe(Array(text.utf8))
      #expect(swipe.track1 == characters(Self.track1), "\(text.count)")
      #expect(swipe.track2 == characters(Self.track2))
      #expect(swipe.track3 == characters("0111111111=1"))
    }
    let alone = TrackText.swipe(Array(";\(Self.track2)?\r".utf8))
    #expect(alone.track1 == .absent && alone.track2 == characters(Self.track2))
  }

  @Test func `keys that a person typed in between spoil the track before`() {
    let swipe = TrackText.swipe(Array("%\(Self.track1)?xy;\(Self.track2)?\r".utf8))
    #expect(swipe.track1 == .unreadable(.foreignCharacter))
    #expect(swipe.track2 == characters(Self.track2))
  }

  @Test func `any text gives a swipe`() {
    var random = SplitMix64(seed: 3)
    let alphabet = Array("%;+#?=^BE0123456789\r\n x".utf8)
    for _ in 0..<3000 {
      let text = (0..<random.below(80)).map { _ in alphabet[random.below(alphabet.count)] }
      let swipe = TrackText.swipe(text)
      #expect("\(swipe)" == "a swipe")
    }
  }
}
