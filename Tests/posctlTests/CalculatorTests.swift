import Foundation
import JSONText
import Testing

@testable import posctl

/// The calculators as values; `CalcCommandTests` looks at the program.
@Suite struct CalculatorTests {
  @Test(arguments: Calculator.table.map(\.name))
  func `the worked example of each calculator gives what was published`(name: String) throws {
    let calculator = try #require(Calculator.named(name))
    let result = try calculator.result(ofText: calculator.example.input)
    guard case .object(let expected) = try JSONValue(parsing: calculator.example.output) else {
      Issue.record("the example of \(name) has no object")
      return
    }
    #expect(!expected.isEmpty)
    for member in expected { #expect(result[member.name] == member.value, "\(member.name)") }
    #expect(calculator.help.contains(calculator.example.source))
  }

  @Test(arguments: Calculator.table.map(\.name))
  func `each calculator declares all that comes out of its example`(name: String) throws {
    let calculator = try #require(Calculator.named(name))
    guard case .object(let members) = try calculator.result(ofText: calculator.example.input)
    else {
      Issue.record("no object")
      return
    }
    let declared = calculator.outputs.map(\.key)
    for member in members { #expect(declared.contains(member.name), "\(member.name)") }
  }

  @Test(arguments: Calculator.table.map(\.name))
  func `what is missing, unknown or of the wrong kind is named`(name: String) throws {
    let calculator = try #require(Calculator.named(name))
    let required = try #require(calculator.inputs.first { !$0.isOptional })
    #expect(throws: CalculationError.missing(key: required.key, expected: required.expectation)) {
      try calculator.result(ofText: "{}")
    }
    #expect(throws: CalculationError.self) { try calculator.result(ofText: #"{"nonsense":1}"#) }
    #expect(throws: CalculationError.self) { try calculator.result(ofText: "[]") }
    #expect(throws: CalculationError.self) { try calculator.result(ofText: "{") }
    for field in calculator.inputs {
      for value in ["true", "[]", #""XY""#, #""1""#, "-1"] {
        #expect(throws: CalculationError.self, "\(field.key): \(value)") {
          try calculator.result(ofText: #"{"\#(field.key)":\#(value)}"#)
        }
      }
    }
  }

  /// Key derivation, session keys and cryptograms of the versions.
  ///
  /// Source: knovichikhin/pyemv, tests/test_cvn_hsm.py.
  @Test(arguments: [
    (
      "cvn10", #""cvr":"03A06010""#, "000000004000", "8000048000", "191105", "01", "52BF4585",
      "29CCA15AE665FA2E"
    ),
    (
      "cvn18", #""9F10":"06011203A0B800""#, "000000004000", "8000048000", "191105", "01",
      "52BF4585", "7A788EA6B8A3E733"
    ),
    (
      "m-chip", #""cvr":"A00003220000""#, "000000009999", "8000000000", "209906", "00",
      "ABCDEF12", "24CCF3DEE3158C70"
    ),
    (
      "m-chip", #""cvr":"A00003220000","counters":"00000000000322FF""#, "000000009999",
      "8000000000", "209906", "00", "ABCDEF12", "EAE8A620A75648D8"
    ),
    (
      "m-chip-csk", #""9F10":"0114A00003220000000000000000000000FF""#, "000000009999",
      "8000000000", "209906", "00", "ABCDEF12", "CD29615D6452E70E"
    ),
    (
      "m-chip-csk", #""cvr":"A00003220000","counters":"00000000000322FF""#, "000000009999",
      "8000000000", "209906", "00", "ABCDEF12", "C30E54BE496CF5E5"
    ),
  ])
  func `cryptograms of the schemes agree with published ones`(
    scheme: String, results: String, amount: String, verification: String, date: String,
    type: String, number: String, expected: String
  ) throws {
    let result = try Calculator.cryptogram.result(
      ofText: """
        {"scheme":"\(scheme)","issuerMasterKey":"0123456789ABCDEFFEDCBA9876543210",\
        "pan":"1234567890123456","9F02":"\(amount)","9F03":"000000000000","9F1A":"0124",\
        "95":"\(verification)","5F2A":"0124","9A":"\(date)","9C":"\(type)","9F37":"\(number)",\
        "82":"1800","9F36":"001C",\(results)}
        """)
    #expect(result["cryptogram"]?.string == expected)
  }

  /// Source: knovichikhin/pyemv, tests/test_kd_hsm.py (the first two bytes of each check value).
  @Test(arguments: [
    ("1234567890123456", "00", "a", "BAB0"), ("12345678901234567", "45", "a", "FF08"),
    ("12345678901234567", "45", "b", "0BAF"), ("12345678901234567", "00", "b", "4626"),
    ("123456789012345679", "00", "b", "C2F3"), ("000000000000000005", "23", "b", "DD73"),
    ("1234567890123456", "00", "b", "BAB0"),
  ])
  func `master keys of both options agree with published ones`(
    pan: String, sequence: String, option: String, checkValue: String
  ) throws {
    let result = try Calculator.masterKey.result(
      ofText: """
        {"issuerMasterKey":"0123456789ABCDEFFEDCBA9876543210","pan":"\(pan)",\
        "sequenceNumber":"\(sequence)","option":"\(option)"}
        """)
    #expect(result["checkValue"]?.string?.hasPrefix(checkValue) == true)
    #expect(result["key"]?.string?.utf8.count == 32)
  }

  /// Source: knovichikhin/pyemv, tests/test_sm_hsm.py.
  @Test(arguments: [
    ("m-chip", "9999", nil, "249999FFFFFFFFFF", "28367E05DE3381C2"),
    ("m-chip", "999999999999", nil, "2C999999999999FF", "99AD3AF9EB3ECF0C"),
    ("common", "9999", nil, "249999FFFFFFFFFF", "28367E05DE3381C29D30A6055A8DEB86"),
    ("visa", "9999", nil, "049999FFC4B001F1", "D421231A6FD2F0FAEE671384F0D3A7B9"),
    ("visa", "9999", "8888", "8C1199FFC4B001F1", "C29371CC36BA70C1EE671384F0D3A7B9"),
    (
      "visa", "999999999999", "888888888888", "841111112A5E67F1",
      "622066A74F1E974AEE671384F0D3A7B9"
    ),
  ])
  func `PIN changes agree with published ones`(
    scheme: String, pin: String, current: String?, block: String, data: String
  ) throws {
    let isVisa = scheme == "visa"
    let confidential = try Self.key("11111111111111112222222222222222")
    let session = try Self.text(
      Calculator.sessionKey.result(
        ofText: isVisa
          ? """
          {"scheme":"visa-script","masterKey":"\(confidential)","transactionCounter":"FFFF"}
          """
          : """
          {"scheme":"csk","masterKey":"\(confidential)","diversification":"ABCDEF1234567890"}
          """), "key")
    let master = try Self.key("FEDCBA98765432100123456789ABCDEF")
    let old = current.map { #","currentPIN":"\#($0)""# } ?? ""
    let result = try Calculator.pinChange.result(
      ofText: """
        {"scheme":"\(scheme)","pin":"\(pin)","key":"\(session)","masterKey":"\(master)"\(old)}
        """)
    #expect(result["block"]?.string == block)
    #expect(result["data"]?.string == data)
  }

  private static func key(_ issuerKey: String) throws -> String {
    try text(
      Calculator.masterKey.result(
        ofText: """
          {"issuerMasterKey":"\(issuerKey)","pan":"1234567890123456","sequenceNumber":"01"}
          """), "key")
  }

  private static func text(_ json: JSONValue, _ key: String) throws -> String {
    try #require(json[key]?.string)
  }

  @Test(arguments: [
    // knovichikhin/psec, tests/test_pinblock.py
    (#"{"format":0,"pin":"123456789012","pan":"5555555551234567"}"#, "0C1261032D8226A9"),
    (#"{"format":2,"pin":"123456789"}"#, "29123456789FFFFF"),
    // By hand from ISO 9564-1.
    (#"{"format":1,"pin":"1234","fill":"0123456789ABCDEF"}"#, "1412346789ABCDEF"),
    (
      #"{"format":3,"pin":"1234","pan":"5555555551234567","fill":"ABCDEFABCDEFABCD"}"#,
      "341261FE98FD9F9B"
    ),
  ])
  func `PIN blocks have the nibbles that ISO 9564 prescribes`(input: String, block: String) throws {
    #expect(try Calculator.pinBlock.result(ofText: input)["block"]?.string == block)
  }

  @Test func `format 4 is two rounds of AES over PIN and account`() throws {
    // Computed with openssl enc -aes-128-ecb, twice, and an exclusive-or between.
    let result = try Calculator.pinBlock.result(
      ofText: """
        {"format":4,"pin":"1234","pan":"5555555551234567","fill":"0123456789ABCDEF",\
        "key":"2B7E151628AED2A6ABF7158809CF4F3C"}
        """)
    #expect(result["encipheredBlock"]?.string == "F7212AAFFD7F6E17814CF559F6C1036E")
    #expect(result["block"] == nil)
  }

  @Test func `a changed byte anywhere is found by a check`() throws {
    for calculator in [
      Calculator.issuerCertificate, .cardCertificate, .pinCertificate, .staticSignature,
      .dynamicSignature, .combinedSignature,
    ] {
      let input = calculator.example.input
      let key = try #require(
        ["certificate", "signature"].first { input.contains("\"\($0)\":\"") })
      let start = try #require(input.range(of: "\"\(key)\":\"")).upperBound
      for distance in [20, 60, 100] {
        var changed = input
        let place = changed.index(start, offsetBy: distance)
        changed.replaceSubrange(place...place, with: changed[place] == "0" ? "1" : "0")
        let result = try calculator.result(ofText: changed)
        #expect(result["verdict"]?.string == "failed", "\(calculator.name)")
      }
    }
  }

  @Test func `in CDA the hash over what was exchanged is compared too`() throws {
    let (input, response) = Self.combined
    let good = try Calculator.combinedSignature.result(ofText: input(response))
    #expect(good["verdict"]?.string == "passed", "\(good.indentedText)")
    let bad = try Calculator.combinedSignature.result(
      ofText: input(response.replacing("9F36020001", with: "9F36020002")))
    #expect(bad["verdict"]?.string == "failed")
    let checks = bad["checks"]?.array ?? []
    #expect(
      checks.filter { $0["verdict"]?.string == "failed" }.map { $0["check"]?.string } == [
        "transaction data hash agrees"
      ])
    #expect(throws: CalculationError.self) {
      try Calculator.combinedSignature.result(ofText: input("7003"))
    }
  }
}
