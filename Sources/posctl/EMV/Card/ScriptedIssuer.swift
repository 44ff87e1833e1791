import BERTLV
import EMVKernel
import JSONText
import Octets
import PaymentTypes

/// The bank behind a transaction of `posctl emv run`: it answers as it is told.
///
/// With the issuer's key it verifies the card's cryptogram and proves itself to the card by ARPC,
/// method 1 or 2, as `posctl calc` computes them.
struct ScriptedIssuer: Hashable, Sendable {
  /// How it can be spoken to.
  enum Reach: Hashable, Sendable {
    case answers(ResponseCode)
    case unreachable
  }

  let reach: Reach
  /// The issuer's master key for cryptograms; nil when the tool is not told.
  let masterKey: [UInt8]?
  /// The scheme of the cryptogram, as `posctl calc cryptogram` names it.
  let scheme: String
  /// Templates 71 and 72 for the card.
  let scripts: [UInt8]

  /// What the bank made of a request.
  struct Answer: Sendable {
    let result: OnlineResult
    /// Whether the cryptogram is the one that the key gives; nil without a key.
    let isAuthentic: Bool?
    /// One sentence for the account.
    let remark: String
  }

  /// Answers a request.
  func answer(_ store: DataObjectStore) -> Answer {
    guard case .answers(let code) = reach else {
      return Answer(
        result: .unableToGoOnline, isAuthentic: nil, remark: "the center is not reached")
    }
    guard let masterKey else {
      return Answer(
        result: response(code, proof: nil), isAuthentic: nil,
        remark: "the cryptogram was not verified: no --issuer-key")
    }
    do throws(CalculationError) {
      let (cryptogram, key) = try cryptogram(store, masterKey)
      guard cryptogram == store.value(0x9F26) else {
        return Answer(
          result: response(code, proof: nil), isAuthentic: false,
          remark: "the cryptogram is not that of the issuer's key, and the card gets no proof")
      }
      return Answer(
        result: response(code, proof: try proof(code, cryptogram, key)), isAuthentic: true,
        remark: "the cryptogram is that of the issuer's key")
    } catch {
      return Answer(
        result: response(code, proof: nil), isAuthentic: nil,
        remark: "the cryptogram can't be verified: \(error.reason)")
    }
  }

  private func response(_ code: ResponseCode, proof: [UInt8]?) -> OnlineResult {
    var writer = TLVWriter()
    if let proof { writer.append(0x91, proof) }
    let data = writer.bytes + scripts
    let response = try? IssuerResponse(responseCode: code, integratedCircuitCardData: data)
    return .answered(response ?? IssuerResponse(responseCode: code))
  }

  /// The cryptogram and the session key, as the calculator has them.
  private func cryptogram(
    _ store: DataObjectStore, _ masterKey: [UInt8]
  ) throws(CalculationError) -> (cryptogram: [UInt8], key: [UInt8]) {
    let number = store.primaryAccountNumber.map { String(decoding: $0.digits, as: UTF8.self) }
    var members: [JSONValue.Member] = [
      .init("scheme", .string(scheme)), .init("issuerMasterKey", masterKey),
      .init("pan", number.map { .string($0) } ?? .null),
    ]
    if let sequence = store.value(0x5F34) {
      members.append(.init("sequenceNumber", sequence.suffix(1)))
    }
    let tags: [DataObjectTag] = [
      0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36, 0x9F10,
    ]
    for tag in tags {
      if let value = store.value(tag) { members.append(.init(tag.text, value)) }
    }
    let result = try Calculator.cryptogram.result(of: .object(members))
    return (Self.bytes(result, "cryptogram"), Self.bytes(result, "sessionKey"))
  }

  private func proof(
    _ code: ResponseCode, _ cryptogram: [UInt8], _ key: [UInt8]
  ) throws(CalculationError) -> [UInt8] {
    let isSecondMethod = ["cvn18", "cvn22", "emv"].contains(scheme)
    var members: [JSONValue.Member] = [.init("key", key), .init("cryptogram", cryptogram)]
    if isSecondMethod {
      // CSU byte 2 bit 8: the issuer approves online.
      members.append(.init("statusUpdate", [0x00, code == .approved ? 0x80 : 0x00, 0x00, 0x00]))
      return Self.bytes(
        try Calculator.responseCryptogram2.result(of: .object(members)),
        "issuerAuthenticationData")
    }
    members.append(.init("responseCode", Array(code.text.utf8)))
    return Self.bytes(
      try Calculator.responseCryptogram1.result(of: .object(members)), "issuerAuthenticationData")
  }

  private static func bytes(_ json: JSONValue, _ key: String) -> [UInt8] {
    (json[key]?.string).flatMap { try? Hexadecimal.bytes($0) } ?? []
  }
}
