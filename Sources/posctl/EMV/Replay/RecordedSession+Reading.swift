import BERTLV
import JSONText
import Octets

extension RecordedSession {
  /// The most exchanges of a file.
  private static let exchangeLimit = 4096

  /// Reads a file's text.
  init(parsing text: String) throws(SessionError) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: text)
    } catch {
      throw SessionError(
        place: "", expected: "one JSON object; \(error.reason) at byte \(error.offset)")
    }
    try self.init(SessionReader(json))
  }

  private init(_ file: SessionReader) throws(SessionError) {
    let known = ["terminal", "transaction", "settings", "caKeys", "card"]
    for member in try file.members() where !known.contains(member.name) {
      warnings.append("“\(member.name)” is not read")
    }
    if let objects = file.optional("terminal") {
      for object in try objects.elements() {
        terminal.append(
          TerminalObject(
            tag: try object.required("t", "a tag such as 9F33").tag(),
            value: try object.required("v", "the value in hexadecimal").bytes(0...255)))
      }
    }
    if let facts = file.optional("transaction") { try read(transaction: facts) }
    if let facts = file.optional("settings") { try read(settings: facts) }
    if let keys = file.optional("caKeys") {
      for key in try keys.elements() { authorityKeys.append(try Self.key(key)) }
    }
    try read(card: file.required("card", "an object with transport and exchanges"))
  }

  private mutating func read(settings facts: SessionReader) throws(SessionError) {
    settings.offersChoice = try facts.optional("offersChoice")?.truth()
    settings.asksForConfirmation = try facts.optional("asksForConfirmation")?.truth()
    settings.managesRisk = try facts.optional("managesRisk")?.truth()
    settings.allowsForcedAcceptance = try facts.optional("allowsForcedAcceptance")?.truth()
    if let codes = facts.optional("approvingCodes") {
      var list: [String] = []
      for code in try codes.elements() {
        guard let text = code.json.string, text.utf8.count == 2 else {
          throw code.error("two characters")
        }
        list.append(text)
      }
      settings.approvingCodes = list
    }
  }

  private mutating func read(card: SessionReader) throws(SessionError) {
    transport = try card.optional("transport")?.word(Transport.self) ?? .apdu
    let list = try card.required("exchanges", "a list of {\"c\":\"…\",\"r\":\"…\"}")
    let elements = try list.elements()
    guard elements.count <= Self.exchangeLimit else {
      throw list.error("at most \(Self.exchangeLimit) exchanges")
    }
    for element in elements {
      let command = try element.required("c", "a command in hexadecimal").bytes(4...261)
      var response: [UInt8]?
      if element.json["r"] != .null {
        response = try element.required("r", "the answer in hexadecimal").bytes(2...65538)
      }
      exchanges.append(Exchange(command: command, response: response))
    }
  }

  private mutating func read(transaction facts: SessionReader) throws(SessionError) {
    let amounts = 0...999_999_999_999
    for member in try facts.members() {
      let value = SessionReader(member.value, place: "transaction.\(member.name)")
      if member.value == .null { continue }
      switch member.name {
      case "amount": transaction.amount = try value.number(amounts)
      case "cashback", "amountOther", "other": transaction.cashback = try value.number(amounts)
      case "date": transaction.date = try value.digits(6, "six digits YYMMDD")
      case "time": transaction.time = try value.digits(6, "six digits hhmmss")
      case "type", "transactionType": transaction.type = try Self.type(value)
      case "unpredictableNumber", "un":
        transaction.unpredictableNumber = try value.bytes(4...4)
      case "counter", "sequenceCounter": transaction.counter = try value.number(1...999_999)
      case "random": transaction.random = try value.number(1...99)
      case "forcedOnline": transaction.isForcedOnline = try value.truth()
      case "application":
        transaction.application =
          value.json.string == "none" ? Choice.none : .name(try value.bytes(5...16))
      case "pin": transaction.pin = try value.word(PINEntry.self)
      case "online": transaction.online = try Self.online(value)
      case "lastAmount": transaction.lastAmount = try value.number(amounts)
      case "acceptByForce": transaction.isAcceptedByForce = try value.truth()
      case "currency", "currencyCode":
        terminal.append(TerminalObject(tag: 0x5F2A, value: try value.code()))
      case "country", "countryCode":
        terminal.append(TerminalObject(tag: 0x9F1A, value: try value.code()))
      default: try readUnknown(member.name, value)
      }
    }
  }

  /// Takes a member with a tag for its name as an object of the terminal, and warns of others.
  private mutating func readUnknown(
    _ name: String, _ value: SessionReader
  ) throws(SessionError) {
    if let tag = try? SessionReader(.string(name)).tag() {
      terminal.append(TerminalObject(tag: tag, value: try value.bytes(0...255)))
    } else {
      warnings.append("“\(TerminalText.harmless(value.place))” is not read")
    }
  }

  /// Two digits, as text or number.
  private static func type(_ value: SessionReader) throws(SessionError) -> UInt8 {
    if value.json.string != nil, let byte = try value.bytes(1...1).first { return byte }
    let number = try value.number(0...99)
    return UInt8(number / 10 << 4 | number % 10)
  }

  private static func online(_ value: SessionReader) throws(SessionError) -> Online {
    switch value.json.string {
    case "unreachable": return .unreachable
    case "unknown": return .unknown
    case nil:
      let code = try value.required("responseCode", "two characters").json.string
      guard let code, code.utf8.count == 2, code.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else {
        throw SessionError(place: value.place + ".responseCode", expected: "two characters")
      }
      let data = try value.optional("data")?.bytes(0...512) ?? []
      let isReferral = try value.optional("approvedByReferral")?.truth() ?? false
      return .answered(code: code, data: data, approvedByReferral: isReferral)
    default:
      throw value.error("“unreachable”, “unknown”, or {\"responseCode\":\"00\",\"data\":\"91…\"}")
    }
  }

  private static func key(_ key: SessionReader) throws(SessionError) -> AuthorityKey {
    let provider = try key.required("rid", "five bytes in hexadecimal").bytes(5...5)
    let index = try key.required("index", "one byte in hexadecimal").bytesOfNumber(1...1)
    let checksum = try (key.optional("checksum") ?? key.optional("sha1"))?.bytes(20...64)
    let expiry = try key.optional("expiry")?.bytes(3...3)
    let curve = try key.optional("curve")?.word(Curve.self)
    let material =
      switch curve {
      case nil: try key.required("modulus", "the modulus in hexadecimal").bytes(8...512)
      case .p256?, .p521?, .sm2?:
        try key.required("point", "the point in hexadecimal").bytes(32...66)
      }
    let exponent =
      curve == nil ? try key.required("exponent", "03 or 010001").bytesOfNumber(1...4) : []
    return AuthorityKey(
      provider: provider, index: index.first ?? 0, material: material, exponent: exponent,
      curve: curve?.rawValue, checksum: checksum, expiry: expiry)
  }

  private enum Curve: String, CaseIterable {
    case p256
    case p521
    case sm2
  }
}
