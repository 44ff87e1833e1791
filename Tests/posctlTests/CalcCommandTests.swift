import Foundation
import JSONText
import Testing

/// `posctl calc` as a program that others call.
@Suite struct CalcCommandTests {
  @Test func `the list names every calculator, as text and as JSON`() throws {
    let text = try Program("calc", "list")
    #expect(text.status == 0)
    #expect(text.output.contains("recover the issuer's public key"))
    let json = try JSONValue(parsing: try Program("calc", "LIST", "--json").output)
    let calculators = try #require(json["calculators"]?.array)
    #expect(calculators.count == text.output.split(separator: "\n").count)
    for calculator in calculators {
      let name = try #require(calculator["name"]?.string)
      #expect(text.output.contains(name))
      #expect(calculator["inputs"]?.array?.isEmpty == false)
    }
  }

  @Test func `without an input, inputs and outputs are explained with an example`() throws {
    for arguments in [["calc", "kcv"], ["calc", "kcv", "--help"], ["calc", "KCV", "-h"]] {
      let run = try Program(arguments: arguments)
      #expect(run.status == 0)
      #expect(run.output.contains("posctl calc kcv --json '{"))
      #expect(run.output.contains(#""checkValue": "08D7B4""#))
    }
    let help = try Program("calc", "--help")
    #expect(help.status == 0)
    #expect(help.output.contains("posctl calc list"))
  }

  @Test func `the result is one JSON object, from an argument or standard input`() throws {
    let input = #"{"algorithm":"sm3","data":"61 62 63"}"#
    let run = try Program("calc", "hash", "--json", input)
    #expect(run.status == 0)
    #expect(
      run.output
        == #"{"hash":"66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"}"# + "\n")
    let other = try Program("calc", "hash", "--json", "-", input: Data(input.utf8))
    #expect(other.output == run.output)
  }

  @Test(arguments: [
    (#"{"algorithm":"md5","data":""}"#, "“algorithm”: expected one of \"sha1\""),
    (#"{"algorithm":"sm3"}"#, "“data” is missing: expected hexadecimal digits"),
    (#"{"algorithm":"sm3","data":"6"}"#, "an odd number of digits"),
    (#"{"algorithm":"sm3","data":616263}"#, "put it in quotation marks"),
    (#"{"algorithm":"sm3","data":"","salt":""}"#, "there is no input “salt”; there are algorithm"),
    (#"{"algorithm":"sm3","data":"","data":""}"#, "a second time"),
    ("sm3", "not one JSON object"), ("", "--json takes an object"),
  ])
  func `wrong input gives status 2 and names the key`(input: String, words: String) throws {
    let run = try Program("calc", "hash", "--json", input)
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `a key is not repeated when it is wrong`() throws {
    let run = try Program(
      "calc", "kcv", "--json", #"{"algorithm":"des","key":"0123456789ABCDEF01"}"#)
    #expect(run.status == 2)
    #expect(run.errors.contains("not 9 bytes"))
    #expect(!run.errors.contains("0123456789"))
  }

  @Test func `an unknown calculator leads to the list`() throws {
    let run = try Program("calc", "mastermind", "--json", "{}")
    #expect(run.status == 2)
    #expect(run.errors.contains("posctl calc list"))
  }
}
