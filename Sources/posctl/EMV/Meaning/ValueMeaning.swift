import BERTLV
import EMVKernel
import Octets
import PaymentTypes

/// Dates, amounts, codes and counters in words.
enum ValueMeaning {
  /// Six digits YYMMDD; years from 50 on are of the last century.
  static func date(_ value: [UInt8]) -> [Explanation]? {
    guard CardDate(value) != nil else { return [Explanation("not a day of the calendar")] }
    let digits = Hexadecimal.text(value)
    let century = digits < "5" ? "20" : "19"
    let month = digits.dropFirst(2).prefix(2)
    return [Explanation("\(century)\(digits.prefix(2))-\(month)-\(digits.suffix(2))")]
  }

  /// Six digits HHMMSS.
  static func time(_ value: [UInt8]) -> [Explanation]? {
    guard value.count == 3, BinaryCodedDecimal.number(value) != nil else { return nil }
    return [Explanation(value.map { CalculatorText.hexadecimal($0) }.joined(separator: ":"))]
  }

  /// Digits of an amount.
  static func amount(_ value: [UInt8]) -> [Explanation]? {
    guard let number = BinaryCodedDecimal.number(value) else {
      return [Explanation("not decimal")]
    }
    return [amount(Int(clamping: number))]
  }

  /// A number of an amount.
  static func binaryAmount(_ value: [UInt8]) -> [Explanation]? {
    guard value.count <= 7 else { return nil }
    return [amount(value.reduce(0) { $0 << 8 | Int($1) })]
  }

  private static func amount(_ number: Int) -> Explanation {
    let cents = number % 100
    return Explanation(
      "\(number) minor units (\(number / 100).\(cents < 10 ? "0" : "")\(cents) with two decimals)")
  }

  /// A number.
  static func counter(_ value: [UInt8]) -> [Explanation]? {
    guard !value.isEmpty, value.count <= 7 else { return nil }
    return [Explanation(String(value.reduce(0) { $0 << 8 | Int($1) }))]
  }

  /// A name in printable characters.
  static func characters(_ value: [UInt8]) -> [Explanation]? {
    guard !value.isEmpty, value.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return [Explanation("“\(String(decoding: value, as: UTF8.self))”")]
  }

  /// ISO 3166 and ISO 4217, those that a terminal in these markets meets.
  static func country(_ value: [UInt8]) -> [Explanation]? {
    code(value, countries)
  }

  static func currency(_ value: [UInt8]) -> [Explanation]? {
    code(value, currencies)
  }

  private static func code(_ value: [UInt8], _ names: [Int: String]) -> [Explanation]? {
    guard value.count == 2, let number = BinaryCodedDecimal.number(value) else { return nil }
    return names[Int(clamping: number)].map { [Explanation($0)] }
  }

  private static let countries = [
    36: "Australia", 56: "Belgium", 76: "Brazil", 124: "Canada", 156: "China", 208: "Denmark",
    250: "France", 276: "Germany", 344: "Hong Kong", 356: "India", 360: "Indonesia", 380: "Italy",
    392: "Japan", 410: "South Korea", 446: "Macao", 458: "Malaysia", 528: "Netherlands",
    608: "Philippines", 643: "Russia", 702: "Singapore", 704: "Vietnam", 710: "South Africa",
    724: "Spain", 756: "Switzerland", 764: "Thailand", 784: "United Arab Emirates",
    826: "United Kingdom", 840: "United States", 158: "Taiwan",
  ]
  private static let currencies = [
    36: "AUD", 124: "CAD", 156: "CNY", 344: "HKD", 356: "INR", 360: "IDR", 392: "JPY", 410: "KRW",
    446: "MOP", 458: "MYR", 608: "PHP", 643: "RUB", 702: "SGD", 704: "VND", 710: "ZAR",
    756: "CHF", 764: "THB", 784: "AED", 826: "GBP", 840: "USD", 901: "TWD", 978: "EUR",
    986: "BRL",
  ]

  /// 5F30: the service code.
  static func serviceCode(_ value: [UInt8]) -> [Explanation]? {
    guard value.count == 2 else { return nil }
    let digits = Hexadecimal.text(value).dropFirst()
    return ServiceCode(digits: digits.utf8).map { [Explanation(ServiceCodeMeaning($0).text)] }
  }

  /// 87: the priority of an application.
  static func priority(_ value: [UInt8]) -> [Explanation]? {
    guard let byte = value.first, value.count == 1 else { return nil }
    let rank = byte & 0x0F == 0 ? "no priority" : "priority \(byte & 0x0F) (1 is the best)"
    let consent = byte & 0x80 != 0 ? "; only with the cardholder's consent" : ""
    return [Explanation(rank + consent)]
  }

  /// 9C: the type of a transaction.
  static func transactionType(_ value: [UInt8]) -> [Explanation]? {
    let names: [[UInt8]: String] = [
      [0x00]: "purchase", [0x01]: "cash", [0x02]: "void", [0x09]: "purchase with cashback",
      [0x17]: "cash", [0x20]: "refund", [0x21]: "deposit", [0x28]: "credit adjustment",
      [0x30]: "inquiry", [0x31]: "balance inquiry", [0x40]: "transfer",
      [0x60]: "electronic cash load", [0x62]: "electronic cash load",
      [0x63]: "electronic cash load",
    ]
    return names[value].map { [Explanation($0)] }
  }

  /// 9F35: where a terminal stands.
  static func terminalType(_ value: [UInt8]) -> [Explanation]? {
    guard value.count == 1, let type = TerminalType(rawValue: value[0]) else { return nil }
    let owner = ["a bank's", "a merchant's", "a cardholder's"][Int(type.rawValue >> 4) - 1]
    let reach =
      type.isOnlineOnly
      ? "online only" : type.isOfflineOnly ? "offline only" : "offline with online capability"
    return [Explanation("\(owner), \(type.isAttended ? "attended" : "unattended"), \(reach)")]
  }

  /// 9F39: how a card was read.
  static func entryMode(_ value: [UInt8]) -> [Explanation]? {
    let names: [[UInt8]: String] = [
      [0x01]: "keyed in", [0x02]: "magnetic stripe", [0x05]: "chip with contacts",
      [0x07]: "contactless chip", [0x80]: "fallback from chip to stripe",
      [0x90]: "magnetic stripe, complete", [0x91]: "contactless stripe data",
    ]
    return names[value].map { [Explanation($0)] }
  }
}
