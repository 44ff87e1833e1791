import CenterProtocol
import ChipTransaction
import Connectivity
import HAL
package import JSONText
import ISO8583
import Ledger
import PaymentTypes
package import TerminalFlows

/// The log's form of an event: a name, and members that hold nothing secret.
///
/// Messages go through the inspection that masks card numbers and tracks.
extension TraceEvent {
  /// A stable name, the first thing to search a log for.
  package var name: String {
    switch self {
    case .sent: "sent"
    case .received: "received"
    case .droppedForeignAnswer: "dropped"
    case .unreadableAnswer: "unreadable"
    case .connectionFailed: "connection-failed"
    case .ladder: "ladder"
    case .device(let entry): entry.finding == .missing ? "device-missing" : "device-found"
    case .screen: "screen"
    case .outcome: "outcome"
    case .ledgerFailed: "ledger-failed"
    case .cardSession: "card-session"
    case .slip: "slip"
    case .printFailed: "print-failed"
    }
  }

  /// What there is to say of it.
  package var members: [JSONValue.Member] {
    switch self {
    case .sent(let message), .received(let message), .droppedForeignAnswer(let message):
      Self.members(of: message)
    case .unreadableAnswer(let error): [.init("error", .string("\(error)"))]
    case .connectionFailed(let cause): Self.members(of: cause)
    case .ladder(let rung, let cause):
      [.init("rung", .string(rung.identifier))] + (cause.map(Self.members(of:)) ?? [])
    case .device(let entry): Self.members(of: entry)
    case .screen(let identifier): [.init("screen", .string(identifier))]
    case .outcome(let identity, let outcome):
      Self.members(of: identity) + [.init("outcome", .string(outcome))]
    case .ledgerFailed(let error): [.init("error", .string("\(error)"))]
    case .cardSession(let recording):
      [.init("exchanges", .number(recording.exchangeCount))]
    case .slip(let identity, let copy, let proof):
      Self.members(of: identity) + [
        .init("copy", .string(copy == .merchant ? "merchant" : "cardholder")),
        .init("printed", .boolean(proof != nil)),
        .init("proof", proof.map { .string($0.rawValue) } ?? .null),
      ]
    case .printFailed(let job, let failure):
      [
        .init("job", .string(job.text)), .init("reason", .string("\(failure.reason)")),
        .init("begun", .boolean(failure.isBegun)),
      ]
    }
  }

  private static func members(of message: Message) -> [JSONValue.Member] {
    let inspection = MessageInspection(message.encoded)
    let fields = inspection.fields.sorted { $0.key < $1.key }.map {
      JSONValue.Member(String($0.key), .string($0.value))
    }
    return [.init("mti", .string(message.type.text)), .init("fields", .object(fields))]
  }

  private static func members(of cause: TroubleCause) -> [JSONValue.Member] {
    let advice = cause.advice(.english)
    return [.init("code", .string(advice.code)), .init("trouble", .string(advice.what))]
  }

  private static func members(of entry: DeviceRoll.Entry) -> [JSONValue.Member] {
    [
      .init("device", .string(entry.name.text)), .init("required", .boolean(entry.isRequired)),
    ] + (entry.finding == .missing ? members(of: entry.device.trouble) : [])
  }

  private static func members(of identity: TransactionIdentity) -> [JSONValue.Member] {
    [
      .init("batch", .string(identity.batch.text)), .init("trace", .string(identity.trace.text)),
    ]
  }
}
