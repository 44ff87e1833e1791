import HAL
import MagneticStripe
import MockDevices
import Octets
import Testing

/// Reports in clear, and what all formats have in common.
@Suite struct SwipeReportTests {
  static let stripe = StripePersonality(
    track1: "B4761739001010010^TEST/CARD^22122011143878089",
    track2: "4761739001010010=22122011143878089", track3: "014761739001010010=15615600")

  private static let plain = Swipe(
    track1: reading(stripe.track1), track2: reading(stripe.track2),
    track3: reading(stripe.track3))

  private static func reading(_ text: String?) -> Swipe.TrackReading {
    text.map { .characters(Array($0.utf8)) } ?? .absent
  }

  static let formats: [EmulatedSwipeReader] = {
    let keys = EmulatedReaderKeys()
    let dataKeys = EmulatedReaderKeys(algorithm: .aes, variant: .data)
    var original = EmulatedSwipeReader(format: .idTechBlock, keys: .init(variant: .data))
    original.isEnhanced = false
    var typed = original
    typed.isHexadecimal = true
    return SwipeReportFormat.allCases.map { EmulatedSwipeReader(format: $0) }
      + [
        EmulatedSwipeReader(format: .magTekEncrypted, keys: keys),
        EmulatedSwipeReader(format: .idTech, keys: dataKeys),
        EmulatedSwipeReader(format: .idTechBlock, keys: keys), original, typed,
      ]
  }()

  @Test(arguments: SwipeReportFormat.allCases)
  func `a reader that does not encrypt gives the tracks in clear`(
    format: SwipeReportFormat
  ) throws {
    var reader = EmulatedSwipeReader(format: format)
    let swipe = try format.swipe(reader.report(on: Self.stripe))
    for track in TrackFormat.allCases { #expect(swipe[track] == Self.plain[track]) }
    #expect(swipe.encryption == nil)
    let some = StripePersonality(track2: Self.stripe.track2)
    let two = try format.swipe(reader.report(on: some))
    #expect(two.track1 == .absent && two.track2 == Self.plain.track2 && two.track3 == .absent)
    let blank = try format.swipe(reader.report(on: StripePersonality(track2: nil)))
    #expect(SwipedCard(blank) == .unusable(.noData))
  }

  @Test(arguments: formats)
  func `a scratched card is a swipe whose tracks could not be decoded`(
    reader: EmulatedSwipeReader
  ) throws {
    var reader = reader
    let scratched = StripePersonality(track2: Self.stripe.track2, isUnreadable: true)
    let swipe = try reader.format.swipe(reader.report(on: scratched))
    #expect(swipe.track1 == .absent)
    #expect(swipe.track2 == .unreadable(.notDecoded))
    #expect(swipe.track3 == .absent)
  }

  @Test(arguments: formats)
  func `a report cut off at any byte is an error`(reader: EmulatedSwipeReader) throws {
    var reader = reader
    let report = try reader.report(on: Self.stripe)
    let format = reader.format
    // ID TECH's own structure pads its output up to the report's size.
    let needed = format == .idTech ? 9 + Int(report[7]) + Int(report[8]) << 8 : report.count
    for count in 0..<needed {
      #expect(throws: SwipeReportError.self, "\(format), \(count) bytes") {
        try format.swipe(Array(report.prefix(count)))
      }
    }
    #expect(throws: Never.self) { try format.swipe(Array(report.prefix(needed))) }
  }

  @Test(arguments: formats)
  func `a report with any byte changed is a swipe or an error`(
    reader: EmulatedSwipeReader
  ) throws {
    var reader = reader
    let report = try reader.report(on: Self.stripe)
    for index in report.indices {
      for value in [0x00, 0x01, 0x7F, 0x80, 0xFF, report[index] ^ 0x55] {
        var spoilt = report
        spoilt[index] = value
        _ = try? reader.format.swipe(spoilt)
      }
    }
  }

  @Test(arguments: SwipeReportFormat.allCases)
  func `any bytes are a swipe or an error`(format: SwipeReportFormat) {
    var random = SplitMix64(seed: 5)
    for round in 0..<1000 {
      var bytes = (0..<random.below(900)).map { _ in UInt8(random.below(256)) }
      if round % 2 == 0, !bytes.isEmpty { bytes[0] = 0x02 }
      do {
        let swipe = try format.swipe(bytes)
        #expect("\(swipe)" == "a swipe")
      } catch {
        #expect(!"\(error)".isEmpty)
      }
    }
  }

  @Test func `a track that is longer than its field is an error`() throws {
    var reader = EmulatedSwipeReader(format: .magTek)
    var report = try reader.report(on: Self.stripe)
    report[4] = 111
    #expect(throws: SwipeReportError.badLength(111, offset: 4)) {
      try MagTekReport.swipe(report)
    }
    reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
    report = try reader.report(on: Self.stripe)
    report[506] = 113
    #expect(throws: SwipeReportError.badLength(113, offset: 506)) {
      try MagTekEncryptedReport.swipe(report)
    }
    report[506] = 36
    report[4] = 41
    #expect(throws: SwipeReportError.badLength(41, offset: 4)) {
      try MagTekEncryptedReport.swipe(report)
    }
  }

  @Test func `cards of other standards pass as they are`() throws {
    var reader = EmulatedSwipeReader(format: .magTek)
    var report = try reader.report(on: Self.stripe)
    report[6] = 1
    let swipe = try MagTekReport.swipe(report)
    #expect(swipe.track2 == .characters(Array(";\(Self.stripe.track2 ?? "")?".utf8)))
  }
}
