import HAL
import MagneticStripe
import MockDevices
import Octets
import Testing

/// Source of the vectors: reference 2.7; test PANs only.
@Suite struct TrackBitsTests {
  private static let track2Bits = "0000d138d8733308601804300d9088210184204c8b8208a7f0800000"
  private static let track2 = "4761739001010010=22122011143878089"
  private static let track1Bits =
    "0000a28caf56917ae4981024509142048a11f16a59cb79c50d3137c952c54a942458b14ae41bd46841b33e1a0000"
  private static let track1 = "B4761739001010010^TEST/CARD^22122011143878089"

  private static let cards: [(TrackFormat, String)] = [
    (.track1, track1), (.track2, track2),
    (.track3, "011234567890123456=724724100000000000030300000000000000000000000=0"),
  ]

  @Test func `the vectors decode to their texts`() throws {
    for (format, bits, text) in [
      (TrackFormat.track1, Self.track1Bits, Self.track1), (.track2, Self.track2Bits, Self.track2),
    ] {
      let track = TrackBits(try Hexadecimal.bytes(bits), format: format)
      #expect(track.reading == .characters(Array(text.utf8)))
      #expect(track.direction == .forward)
      #expect(track.parityErrors.isEmpty)
      #expect(track.isCheckCharacterRight == true)
      #expect(try TrackEncoder.bits(text.utf8, format: format) == Hexadecimal.bytes(bits))
    }
  }

  @Test func `each track decodes in both directions`() throws {
    for (format, text) in Self.cards {
      for direction in Swipe.Direction.allCases {
        let bits = try #require(
          TrackEncoder.bits(text.utf8, format: format, direction: direction))
        let track = TrackBits(bits, format: format)
        #expect(track.reading == .characters(Array(text.utf8)))
        #expect(track.direction == direction)
      }
    }
  }

  @Test func `a bit that flips is found, wherever it stands in the data`() throws {
    for (format, text) in Self.cards {
      let bits = try #require(TrackEncoder.bits(text.utf8, format: format))
      let dataBits = (text.utf8.count + 3) * (format.dataBitCount + 1)
      for place in TrackEncoder.clockBitCount..<TrackEncoder.clockBitCount + dataBits {
        var spoilt = bits
        spoilt[place / 8] ^= 0x80 >> UInt8(place % 8)
        let track = TrackBits(spoilt, format: format)
        guard case .unreadable = track.reading else {
          Issue.record("\(format), bit \(place): \(track.reading)")
          continue
        }
      }
    }
  }

  @Test func `a wrong parity bit is reported with its place`() throws {
    var bits = try #require(TrackEncoder.bits("1234567890=2512".utf8, format: .track2))
    let place = TrackEncoder.clockBitCount + 5 * 3 + 4
    bits[place / 8] ^= 0x80 >> UInt8(place % 8)
    let track = TrackBits(bits, format: .track2)
    #expect(track.reading == .unreadable(.parity))
    #expect(track.parityErrors == [3])
    #expect(track.isCheckCharacterRight == true)
  }

  @Test func `two bits that flip in one character are found by the check character`() throws {
    var bits = try #require(TrackEncoder.bits("1234567890=2512".utf8, format: .track2))
    for place in [TrackEncoder.clockBitCount + 15, TrackEncoder.clockBitCount + 16] {
      bits[place / 8] ^= 0x80 >> UInt8(place % 8)
    }
    let track = TrackBits(bits, format: .track2)
    #expect(track.reading == .unreadable(.longitudinalRedundancy))
    #expect(track.isCheckCharacterRight == false)
  }

  @Test func `a track cut off at any byte is a fault, and no trap`() throws {
    for (format, text) in Self.cards {
      let bits = try #require(TrackEncoder.bits(text.utf8, format: format))
      let whole = TrackBits(bits, format: format).reading
      for count in 0..<bits.count {
        let reading = TrackBits(Array(bits.prefix(count)), format: format).reading
        switch reading {
        case .absent, .unreadable: break
        case .characters, .encrypted: #expect(reading == whole, "\(format), \(count) bytes")
        }
      }
    }
  }

  @Test func `a track without its end says so`() throws {
    let bits = try #require(TrackEncoder.bits("1234567890=2512".utf8, format: .track2))
    #expect(
      TrackBits(Array(bits.prefix(8)), format: .track2).reading == .unreadable(.sentinelMissing))
    #expect(TrackBits([0xFF, 0xFF], format: .track2).reading == .unreadable(.sentinelMissing))
  }

  @Test func `more characters than a track may hold are too long`() throws {
    let digits = [UInt8](repeating: 0x31, count: 38)
    let bits = try #require(TrackEncoder.bits(digits, format: .track2))
    #expect(TrackBits(bits, format: .track2).reading == .unreadable(.tooLong))
    let fits = try #require(TrackEncoder.bits(digits.dropLast(), format: .track2))
    #expect(TrackBits(fits, format: .track2).reading == .characters(Array(digits.dropLast())))
  }

  @Test func `no flux at all is no track`() {
    #expect(TrackBits([], format: .track1).reading == .absent)
    #expect(TrackBits([0, 0, 0], format: .track3).reading == .absent)
  }

  @Test func `any bytes give a reading`() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<3000 {
      let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
      for format in TrackFormat.allCases {
        let track = TrackBits(bytes, format: format)
        if case .characters(let characters) = track.reading {
          #expect(characters.allSatisfy(format.holds))
          #expect(track.isCheckCharacterRight == true)
        }
      }
    }
  }

  @Test func `a letter can't be encoded on track 2, and nothing of a track is printed`() throws {
    #expect(TrackEncoder.bits("12A4".utf8, format: .track2) == nil)
    let track = TrackBits(try Hexadecimal.bytes(Self.track2Bits), format: .track2)
    #expect(!"\(track) \(String(reflecting: track))".contains("4761"))
  }
}
