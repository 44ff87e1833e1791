package import CenterProtocol
package import ISO8583
package import PaymentTypes

/// Something that goes wrong on demand.
///
/// Faults wait in a queue. Each message takes the first one that is meant for its type; a fault is
/// used up after `count` messages, a sticky one never.
package struct CenterFault: Hashable, Sendable {
  /// What goes wrong.
  package enum Effect: Hashable, Sendable {
    /// The request is lost before the center books it.
    case dropRequest(Link)
    /// The center books, and the answer is lost.
    case dropAnswer(Link)
    /// The request reaches the center's books only after this time.
    case holdRequest(Duration)
    /// The answer leaves only after this time; a long time makes it late.
    case delayAnswer(Duration)
    /// The answer comes twice, the second after this time.
    case duplicateAnswer(after: Duration)
    /// Only so many bytes of the answer's frame are sent, then the connection is closed.
    case cutAnswer(byteCount: Int)
    /// The answer is framed rightly and makes no sense inside.
    case nonsense
    /// The answer's message authentication code is wrong.
    case wrongMAC
    /// The answer has no message authentication code.
    case omitMAC
    /// The answer has another trace number.
    case wrongTraceNumber
    /// The answer names another terminal.
    case wrongTerminal
    /// The answer has another amount.
    case wrongAmount
    /// The center answers with this code; it books only when the code is an approval.
    case respond(ResponseCode)
    /// The answer's header asks for something to be done.
    case require(ProcessingRequirement)
  }

  /// What becomes of the connection when a message is dropped.
  package enum Link: Hashable, Sendable {
    /// It stays open, silent.
    case staysOpen
    /// It is closed.
    case closes
    /// It is broken off.
    case resets
  }

  /// What goes wrong, all at once.
  package var effects: [Effect]
  /// For which requests; none means any.
  package var types: Set<MessageType>
  /// For how many more messages; nil until it is taken away.
  package var count: Int?

  /// Makes a fault; without a count it happens once.
  package init(_ effects: Effect..., types: Set<MessageType> = [], count: Int? = 1) {
    self.effects = effects
    self.types = types
    self.count = count
  }

  func concerns(_ type: MessageType?) -> Bool {
    guard !types.isEmpty else { return true }
    return type.map { types.contains($0) } ?? false
  }

  /// The time that a request waits before the center sees it.
  var holdTime: Duration? {
    for case .holdRequest(let time) in effects { return time }
    return nil
  }

  /// How the request is lost, if it is.
  var requestLoss: Link? {
    for case .dropRequest(let link) in effects { return link }
    return nil
  }

  /// The code that the center is made to answer with.
  var responseCode: ResponseCode? {
    for case .respond(let code) in effects { return code }
    return nil
  }
}
