import PaymentTypes
import Testing

/// Source: ISO/IEC 7813, table 4.
@Suite struct ServiceCodeTests {
  private func code(_ text: String) throws -> ServiceCode {
    try #require(ServiceCode(digits: text.utf8))
  }

  @Test func `the first digit says where, and whether there is a chip`() throws {
    #expect(try code("101").interchange == .international)
    #expect(try code("201").interchange == .internationalWithChip)
    #expect(try code("501").interchange == .national)
    #expect(try code("601").interchange == .nationalWithChip)
    #expect(try code("701").interchange == .privateUse)
    #expect(try code("901").interchange == .test)
    #expect(try code("001").interchange == nil)
    for first in 0...9 {
      #expect(try code("\(first)01").announcesChip == (first == 2 || first == 6))
    }
  }

  @Test func `the second digit says who decides`() throws {
    #expect(try code("101").authorization == .normal)
    #expect(try code("121").authorization == .issuer)
    #expect(try code("141").authorization == .issuerUnlessAgreed)
    #expect(try code("111").authorization == nil)
  }

  @Test func `the third digit says what for, and whether with a PIN`() throws {
    let rules: [(ServiceCode.Services?, ServiceCode.PINRequirement?)] = [
      (.all, .always), (.all, ServiceCode.PINRequirement.none),
      (.goodsAndServices, ServiceCode.PINRequirement.none), (.cashMachine, .always),
      (.cash, ServiceCode.PINRequirement.none), (.goodsAndServices, .always),
      (.all, .whereThereIsAPad), (.goodsAndServices, .whereThereIsAPad), (nil, nil), (nil, nil),
    ]
    for (digit, rule) in rules.enumerated() {
      let code = try code("10\(digit)")
      #expect(code.services == rule.0)
      #expect(code.pinRequirement == rule.1)
    }
    #expect(try code("106").text == "106")
    #expect(ServiceCode(digits: "10".utf8) == nil)
    #expect(ServiceCode(digits: "1A1".utf8) == nil)
  }
}
