import PaymentTypes
import Testing

@Suite struct PaymentTypesTests {
  @Test func `a card number shows six and four digits, however it is printed`() throws {
    let pan = try #require(PrimaryAccountNumber("6216261000000000018"))
    #expect("\(pan)" == "621626*********0018")
    #expect(String(reflecting: pan) == "621626*********0018")
    #expect("\(Mirror(reflecting: pan).children.count)" == "0")
    #expect(pan.hasValidCheckDigit)
    #expect(try !#require(PrimaryAccountNumber("4761739001010011")).hasValidCheckDigit)
    #expect(PrimaryAccountNumber("621626100000000001X") == nil)
  }

  @Test func `track 2 gives its parts and hides itself`() throws {
    let track = try #require(TrackTwo(characters: "4761739001010010=22122011143878089".utf8))
    #expect(track.pan.lastFour == "0010")
    #expect(track.expiry?.text == "2212")
    #expect(track.serviceCode?.announcesChip == true)
    #expect("\(track)" == "track 2 of 476173******0010")
    #expect(String(decoding: track.characters, as: UTF8.self).contains("D2212"))
  }

  @Test func `track 2 without an expiry has its service code behind a second separator`() throws {
    let track = try #require(TrackTwo(characters: "6221558812340000==10100".utf8))
    #expect(track.expiry == nil)
    #expect(track.serviceCode?.values == [1, 0, 1])
  }

  @Test func `track 2 equivalent data loses its pad`() throws {
    let track = try #require(
      TrackTwo(equivalentData: [0x62, 0x21, 0x55, 0x88, 0x12, 0x34, 0x00, 0x0D, 0x30, 0x12, 0x2F]))
    #expect(String(decoding: track.characters, as: UTF8.self) == "622155881234000D30122")
  }

  @Test func `an amount is twelve digits on the wire and two decimals for people`() throws {
    let amount = try #require(TransactionAmount(minorUnits: 12_345))
    #expect(amount.wireText == "000000012345")
    #expect(amount.text == "123.45")
    #expect(TransactionAmount(minorUnits: -1) == nil)
    #expect(TransactionAmount(minorUnits: 1_000_000_000_000) == nil)
  }

  @Test(arguments: [
    (0, "1970/01/01 00:00:00"), (951_782_400, "2000/02/29 00:00:00"),
    (1_795_464_785, "2026/11/23 20:13:05"), (-1, "1969/12/31 23:59:59"),
  ])
  func `seconds become a date and back`(seconds: Int, text: String) {
    let time = CivilTime(secondsSince1970: seconds)
    #expect(time.text == text)
    #expect(time.secondsSince1970 == seconds)
  }

  @Test func `a date without a year takes the nearest one`() throws {
    let eve = CivilTime(year: 2026, month: 12, day: 31, hour: 23, minute: 59, second: 0)
    let next = try #require(eve.adopting(monthDay: "0101", hourMinuteSecond: "000010"))
    #expect(next.text == "2027/01/01 00:00:10")
    #expect(eve.adopting(monthDay: "1301", hourMinuteSecond: "000010") == nil)
  }
}
