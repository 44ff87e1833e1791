import ISO7816
import MockDevices
import Octets
import PaymentCryptography
import TestCards
import Testing

/// What a chip does beside answering records: it verifies, counts, obeys its issuer and remembers.
@Suite struct CardSimulationTests {
  /// A card of the base with changes to its application, selected.
  private func card(_ application: String) throws -> CardSimulator {
    let file = try TestCards.folder.file(
      text: Array(
        """
        id: T
        names: {zh: 卡, en: Card}
        like: base/authenticated
        chip: {applications: {main: \(application)}}
        """.utf8), source: "test.yaml")
    let card = CardSimulator(try #require(file.personality.chip))
    _ = card.reset()
    #expect(try send(card, "00A4040008A00000033301010100").hasSuffix("9000"))
    return card
  }

  private func send(_ card: CardSimulator, _ command: String) throws -> String {
    Hexadecimal.text(card.process(try Hexadecimal.bytes(command)))
  }

  private func verify(_ card: CardSimulator, _ digits: String) throws -> String {
    let block = "2" + String(digits.count, radix: 16) + digits.padding(14)
    return try send(card, "0020008008\(block)")
  }

  @Test(arguments: ["1234", "123456789012"])
  func `a PIN is verified, and the tries are counted`(pin: String) throws {
    let card = try card("{offline-pin: {digits: \"\(pin)\"}}")
    #expect(try send(card, "80CA9F1700") == "9F1701039000")
    #expect(try verify(card, "0000") == "63C2")
    #expect(try verify(card, "9999") == "63C1")
    #expect(try verify(card, pin) == "9000")
    #expect(try send(card, "80CA9F1700") == "9F1701039000")
    for left in ["63C2", "63C1", "63C0", "6983"] { #expect(try verify(card, "0000") == left) }
    #expect(try verify(card, pin) == "6983")
    #expect(try send(card, "80CA9F1700") == "9F1701009000")
  }

  @Test func `tries need not be told, and a PIN must be a block`() throws {
    let card = try card("{offline-pin: {digits: \"1234\", told: no}}")
    #expect(try send(card, "80CA9F1700") == "6A88")
    #expect(try send(card, "0020008008341234FFFFFFFFFF") == "6A80")
    #expect(try send(card, "0020008104241234FF") == "6A86")
  }

  @Test func `an enciphered PIN needs the challenge of the command before it`() throws {
    let card = try card("{offline-pin: {digits: \"1234\"}}")
    let pair = try #require(try TestCards.folder.keys().rsa["card-1024"])
    func verify(_ challenge: [UInt8], header: UInt8 = 0x7F) throws -> String {
      let block =
        [header, 0x24, 0x12, 0x34] + [UInt8](repeating: 0xFF, count: 5) + challenge
        + [UInt8](repeating: 0x55, count: pair.modulus.count - 17)
      let cipher = try RSABlock.recover(block, modulus: pair.modulus, exponent: pair.exponent)
      return try send(card, "00200088" + Hexadecimal.text([UInt8(cipher.count)] + cipher))
    }
    func challenge() throws -> [UInt8] {
      let answer = try send(card, "0084000000")
      #expect(answer.hasSuffix("9000"))
      return Array(try Hexadecimal.bytes(answer).dropLast(2))
    }
    let first = try challenge()
    #expect(first.count == 8)
    #expect(try verify(first) == "9000")
    #expect(try verify(first) == "6A80", "a challenge serves once")
    #expect(try verify(try challenge(), header: 0x6A) == "6A80")
    _ = try challenge()
    #expect(try verify(first) == "6A80")
    let old = try challenge()
    _ = try send(card, "80CA9F1700")
    #expect(try verify(old) == "6A80", "another command came between")
  }

  @Test func `scripts without a first cryptogram or with a wrong code change nothing`() throws {
    let card = try card("{offline-pin: {digits: \"1234\", left: 0}}")
    #expect(try send(card, "8424000004AABBCCDD") == "6985")
    #expect(try send(card, "80CA9F1700") == "9F1701009000")
  }

  @Test func `logs are read by their files, with the newest record first`() throws {
    let card = try card(
      """
      {log: {file: 11, count: 2, format: 9F3602 9F0206, records: [0001000000000100, \
      0002000000000200]}, load-log: {file: 12, format: 9F7906, records: [000000001000]}}
      """)
    let control = try send(card, "00A4040008A00000033301010100")
    #expect(control.contains("BF0C0A9F4D020B02DF4D020C0A"))
    #expect(try send(card, "80CA9F4F00") == "9F4F069F36029F02069000")
    #expect(try send(card, "80CADF4F00") == "DF4F039F79069000")
    #expect(try send(card, "00B2015C00") == "00010000000001009000")
    #expect(try send(card, "00B2035C00") == "6A83")
    #expect(try send(card, "00B2016400") == "0000000010009000")
  }

  @Test func `each transaction that is approved is logged`() throws {
    let card = try card(
      """
      {first: 40, log: {file: 11, count: 1, format: 9F3602 9F0206 9A03}}
      """)
    for number in 1...2 {
      _ = try send(card, "00A4040008A00000033301010100")
      #expect(
        try send(card, "80A800000D830B015600000001234526112300").hasSuffix("9000"))
      let list =
        "000000012345" + "000000000000" + "0156" + "0000000000" + "0156" + "261123" + "00"
        + "11223344" + "201305" + String(repeating: "00", count: 20)
      let answer = try send(card, "80AE400034\(list)00")
      #expect(answer.hasSuffix("9000"))
      #expect(try send(card, "00B2015C00") == "000\(number)0000000123452611239000")
      #expect(try send(card, "00B2025C00") == "6A83")
    }
  }

  @Test func `titles name commands as the books do`() throws {
    let titles: [(command: String, title: String)] = [
      ("00A404000E315041592E5359532E444446303100", "SELECT 1PAY.SYS.DDF01"),
      ("00A4040207A000000333010100", "SELECT NEXT A0000003330101"),
      ("00B2031400", "READ RECORD 2.3"),
      ("80A80000028300 00", "GET PROCESSING OPTIONS"), ("80CA9F3600", "GET DATA 9F36"),
      ("80AE0000", "GENERATE AC AAC"), ("80AE5000", "GENERATE AC TC CDA"),
      ("80AE8800", "GENERATE AC ARQC XDA"), ("80AEC000", "GENERATE AC RESERVED"),
      ("0020008000", "VERIFY PLAINTEXT"), ("0020008800", "VERIFY ENCIPHERED"),
      ("0084000000", "GET CHALLENGE"), ("0088000000", "INTERNAL AUTHENTICATE"),
      ("00820000", "EXTERNAL AUTHENTICATE"), ("841E0000", "APPLICATION BLOCK"),
      ("84180000", "APPLICATION UNBLOCK"), ("84160000", "CARD BLOCK"),
      ("84240000", "PIN UNBLOCK"), ("84240002", "PIN CHANGE"), ("84DA9F79", "PUT DATA 9F79"),
      ("84DC010C", "UPDATE RECORD 1.1"), ("FFCA000000", "FFCA0000"),
    ]
    for (text, title) in titles {
      #expect(CommandAPDU(try Hexadecimal.bytes(text))?.title == title)
    }
  }

  @Test(arguments: CryptogramScheme.allCases)
  func `a new PIN comes out of its enciphered block`(scheme: CryptogramScheme) throws {
    let key = try Hexadecimal.bytes("0123456789ABCDEFFEDCBA9876543210")
    let master = try scheme.masterKey(
      issuerMasterKey: key, panDigits: Array("6216261000000000018".utf8), sequenceNumber: 1)
    for old in [nil, Array("1234".utf8)] {
      let digits = Array("987654".utf8)
      let block = scheme.pinChangeBlock(new: digits, old: old, masterKey: master)
      let cipher = try scheme.enciphered(block, key: key)
      #expect(cipher.count % 8 == 0 && cipher != block)
      let clear = try #require(try scheme.deciphered(cipher, key: key))
      #expect(scheme.newPIN(in: clear, old: old, masterKey: master) == digits)
    }
    #expect(scheme.newPIN(in: [1, 2, 3], old: nil, masterKey: master) == nil)
  }
}

extension String {
  /// With F to a length.
  fileprivate func padding(_ count: Int) -> String {
    self + String(repeating: "F", count: Swift.max(0, count - self.count))
  }
}
