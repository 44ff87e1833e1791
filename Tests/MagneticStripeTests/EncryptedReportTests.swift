import HAL
import MagneticStripe
import MockDevices
import Octets
import Testing

/// What a reader encrypted stays encrypted, byte for byte: a center with the key can read it.
@Suite struct EncryptedReportTests {
  private static let stripe = SwipeReportTests.stripe

  private func decrypted(_ swipe: Swipe) throws -> [String] {
    let encryption = try #require(swipe.encryption)
    return try encryption.blocks.map { block in
      let clear = try EmulatedReaderKeys.decrypt(block, of: encryption)
      return String(decoding: clear.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  @Test(
    arguments: [SwipeReportFormat.magTekEncrypted, .idTech, .idTechBlock],
    [
      EmulatedReaderKeys(variant: .pin), EmulatedReaderKeys(variant: .data),
      EmulatedReaderKeys(algorithm: .aes, variant: .data),
    ])
  func `encrypted tracks keep their bytes, key serial number and masked text`(
    format: SwipeReportFormat, keys: EmulatedReaderKeys
  ) throws {
    // MagTek's report has triple DES alone.
    if format == .magTekEncrypted, keys.algorithm == .aes { return }
    var reader = EmulatedSwipeReader(format: format, keys: keys)
    for round: UInt8 in 1...3 {
      let swipe = try format.swipe(reader.report(on: Self.stripe))
      let encryption = try #require(swipe.encryption)
      #expect(encryption.algorithm == keys.algorithm)
      #expect(encryption.keyVariant == keys.variant)
      #expect(
        encryption.keySerialNumber == [0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xE0, 0, round])
      #expect(encryption.blocks.map(\.tracks) == [[1], [2], [3]])
      #expect(encryption.blocks.map(\.clearByteCounts) == [[47], [36], [29]])
      #expect(
        try decrypted(swipe) == [
          "%\(Self.stripe.track1 ?? "")?", ";\(Self.stripe.track2 ?? "")?",
          ";\(Self.stripe.track3 ?? "")?",
        ])
      guard case .encrypted(let masked) = swipe.track2 else {
        Issue.record("\(swipe.track2)")
        return
      }
      let text = String(decoding: masked, as: UTF8.self)
      #expect(text.hasPrefix("4761"))
      #expect(!text.contains("4761739001010010"))
      #expect(swipe.readerSerialNumber == "LJ0000001")
      #expect(SwipedCard(swipe) == .encrypted(encryption))
      #expect(encryption.announcesChip == (format == .magTekEncrypted ? nil : true))
    }
  }

  @Test func `the original block encrypts tracks 1 and 2 as one, and sends track 3 in clear`()
    throws
  {
    var reader = EmulatedSwipeReader(format: .idTechBlock, keys: .init(variant: .data))
    reader.isEnhanced = false
    for isHexadecimal in [false, true] {
      reader.isHexadecimal = isHexadecimal
      let swipe = try SwipeReportFormat.idTechBlock.swipe(reader.report(on: Self.stripe))
      #expect(swipe.encryption?.blocks.map(\.tracks) == [[1, 2]])
      #expect(
        try decrypted(swipe) == ["%\(Self.stripe.track1 ?? "")?;\(Self.stripe.track2 ?? "")?"])
      #expect(swipe.track3 == .characters(Array((Self.stripe.track3 ?? "").utf8)))
    }
  }

  /// Source: the decryption example in ID TECH 80096504 and in Unitech's manual of the MS246, with
  /// the published test key.
  @Test func `the maker's own example decrypts`() throws {
    let trackThree =
      ";" + String(repeating: "3333333333767676070707767676", count: 3)
      + "33333333337676760707?2"
    let clear =
      "%*4266********9999^BUSH JR/GEORGE W.MR^" + String(repeating: "*", count: 31) + "?*"
      + ";4266********9999=***************?*" + trackThree
    let encrypted = try Hexadecimal.bytes(
      """
      863E9E3DA28E455B28F7736B77E47A64EDDA3BF03A06E44F31D1818C0BCD7A353FB1AD70EFD30FFC3DA08A4F
      BC9372E57E8B40848BAEAA3FE724B3550E2F4B223E6BF264BEAE9E39142B648CDB51FB8DAF8EA5B63913D294
      19B67582FCCCE9B372660F03668CC453216D9449C6B67EF3
      3418AC88F65E1DB7ED4D10973F99DFC8463FF6DF 113B6226C4898A9D355057ECAF11A5598F02CA31
      62994901190000000001 399F03
      """)
    let head: [UInt8] = [0x02, 0x7D, 0x01, 0x00, 0x3F, 0x48, 0x23, 0x6B]
    let block = head + Array(clear.utf8) + encrypted
    let swipe = try IDTechBlock.swipe(block)
    let encryption = try #require(swipe.encryption)
    #expect(encryption.keySerialNumber == [0x62, 0x99, 0x49, 0x01, 0x19, 0, 0, 0, 0, 0x01])
    #expect(encryption.blocks.map(\.clearByteCounts) == [[72, 35]])
    #expect(swipe.track3 == .characters(Array(trackThree.dropFirst().dropLast(2).utf8)))
    let tracks = try decrypted(swipe)[0]
    #expect(
      tracks == "%B4266841088889999^BUSH JR/GEORGE W.MR^0809101100001100000000046000000?!"
        + ";4266841088889999=080910110000046?0")
  }

  @Test func `a reader without a key, or with encryption off, sends tracks in clear`() throws {
    var reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
    var report = try reader.report(on: Self.stripe)
    report[494] = 0x02
    // The fields hold what was encrypted: as text that is no track.
    let swipe = try MagTekEncryptedReport.swipe(report)
    #expect(swipe.encryption == nil)
    #expect(swipe.track2 == .unreadable(.sentinelMissing))
    report[494] = 0x07
    let exhausted = try MagTekEncryptedReport.swipe(report)
    #expect(SwipedCard(exhausted) == .unusable(.trackTwo(.keysExhausted)))
  }

  @Test func `newer firmware may append fields`() throws {
    var reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
    let report = try reader.report(on: Self.stripe)
    let longer = try MagTekEncryptedReport.swipe(report + [1, 2, 3, 4])
    #expect(try longer == MagTekEncryptedReport.swipe(report))
  }

  @Test(arguments: Swipe.Direction.allCases)
  func `the direction is told where the reader tells it`(direction: Swipe.Direction) throws {
    var reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
    reader.direction = direction
    #expect(try MagTekEncryptedReport.swipe(reader.report(on: Self.stripe)).direction == direction)
  }

  @Test func `a block's frame, exclusive-or and sum are checked`() throws {
    var reader = EmulatedSwipeReader(format: .idTechBlock, keys: EmulatedReaderKeys())
    let block = try reader.report(on: Self.stripe)
    let count = block.count
    func error(at index: Int) -> SwipeReportError? {
      var spoilt = block
      spoilt[index] ^= 0x01
      do throws(SwipeReportError) {
        _ = try IDTechBlock.swipe(spoilt)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(at: 0) == .notFramed(offset: 0))
    #expect(error(at: count - 3) == .checkWrong(offset: count - 3))
    #expect(error(at: count - 2) == .sumWrong(offset: count - 2))
    #expect(error(at: count - 1) == .notFramed(offset: count - 1))
    #expect(error(at: 40) == .checkWrong(offset: count - 3))
    #expect(throws: SwipeReportError.notHexadecimal(offset: 2)) {
      try IDTechBlock.swipe(binaryOrHexadecimal: Array("02X3".utf8))
    }
  }
}
