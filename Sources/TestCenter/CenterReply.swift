import CenterProtocol
import ISO8583
import PaymentCryptography
import PaymentTypes

/// An answer before it is authenticated, framed and spoiled by faults.
struct CenterReply {
  var draft: MessageDraft
  /// The key of its message authentication code; nil for an answer without one.
  var macKey: [UInt8]?
}

/// Why the center does not carry a request out: a response code.
struct Refusal: Error {
  let code: String
}

extension TestCenter {
  /// The answer that every request gets: what it repeats, the time, and the center's names.
  func reply(to request: CenterRequest, code: String?) -> CenterReply {
    let type = request.message.type.response ?? request.message.type
    var draft = MessageDraft(type: type)
    for element: DataElement in [3, 4, 11, 25, 41, 42, 49, 53, 60] where request.has(element) {
      draft.set(element, text: request[element])
    }
    draft.set(12, text: request.now.hourMinuteSecond)
    draft.set(13, text: request.now.monthDay)
    draft.set(32, text: configuration.acquirer)
    draft.set(37, text: nextReference(now: request.now))
    draft.set(39, text: code)
    return CenterReply(draft: draft, macKey: nil)
  }

  /// Field 64 of a message, computed here from the bytes alone.
  ///
  /// Source: UnionPay POS, MAC: from the message type to the last byte before field 64.
  func authenticationCode(
    over bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    switch configuration.macMethod {
    case .unionPayECB: try MessageAuthentication.unionPayECB(bytes, key: key)
    case .x9_9: try MessageAuthentication.x9_9(bytes, key: Array(key.prefix(8)))
    case .x9_19: try MessageAuthentication.x9_19(bytes, key: key)
    }
  }

  /// Authenticates, frames and spoils an answer.
  func send(
    _ reply: CenterReply, to request: CenterRequest, fault: CenterFault?
  ) -> [CenterAction] {
    var reply = reply
    var header = request.frame.header
    header.processingRequirement = configuration.processingRequirement
    var spoilsMAC = false
    var isNonsense = false
    for effect in fault?.effects ?? [] {
      switch effect {
      case .dropAnswer(let link): return link.actions
      case .wrongMAC: spoilsMAC = true
      case .nonsense: isNonsense = true
      case .omitMAC: reply.macKey = nil
      case .wrongTraceNumber: reply.draft.increment(11)
      case .wrongTerminal: reply.draft.increment(41)
      case .wrongAmount: reply.draft.increment(4)
      case .require(let requirement): header.processingRequirement = requirement
      case .dropRequest, .holdRequest, .delayAnswer, .duplicateAnswer, .cutAnswer, .respond: break
      }
    }
    guard var body = encoded(reply) else { return [.close] }
    if spoilsMAC, reply.macKey != nil { body[body.count - 1] ^= 0x01 }
    if isNonsense { body = body.map { $0 ^ 0xA5 } }
    let frame = CenterFrame(address: request.frame.address.swapped, header: header, body: body)
    guard let bytes = try? frame.encoded() else { return [.close] }
    return delivery(of: bytes, fault: fault)
  }

  private func delivery(of bytes: [UInt8], fault: CenterFault?) -> [CenterAction] {
    var delay = Duration.zero
    var actions: [CenterAction] = []
    for effect in fault?.effects ?? [] {
      switch effect {
      case .delayAnswer(let time): delay = time
      case .cutAnswer(let count):
        return [.sendPart(bytes, count: min(max(0, count), bytes.count), after: delay), .close]
      case .duplicateAnswer(let time): actions.append(.send(bytes, after: time))
      case .dropRequest, .dropAnswer, .holdRequest, .nonsense, .wrongMAC, .omitMAC,
        .wrongTraceNumber,
        .wrongTerminal, .wrongAmount, .respond, .require:
        break
      }
    }
    return [.send(bytes, after: delay)] + actions
  }

  /// The bytes of an answer; an answer that can't be encoded is a bug of the center.
  private func encoded(_ reply: CenterReply) -> [UInt8]? {
    var draft = reply.draft
    do {
      guard let key = reply.macKey else { return try draft.encoded(with: .unionPay) }
      draft.set(64, bytes: [UInt8](repeating: 0, count: 8))
      let covered = Array(try draft.encoded(with: .unionPay).dropLast(8))
      return covered + (try authenticationCode(over: covered, key: key))
    } catch {
      note(Violation(expectation: "the center to encode its answer"))
      return nil
    }
  }
}

extension MessageDraft {
  /// Makes the last digit of a text another one, if the message has the element.
  fileprivate mutating func increment(_ element: DataElement) {
    guard var bytes = bytes(of: element).map(Array.init), let last = bytes.last else { return }
    bytes[bytes.count - 1] = last == 0x39 ? 0x30 : last + 1
    set(element, bytes: bytes)
  }
}
