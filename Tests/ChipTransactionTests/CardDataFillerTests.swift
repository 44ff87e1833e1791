import ChipTransaction
import Octets
import PaymentTypes
import Testing

/// What takes the place of card data in recordings.
@Suite struct CardDataFillerTests {
  private static let number = "6216261000000018"
  private static let readRecord: [UInt8] = [0x00, 0xB2, 0x01, 0x0C, 0x00]

  private func filled(_ hex: String, number: String? = nil) throws -> String {
    let filler = CardDataFiller(number.flatMap { PrimaryAccountNumber($0) })
    return Hexadecimal.text(
      filler.response(try Hexadecimal.bytes(hex), to: Self.readRecord))
  }

  @Test(arguments: [
    // A number: six digits, zeros, four digits.
    ("700A 5A08 6216261234560018 9000", "700A5A0862162600000000189000"),
    // Track 2: also the discretionary data behind the service code.
    (
      "7015 5713 6216261234560018 D2512201 12345678901234 9F01 00 9000",
      "701557136216260000000018D251220100000000000000" + "9F01009000"
    ),
    // Names and discretionary data of track 1.
    ("7008 5F2005 4C492F5A48 9000", "70085F200530303030309000"),
    ("7006 9F1F03 313233 9000", "70069F1F033030309000"),
    ("7007 9F2004 12345678 9000", "70079F2004000000009000"),
    // Signatures in which the number could be read.
    ("7006 9F4603 AABBCC 9000", "70069F46030000009000"),
    ("7005 9303 AABBCC 9000", "700593030000009000"),
    // What holds none stays.
    ("7006 9F2603 AABBCC 9000", "70069F2603AABBCC9000"), ("6A83", "6A83"),
  ])
  func `values get fillers of their length`(hex: String, expected: String) throws {
    let bytes = try? Hexadecimal.bytes(hex)
    #expect(bytes != nil)
    #expect(try filled(hex) == expected)
  }

  @Test func `track 1 keeps its separators, its expiry and its service code`() throws {
    let track = "B6216261234560018^LI/ZHANG^2512201123456789"
    let hex = Hexadecimal.text(track.utf8)
    let count = Hexadecimal.text([UInt8(track.utf8.count)])
    let result = try filled("56\(count)\(hex)9000")
    let filler = "B6216260000000000^XX/XXXXX^2512201000000000"
    #expect(result == "56\(count)\(Hexadecimal.text(filler.utf8))9000")
  }

  @Test func `what is no data objects is filled where a record could stand`() throws {
    #expect(try filled("5AFF 6216261234560018 9000") == "000000000000000000009000")
    let filler = CardDataFiller(nil)
    let challenge = try Hexadecimal.bytes("01020304050607089000")
    #expect(filler.response(challenge, to: [0x00, 0x84, 0x00, 0x00, 0x00]) == challenge)
  }

  @Test func `the card's number is found in commands, in texts and between halves of bytes`() throws
  {
    let filler = CardDataFiller(PrimaryAccountNumber(Self.number))
    let digits = Self.number
    for (bytes, expected) in [
      ("80AE800008\(digits)00", "80AE800008621626000000001800"),
      ("80AE8000090\(digits)000", "80AE80000906216260000000018000"),
      (
        "80AE800010\(Hexadecimal.text(digits.utf8))00",
        "80AE800010\(Hexadecimal.text("6216260000000018".utf8))00"
      ),
    ] {
      let result = Hexadecimal.text(filler.command(try Hexadecimal.bytes(bytes)))
      #expect(result == expected)
    }
    #expect(
      try filled("7007 9F5004 0000 9F00 00 9000", number: Self.number) == "70079F500400009F00009000"
    )
  }

  @Test func `nothing of any length makes it fall over, and lengths stay`() throws {
    let filler = CardDataFiller(PrimaryAccountNumber(Self.number))
    for first: UInt8 in [0x5A, 0x57, 0x56, 0x70, 0x9F, 0xFF, 0x00] {
      for count in 0...40 {
        let bytes = [first] + [UInt8](repeating: UInt8(count), count: count)
        #expect(filler.response(bytes, to: Self.readRecord).count == bytes.count)
        #expect(filler.command(bytes).count == bytes.count)
        #expect(filler.response(bytes, to: []).count == bytes.count)
      }
    }
  }
}
