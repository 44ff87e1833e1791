import Foundation
import JSONText
import Testing

/// The decoders as programs that others call.
@Suite struct DecodeTests {
  /// A swipe sale of 123.45 with length, TPDU and header.
  ///
  /// Source: the collected facts on UnionPay POS 8583, section 2.13, message 3.
  static let sale = """
    007460000300006031003100000200302004C020C09811000000000000012345000002021000123762162610
    00000000018D8DBAA47BAAA82332003132333435363738383938333130303533313130303031313536AA9EB6
    A1815682D226100000000000000013220000010005003232343138343137
    """

  @Test func `a message is one JSON object with exactly the promised members`() throws {
    let run = try Program("decode", "8583", Self.sale, "--json")
    #expect(run.status == 0)
    #expect(
      run.output == #"{"tpdu":"6000030000","header":"603100310000","mti":"0200","fields":{"#
        + #""3":"000000","4":"000000012345","11":"000002","22":"021","25":"00","26":"12","#
        + #""35":"621626*********0018D*****************","41":"12345678","#
        + #""42":"898310053110001","49":"156","52":"AA9EB6A1815682D2","53":"2610000000000000","#
        + #""60":"2200000100050","64":"3232343138343137"},"pads":{"22":"0","35":"0","60":"0"},"#
        + #""error":null}"# + "\n")
    #expect(run.errors.isEmpty)
  }

  @Test func `standard input and words of the command line mean the same`() throws {
    let words = try Program("decode", "8583", "02 00", "0000000000000000", "--json")
    let input = try Program(
      "decode", "8583", "-", "--json", input: Data(" 0200\n00000000 00000000\r\n".utf8))
    #expect(words.status == 0)
    #expect(words.output == input.output)
    #expect(try JSONValue(parsing: words.output.trimmed)["tpdu"] == .null)
  }

  @Test func `card data is in clear only on request`() throws {
    let masked = try Program("decode", "8583", Self.sale)
    let clear = try Program("decode", "8583", Self.sale, "--unmasked")
    #expect(!masked.output.contains("6216261000000000018"))
    #expect(clear.output.contains("6216261000000000018D8DBAA47BAAA823320"))
    let tlv = ["decode", "tlv", "5A 0A 6216 2610 0000 0000 018F"]
    #expect(try Program(tlv[0], tlv[1], tlv[2]).output.contains("621626*********0018F"))
    let clearTLV = try Program(tlv[0], tlv[1], tlv[2], "--unmasked")
    #expect(clearTLV.output.contains("6216261000000000018F"))
  }

  @Test func `each field has a line with its name`() throws {
    let lines = try Program("decode", "8583", Self.sale).output.split(separator: "\n")
    #expect(lines.count == 17)
    #expect(lines.contains { $0.hasPrefix(" 4  交易金额 amount") && $0.hasSuffix("000000012345") })
    #expect(lines.contains { $0.hasPrefix("64  报文鉴别码 message authentication code") })
    #expect(lines.contains { $0.hasSuffix("021  (pad 0)") })
  }

  @Test func `Chinese text is shown, and what would move the cursor is not`() throws {
    let chinese = try Program("decode", "8583", "0830 0000000000000002 0007 435550D6D0D0C4")
    #expect(chinese.output.contains("CUP中心"))
    let escape = try Program("decode", "8583", "0830 0000000000000002 0007 4355501B5B324A")
    #expect(escape.output.contains("CUP\\x1B[2J"))
  }

  @Test func `a message with an error is shown as far as it goes, and the status says so`() throws {
    let run = try Program("decode", "8583", String(Self.sale.prefix(121)), "--json")
    #expect(run.status == 2)
    let json = try JSONValue(parsing: run.output.trimmed)
    #expect(json["fields"]?["11"]?.string == "000002")
    #expect(json["error"]?["field"]?.number == 41)
    #expect(json["error"]?["offset"]?.number == 46)
    #expect(run.errors.hasPrefix("posctl: field 41, byte 46 from the message type: "))
  }

  @Test(arguments: ["8583", "tlv"])
  func `what is no hexadecimal is refused, in JSON as well`(kind: String) throws {
    for (text, offset) in [("0200 3", 2), ("02 0x", 1), ("", 0), ("\u{202E}", 0)] {
      let run = try Program("decode", kind, text, "--json")
      #expect(run.status == 2, "\(text)")
      let json = try JSONValue(parsing: run.output.trimmed)
      #expect(json["error"]?["offset"]?.number == offset, "\(text)")
      #expect(run.errors.hasPrefix("posctl: byte \(offset): "))
      #expect(run.errors.split(separator: "\n").count == 1)
    }
  }

  @Test(arguments: ["8583", "tlv"])
  func `ten megabytes are refused with a reason, and so is one byte too many`(
    kind: String
  ) throws {
    for count in [10_000_000, (256 << 10) + 1] {
      let run = try Program(
        "decode", kind, "-", "--json", input: Data(repeating: 0x30, count: count))
      #expect(run.status == 2)
      #expect(run.errors.contains("256 KiB"))
      let json = try JSONValue(parsing: run.output.trimmed)
      #expect(json["error"]?["reason"]?.string?.contains("256 KiB") == true)
    }
    let longest = try Program(
      "decode", "8583", "-", input: Data(repeating: 0x30, count: 256 << 10))
    #expect(longest.status == 2)
    #expect(longest.errors.contains("more than any message has"))
    // Such an argument never gets here: the help says what to do about the shell's message.
    let help = try Program("decode", kind, "--help").output
    #expect(help.contains("Argument list too long"))
    #expect(help.contains("< FILE"))
  }

  @Test func `data objects are a tree, and their errors have a place`() throws {
    let tree = try Program("decode", "tlv", "70045A026216", "--json")
    #expect(tree.status == 0)
    let object = try JSONValue(parsing: tree.output.trimmed)["objects"]?.array?.first
    #expect(object?["tag"]?.string == "70")
    #expect(object?["children"]?.array?.first?["value"]?.string == "****")
    let cut = try Program("decode", "tlv", "9F26081122", "--json")
    #expect(cut.status == 2)
    #expect(try JSONValue(parsing: cut.output.trimmed)["error"]?["offset"]?.number != nil)
  }

  @Test func `an answer to reset is decoded, with what EMV thinks of it`() throws {
    let run = try Program("decode", "atr", "3B65000020", "63CB6800", "--json")
    #expect(run.status == 0)
    let json = try JSONValue(parsing: run.output.trimmed)
    #expect(json["convention"]?.string == "direct")
    #expect(json["historicalBytes"]?.string == "2063CB6800")
    #expect(json["emv"]?["coldReset"]?.array?.isEmpty == true)
    let text = try Program("decode", "atr", "3B600500").output
    #expect(text.contains("not after a cold reset (programmingVoltage), but after a warm one"))
    let blocks = try Program("decode", "atr", "3BE000FF81317C4192").output
    #expect(blocks.contains("IFSC = 124, BWI = 4, CWI = 1, LRC"))
  }

  @Test(arguments: [
    ("3B6000", 3, "more was announced"), ("3C", 0, "begins with 3B or 3F"),
    ("3B60000000", 4, "has ended before"), ("3BE000FF81317C4193", 8, "check character"),
    ("3", 0, "digit"),
  ])
  func `bytes that are no answer to reset are said so`(
    hex: String, offset: Int, reason: String
  ) throws {
    let run = try Program("decode", "atr", hex, "--json")
    #expect(run.status == 2)
    let error = try JSONValue(parsing: run.output.trimmed)["error"]
    #expect(error?["offset"]?.number == offset)
    #expect(error?["reason"]?.string?.contains(reason) == true)
    #expect(run.errors.hasPrefix("posctl: byte \(offset): "))
  }
}

extension String {
  /// The text without the line end behind it.
  fileprivate var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
