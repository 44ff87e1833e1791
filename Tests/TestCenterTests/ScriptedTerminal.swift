import CenterProtocol
import ISO8583
import Octets
import PaymentCryptography
import PaymentTypes
import TestCenter
import Testing

/// A card of the tests: what stands on it, and what its bank knows.
struct TestCard {
  var pan: String
  var expiry = "3012"
  var pin = "123456"
  /// Of a card without a chip, unless a test wants another.
  var serviceCode = "120"
  var track: String { pan + "D" + expiry + serviceCode + "0000000000" }

  static let domestic = TestCard(pan: "6216261000000000018")
  static let foreign = TestCard(pan: "4761739001010010")
  static let issuerMasterKey = [UInt8](
    [
      0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32,
      0x10,
    ])

  var digits: [UInt8] { Array(pan.utf8) }
}

/// A terminal that does what a test tells it, and knows no flow.
final class ScriptedTerminal {
  static let masterKey = TestCard.issuerMasterKey
  static let identifier = "12345678"
  static let merchant = "898310053110001"

  let center: TestCenter
  var now = CivilTime(year: 2026, month: 6, day: 17, hour: 10, minute: 16, second: 12)
  var trace = 0
  var batch = "000000"
  var pinKey: [UInt8] = []
  var macKey: [UInt8] = []
  var trackKey: [UInt8]?
  /// What the last request was, for sending it again.
  var lastFrame: [UInt8] = []

  init(_ center: TestCenter) { self.center = center }

  /// A center with one terminal and two accounts of 1,000.00, and its terminal.
  static func atCenter(
    _ configuration: CenterConfiguration = CenterConfiguration()
  ) throws -> ScriptedTerminal {
    let center = TestCenter(configuration: configuration)
    center.register(
      CenterTerminal(
        identifier: try #require(TerminalIdentifier(identifier)),
        merchant: try #require(MerchantIdentifier(merchant)), masterKey: masterKey,
        batch: try #require(BatchNumber(1))))
    for (card, isForeign) in [(TestCard.domestic, false), (.foreign, true)] {
      center.open(
        CenterAccount(
          pan: try #require(PrimaryAccountNumber(card.pan)),
          expiry: try #require(ExpiryDate(digits: card.expiry.utf8)),
          pinDigits: Array(card.pin.utf8), balanceMinorUnits: 100_000,
          issuerMasterKey: TestCard.issuerMasterKey, isForeign: isForeign))
    }
    return ScriptedTerminal(center)
  }

  func nextTrace() -> String {
    trace += 1
    return FixedDigits.text(trace, 6)
  }

  /// The bytes of a frame around a draft, authenticated when it is a transaction.
  func frame(_ draft: MessageDraft) throws -> [UInt8] {
    var body = try draft.encoded(with: .unionPay)
    if draft.elements.contains(64) {
      let covered = Array(body.dropLast(8))
      body = covered + (try MessageAuthentication.unionPayECB(covered, key: macKey))
    }
    let profile = AcquirerProfile.testCenter
    return try CenterFrame(address: profile.address, header: profile.requestHeader, body: body)
      .encoded()
  }

  /// Sends a draft and returns what the connection has to do.
  @discardableResult
  func actions(_ draft: MessageDraft) throws -> [CenterAction] {
    lastFrame = try frame(draft)
    return center.receive(frame: lastFrame, now: now)
  }

  /// Sends a draft and returns the one answer.
  @discardableResult
  func exchange(_ draft: MessageDraft) throws -> Message {
    let actions = try actions(draft)
    guard case .send(let bytes, .zero) = try #require(actions.first), actions.count == 1 else {
      throw ScriptError.noAnswer
    }
    return try answer(bytes)
  }

  /// An answer, whose MAC is checked when it has one.
  func answer(_ bytes: [UInt8]) throws -> Message {
    let frame = try CenterFrame(payload: bytes.dropFirst(2))
    #expect("\(frame.address)" == "6000000003")
    let message = try frame.message()
    if let covered = message.authenticatedBytes {
      let expected = try MessageAuthentication.unionPayECB(Array(covered), key: macKey)
      guard message.bytes(of: 64) == expected else { throw ScriptError.wrongMAC }
    }
    return message
  }

  func answers(_ actions: [CenterAction]) throws -> [Message] {
    try actions.compactMap { action in
      guard case .send(let bytes, _) = action else { return nil }
      return try answer(bytes)
    }
  }
}

enum ScriptError: Error {
  case noAnswer
  case wrongMAC
}

extension ScriptedTerminal {
  func management(_ type: MessageType, _ code: String) -> MessageDraft {
    var draft = MessageDraft(type: type)
    draft.set(41, text: Self.identifier)
    draft.set(42, text: Self.merchant)
    draft.set(60, text: "00" + batch + code)
    return draft
  }

  /// Signs in and installs the keys.
  @discardableResult
  func signIn(_ code: String = "004") throws -> Message {
    var draft = management(.networkManagementRequest, code)
    draft.set(11, text: nextTrace())
    draft.set(63, text: "01 ")
    let answer = try exchange(draft)
    guard answer.text(of: 39) == "00" else { return answer }
    batch = String(try #require(answer.text(of: 60)).dropFirst(2).prefix(6))
    let bytes = try #require(answer.bytes(of: 62))
    let block = try #require(WorkingKeyBlock(bytes))
    pinKey = try unwrap(block.pin)
    macKey = try unwrap(block.mac)
    trackKey = try block.track.map(unwrap)
    return answer
  }

  private func unwrap(_ key: WorkingKeyBlock.WrappedKey) throws -> [UInt8] {
    let clear = try TripleDES.decryptECB(key.cryptogram, key: Self.masterKey)
    #expect(try KeyCheckValue.ofDESKey(clear) == key.checkValue)
    return clear
  }

  func signOff() throws -> Message {
    var draft = management(.networkManagementAdvice, "002")
    draft.set(11, text: nextTrace())
    draft.set(63, text: "01 ")
    return try exchange(draft)
  }

  /// What all transactions of a swiped card have.
  func swiped(
    _ kind: TransactionKind, _ amount: Int, _ card: TestCard = .domestic, pin: String? = nil
  ) throws -> MessageDraft {
    let row = kind.definition
    var draft = MessageDraft(type: row.request)
    draft.set(3, text: row.processingCode)
    if row.hasAmount { draft.set(4, text: FixedDigits.text(amount, 12)) }
    draft.set(11, text: nextTrace())
    draft.set(22, text: pin == nil ? "022" : "021")
    draft.set(25, text: row.conditionCode)
    draft.set(35, bytes: try track(card))
    draft.set(41, text: Self.identifier)
    draft.set(42, text: Self.merchant)
    draft.set(49, text: "156")
    if let pin {
      let clear = try PINBlock.clear(pinDigits: Array(pin.utf8), panDigits: card.digits)
      draft.set(26, text: "12")
      draft.set(52, bytes: try TripleDES.encryptECB(clear, key: pinKey))
    }
    let encrypts = trackKey != nil ? "1" : "0"
    draft.set(53, text: (pin == nil ? "06" : "26") + encrypts + "0000000000000")
    draft.set(60, text: row.typeCode + batch + "00050")
    draft.set(64, bytes: [UInt8](repeating: 0, count: 8))
    return draft
  }

  func track(_ card: TestCard) throws -> [UInt8] {
    let characters = Array(card.track.utf8)
    guard let trackKey else { return characters }
    return try TrackEncryption.encrypt(characters, key: trackKey)
  }

  /// A sale by chip, with a cryptogram that the issuer accepts.
  func chipSale(_ amount: Int, _ card: TestCard = .domestic, counter: UInt16 = 1) throws
    -> MessageDraft
  {
    var draft = try swiped(.sale, amount, card, pin: card.pin)
    draft.set(2, text: card.pan)
    draft.set(14, text: card.expiry)
    draft.set(22, text: "051")
    draft.set(23, text: "001")
    draft.set(55, bytes: try chipData(amount, card, counter: counter))
    return draft
  }

  /// The reversal of a request, by the rules of the standard.
  func reversal(of request: MessageDraft, reason: String = "98") throws -> MessageDraft {
    var draft = MessageDraft(type: .reversalRequest)
    for element: DataElement in [2, 3, 4, 11, 14, 22, 23, 25, 38, 41, 42, 49, 60] {
      draft.set(element, bytes: request.bytes(of: element).map(Array.init))
    }
    draft.set(39, text: reason)
    if request.elements.contains(55) { draft.set(55, bytes: try Hexadecimal.bytes("9F36020001")) }
    let typeCode = String(try #require(request.text(of: 60)).prefix(2))
    if ["23", "11", "20", "21"].contains(typeCode) {
      draft.set(61, text: batch + (request.text(of: 11) ?? "") + "0000")
    }
    draft.set(64, bytes: [UInt8](repeating: 0, count: 8))
    return draft
  }

  /// The void of an approved sale.
  func void(
    of sale: MessageDraft, _ answer: Message, _ kind: TransactionKind = .saleVoid
  ) throws -> MessageDraft {
    let amount = try #require(Int(sale.text(of: 4) ?? ""))
    var draft = try swiped(kind, amount)
    draft.set(37, text: answer.text(of: 37))
    draft.set(38, text: answer.text(of: 38))
    draft.set(61, text: batch + (sale.text(of: 11) ?? ""))
    return draft
  }

  func settlement(_ totals: String) -> MessageDraft {
    var draft = management(.reconciliationRequest, "201")
    draft.set(11, text: nextTrace())
    draft.set(48, text: totals)
    draft.set(49, text: "156")
    draft.set(63, text: "01 ")
    return draft
  }

  func batchEnd(_ code: String, count: Int) -> MessageDraft {
    var draft = management(.fileAdvice, code)
    draft.set(11, text: nextTrace())
    draft.set(48, text: FixedDigits.text(count, 4))
    return draft
  }

  var balance: Int {
    PrimaryAccountNumber(TestCard.domestic.pan).flatMap { center.account($0) }?.balanceMinorUnits
      ?? -1
  }
}
