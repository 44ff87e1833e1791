import BERTLV
import Foundation
import JSONText
import Octets
import Testing

@testable import posctl

/// `posctl emv decode`: values, trees and exchanges in words.
@Suite struct EMVDecodeTests {
  /// What a value means, a line each.
  private static func lines(_ tag: DataObjectTag, _ hex: String) throws -> [String] {
    ElementMeaning.explanations(tag, try Hexadecimal.bytes(hex)).map(\.line)
  }

  @Test(
    arguments: [
      (
        0x95, "8000048000",
        [
          "byte 1 bit 8: offline data authentication was not performed",
          "byte 3 bit 3: a PIN was entered for the issuer to verify",
          "byte 4 bit 8: the amount exceeds the floor limit",
        ]
      ),
      (0x95, "0000000001", ["byte 5 bit 1: reserved"]),
      (0x95, "0000000000", ["no bit is set"]),
      (
        0x9B, "E800",
        [
          "byte 1 bit 8: offline data authentication was performed",
          "byte 1 bit 7: cardholder verification was performed",
          "byte 1 bit 6: card risk management was performed",
          "byte 1 bit 4: terminal risk management was performed",
        ]
      ),
      (
        0x82, "5900",
        [
          "byte 1 bit 7: SDA is supported",
          "byte 1 bit 5: cardholder verification is supported",
          "byte 1 bit 4: terminal risk management is to be performed",
          "byte 1 bit 1: CDA is supported",
        ]
      ),
      (
        0x9F07, "0180",
        [
          "byte 1 bit 1: valid at terminals other than automated teller machines",
          "byte 2 bit 8: cashback is allowed in the issuer's country",
        ]
      ),
      (
        0x9F33, "202008",
        [
          "byte 1 bit 6: chips with contacts can be read", "byte 2 bit 6: signature on paper",
          "byte 3 bit 4: CDA",
        ]
      ),
      (0x9F40, "8000000001", ["byte 1 bit 8: cash", "byte 5 bit 1: code table 1"]),
      (
        0x9F66, "36000080",
        [
          "byte 1 bit 6: EMV mode (Visa), qPBOC", "byte 1 bit 5: contacts",
          "byte 1 bit 3: online PIN", "byte 1 bit 2: signature", "byte 4 bit 8: fDDA version 01",
        ]
      ),
      (
        0x9F6C, "8080",
        [
          "byte 1 bit 8: online PIN is required",
          "byte 2 bit 8: the cardholder's device has verified him",
        ]
      ),
    ] as [(UInt32, String, [String])])
  func `each bit that is set is explained with its place`(
    tag: UInt32, hex: String, lines: [String]
  ) throws {
    #expect(try Self.lines(#require(DataObjectTag(rawValue: tag)), hex) == lines)
  }

  @Test(
    arguments: [
      (
        0x8E, "0000271000000000 4206 1F03",
        [
          "amount X: 10000", "amount Y: 0",
          "rule 1: enciphered PIN verified online, if in the application's currency and below X; "
            + "if it fails, the next rule",
          "rule 2: no verification required, if the terminal supports it; if it fails, "
            + "verification fails",
        ]
      ),
      (
        0x9F34, "1E0300",
        [
          "method: signature", "condition: if the terminal supports it",
          "result: unknown, as others verify it",
        ]
      ),
      (
        0x9F34, "3F0001",
        [
          "method: no method was performed", "condition: always", "result: failed",
        ]
      ),
      (
        0x94, "0801010010010301",
        [
          "file 1: record 1; offline data authentication covers none of them",
          "file 2: records 1 to 3; offline data authentication covers the first",
        ]
      ),
      (
        0x94, "00010100",
        [
          "file 0: record 1; offline data authentication covers none of them",
          "this locator is not allowed",
        ]
      ),
      (
        0x9F38, "9F1A02 5F2A02",
        [
          "9F1A: Terminal Country Code, 2 bytes", "5F2A: Transaction Currency Code, 2 bytes",
          "together 4 bytes",
        ]
      ),
      (
        0x9F5B, "2000000000 1300000001",
        [
          "script 00000000: done", "script 00000001: failed at command 3",
        ]
      ),
      (0x9F4D, "0B0A", ["file 11: up to 10 records"]),
      (
        0x9F27, "8B",
        [
          "bits 8 and 7: ARQC, the issuer shall decide", "bit 4: an advice is required",
          "reason: issuer authentication failed",
        ]
      ),
      (0x9F27, "C0", ["bits 8 and 7: reserved"]),
      (
        0x9F10, "07010103A0A000010A0100",
        [
          "key index: 01", "cryptogram version: 01", "second cryptogram: not requested",
          "first cryptogram: ARQC", "results byte 2 bit 8: the last online transaction did not end",
          "results byte 2 bit 6: velocity limit exceeded", "algorithm: triple DES",
          "issuer's data: 0A0100",
        ]
      ),
      (0x5F24, "491231", ["2049-12-31"]), (0x5F24, "501231", ["1950-12-31"]),
      (0x9A, "230229", ["not a day of the calendar"]), (0x9F21, "235959", ["23:59:59"]),
      (0x9F02, "000000012345", ["12345 minor units (123.45 with two decimals)"]),
      (0x9F1B, "00000064", ["100 minor units (1.00 with two decimals)"]),
      (0x9F1A, "0156", ["China"]), (0x5F2A, "0978", ["EUR"]),
      (
        0x5F30, "0201",
        [
          "international, with a chip; authorised as usual; for everything; no PIN"
        ]
      ),
      (0x9F36, "0100", ["256"]),
      (
        0x9F35, "25",
        [
          "a merchant's, unattended, offline with online capability"
        ]
      ),
      (0x87, "81", ["priority 1 (1 is the best); only with the cardholder's consent"]),
      (0x9C, "20", ["refund"]), (0x9F39, "05", ["chip with contacts"]),
      (0x50, "504F4243", ["“POBC”"]),
      (
        0x86, "8418000008112233445566778800",
        [
          "APPLICATION UNBLOCK (issuer script)"
        ]
      ),
      (0x9F26, "1122334455667788", []), (0x95, "", ["empty"]),
    ] as [(UInt32, String, [String])])
  func `lists, codes, dates and amounts are explained`(
    tag: UInt32, hex: String, lines: [String]
  ) throws {
    #expect(try Self.lines(#require(DataObjectTag(rawValue: tag)), hex) == lines)
  }

  @Test func `no value of any length makes an explanation fall over`() {
    for element in DataElement.table {
      for count in 0...40 {
        for byte: UInt8 in [0x00, 0x1F, 0x80, 0x99, 0xFF] {
          _ = ElementMeaning.explanations(element.tag, Array(repeating: byte, count: count))
        }
      }
    }
  }

  @Test func `one value, a tree and their JSON`() throws {
    let value = try Program("emv", "decode", "--tag", "9F27", "80", "--json")
    #expect(
      value.output
        == #"{"tag":"9F27","name":"Cryptogram Information Data","value":"80","meaning":"#
        + #"[{"place":"bits 8 and 7","text":"ARQC, the issuer shall decide"}]}"# + "\n")
    let tree = try Program("emv", "decode", "7007 9F3403 1E0300 00", "--json")
    #expect(tree.status == 0, "\(tree.errors)")
    let object = try JSONValue(parsing: tree.output)["objects"]?.array?.first
    let meaning = object?["children"]?.array?.first?["meaning"]?.array
    #expect(meaning?.first?["text"]?.string == "signature")
    let text = try Program("emv", "decode", "7007 9F3403 1E0300 00")
    #expect(text.output.contains("      method: signature\n"))
  }

  @Test func `a card number is masked in values, trees and exchanges`() throws {
    let number = "6216261000000018"
    for arguments in [
      ["--tag", "5A", number], ["70 0A 5A 08 \(number)"],
      ["--apdu", "00B2010C00", "700A5A08\(number)9000"], ["--tag", "57", "\(number)D2512201"],
    ] {
      let run = try Program(arguments: ["emv", "decode"] + arguments)
      #expect(run.status == 0, "\(run.errors)")
      #expect(!run.output.contains(number))
      #expect(run.output.contains("621626******0018"))
      let clear = try Program(arguments: ["emv", "decode", "--unmasked"] + arguments)
      #expect(clear.output.contains(number))
    }
  }

  /// A card's first answers, its GET PROCESSING OPTIONS and its verdict.
  static let exchanges = [
    "00A4040007A000000333010100",
    "6F188407A0000003330101A50D50024142 9F3806 9F1A029F02069000",
    "80A800000A8308015600000000100000", "80067C00080101009000",
    "00B2010C00", "7006 8C04 95059A03 9000", "80AE800008 8000048000261123 00",
    "800B 80 0001 1122334455667788 9000", "0020008008 24123 4FFFFFFFFFF", "63C2",
    "0084000000", "01020304050607089000",
  ]

  @Test func `exchanges are told in words, and lists name the values of later commands`() throws {
    let folder = try TemporaryFolder()
    let text = Self.exchanges.enumerated()
      .map { ($0 % 2 == 0 ? "> " : "< ") + $1 }.joined(separator: "\n")
    try Data(text.utf8).write(to: URL(filePath: folder("session.txt")))
    let run = try Program("emv", "decode", "--apdu", "--file", folder("session.txt"))
    #expect(run.status == 0, "\(run.errors)")
    for line in [
      "> 00A40400  SELECT A0000003330101", "9F02 Amount, Authorised (Numeric): 000000001000",
      "82 Application Interchange Profile (AIP): 7C00", "READ RECORD 1 of file 1",
      "GENERATE AC, asking for ARQC", "9A Transaction Date: 261123",
      "9F26 Application Cryptogram: 1122334455667788", "VERIFY a plaintext PIN",
      "PIN block of 8 bytes, not shown", "verification failed, 2 tries left", "GET CHALLENGE",
    ] { #expect(run.output.contains(line), "\(line)") }
    #expect(!run.output.contains("241234"))
    let json = try Program(
      arguments: ["emv", "decode", "--apdu", "--json"] + Self.exchanges)
    let list = try #require(try JSONValue(parsing: json.output)["exchanges"]?.array)
    #expect(list.count == Self.exchanges.count)
    #expect(list[2]["values"]?.array?.last?["text"]?.string == "000000001000")
    #expect(list[9]["status"]?.string == "63C2")
  }

  @Test(arguments: [
    (["--tag", "9F", "00"], "is no tag"), (["--tag", "95", "0"], "one is missing"),
    ([], "no bytes"),
    (["--apdu", "00A4"], "part 1 is no command"), (["--apdu", "00A40400", "90"], "part 2 is no"),
    (["--tag", "95", "--apdu", "00"], "exclude"), (["9F26081122"], "byte 3: "),
    (["--file", "/nonexistent"], "can't be read"), (["--file", "/dev/null", "00"], "either"),
  ])
  func `what can't be read gives status 2 and a place`(
    arguments: [String], words: String
  ) throws {
    let run = try Program(arguments: ["emv", "decode", "--json"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
