import ChipTransaction
import EMVKernel
import ISO7816
import JSONText
import Octets

/// What the kernel did in a transaction, for people and as JSON.
struct ReplayReport: Sendable {
  let record: ChipTransactionRecord
  let commands: [(command: [UInt8], response: [UInt8]?)]
  /// Nil when nothing was replayed.
  let differences: [RecordedCard.Difference]?
  let warnings: [String]
  let unmasked: Bool

  /// What happened, line by line.
  var text: String {
    var text = ""
    for warning in warnings { text += "warning: \(warning)\n" }
    text += "Candidates:\n"
    for candidate in record.candidates {
      let priority = candidate.priority.map { ", priority \($0)" } ?? ""
      text += "  \(candidate.name)  \(TerminalText.harmless(candidate.displayName))\(priority)\n"
    }
    text += "Commands:\n"
    for (command, response) in commands { text += "  \(Self.line(command, response))\n" }
    text += "Account:\n"
    for sentence in record.account { text += "  \(TerminalText.harmless(sentence)).\n" }
    text += TextTable(rows: summary.map { ["\($0.0):", $0.1] }).text
    guard let differences else { return text }
    if differences.isEmpty {
      text += "No command differed from the recording.\n"
    } else {
      text += "Differences from the recording:\n"
      for difference in differences {
        text += "  exchange \(difference.index): \(difference.note)\n"
        if let expected = difference.expected {
          text += "    recorded \(Hexadecimal.text(expected))\n"
        }
        if let sent = difference.sent { text += "    sent     \(Hexadecimal.text(sent))\n" }
      }
    }
    return text
  }

  /// The same as one object; `emv replay` says what is in it.
  var json: JSONValue {
    let store = record.store
    var members: [JSONValue.Member] = [
      .init("candidates", .array(record.candidates.map(Self.json))),
      .init(
        "selectedAID",
        record.application.map { .string($0.candidate.name.description) } ?? .null),
      .init("commands", .array(commands.map(json))),
      .init("oda", authentication),
      .init("tvr", store.map { .string($0.verificationResults.description) } ?? .null),
      .init("tsi", store.map { .string($0.statusInformation.description) } ?? .null),
      .init(
        "cvmResults",
        store?.verificationMethodResults.map { .string($0.description) } ?? .null),
      .init("cryptogram", record.cryptograms.last.map(Self.json) ?? .null),
      .init("cryptograms", .array(record.cryptograms.map(Self.json))),
      .init("outcome", record.outcome.map { .string("\($0)") } ?? .null),
      .init("failure", record.failure.map { .string("\($0)") } ?? .null),
      .init("findings", .array((store?.findings ?? []).map { .string("\($0)") })),
      .init("account", .array(record.account.map { .string($0) })),
      .init("warnings", .array(warnings.map { .string($0) })),
    ]
    if let differences {
      members.append(.init("differences", .array(differences.map(Self.json))))
    }
    return .object(members)
  }

  private var summary: [(String, String)] {
    let store = record.store
    let final = record.cryptograms.last
    return [
      ("selected", record.application.map { "\($0.candidate.name)" } ?? "none"),
      ("ODA", "\(methodName ?? "no method"), \(authenticationResult)"),
      ("TVR", store.map { "\($0.verificationResults)" } ?? "–"),
      ("TSI", store.map { "\($0.statusInformation)" } ?? "–"),
      ("CVM results", store?.verificationMethodResults.map { "\($0)" } ?? "–"),
      (
        "cryptogram",
        final.map { "\(Self.name($0.information.type)) \(Hexadecimal.text($0.cryptogram))" }
          ?? "none"
      ),
      ("outcome", record.outcome.map { "\($0)" } ?? record.failure.map { "\($0)" } ?? "none"),
    ]
  }

  private var methodName: String? {
    switch record.store?.authenticationMethod {
    case .staticData?: "SDA"
    case .dynamicData?: "DDA"
    case .combined?: "CDA"
    case .extended?: "XDA"
    case nil: nil
    }
  }

  /// passed, failed or notPerformed, as TVR and TSI tell.
  private var authenticationResult: String {
    guard let store = record.store, methodName != nil else { return "notPerformed" }
    let failures: [TerminalVerificationResults.Bit] = [
      .staticAuthenticationFailed, .dynamicAuthenticationFailed, .combinedAuthenticationFailed,
      .extendedAuthenticationFailed, .curveKeyMissing, .curveKeyRecoveryFailed,
    ]
    if failures.contains(where: { store.verificationResults.contains($0) }) { return "failed" }
    return store.statusInformation.contains(.authenticationPerformed) ? "passed" : "notPerformed"
  }

  private var authentication: JSONValue {
    let reasons = (record.store?.findings ?? []).filter { $0.bit.rawValue >> 4 == 1 }
    return [
      "method": methodName.map { .string($0) } ?? .null, "result": .string(authenticationResult),
      "reasons": .array(reasons.map { .string("\($0)") }),
    ]
  }

  private func json(_ exchange: (command: [UInt8], response: [UInt8]?)) -> JSONValue {
    var members: [JSONValue.Member] = [.init("c", exchange.command)]
    let status = exchange.response.flatMap { ResponseAPDU($0)?.status }
    members.append(.init("sw", status.map { .string("\($0)") } ?? .null))
    if unmasked, let response = exchange.response { members.append(.init("r", response)) }
    return .object(members)
  }

  private static func json(_ candidate: CandidateApplication) -> JSONValue {
    [
      "aid": .string(candidate.name.description), "label": .string(candidate.label),
      "preferredName": candidate.preferredName.map { .string($0) } ?? .null,
      "priority": candidate.priority.map { .number(Int($0)) } ?? .null,
      "requiresConfirmation": .boolean(candidate.requiresConfirmation),
    ]
  }

  private static func json(_ cryptogram: GeneratedCryptogram) -> JSONValue {
    .object([
      .init("requested", .string(name(cryptogram.request))),
      .init("type", .string(name(cryptogram.information.type))),
      .init("cid", [cryptogram.information.rawValue]), .init("value", cryptogram.cryptogram),
      .init("atc", cryptogram.transactionCounter), .init("iad", cryptogram.issuerApplicationData),
    ])
  }

  private static func json(_ difference: RecordedCard.Difference) -> JSONValue {
    [
      "index": .number(difference.index),
      "expected": difference.expected.map { .string(Hexadecimal.text($0)) } ?? .null,
      "sent": difference.sent.map { .string(Hexadecimal.text($0)) } ?? .null,
      "note": .string(difference.note),
    ]
  }

  private static func name(_ type: CryptogramType) -> String {
    switch type {
    case .declined: "AAC"
    case .approved: "TC"
    case .onlineRequest: "ARQC"
    }
  }

  private static func line(_ command: [UInt8], _ response: [UInt8]?) -> String {
    let meaning = CommandAPDU(command).map { CommandMeaning.summary($0) } ?? "no command"
    let status = response.flatMap { ResponseAPDU($0)?.status }
    return "\(status.map { "\($0)" } ?? "none")  \(meaning)  \(Hexadecimal.text(command))"
  }
}
