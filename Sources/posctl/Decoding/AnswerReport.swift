import ISO7816
import JSONText
import Octets

/// An answer to reset, as text or JSON.
struct AnswerReport {
  private let bytes: [UInt8]
  private let parsed: Result<AnswerToReset, AnswerToResetError>

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    do throws(AnswerToResetError) {
      parsed = .success(try AnswerToReset(bytes))
    } catch {
      parsed = .failure(error)
    }
  }

  /// What is wrong with the bytes; nil when they are an answer.
  var error: (offset: Int, reason: String)? {
    guard case .failure(let error) = parsed else { return nil }
    return switch error {
    case .initialCharacter: (0, "an answer to reset begins with 3B or 3F")
    case .truncated(let offset): (offset, "the answer ends here, and more was announced")
    case .trailingBytes(let offset): (offset, "the answer has ended before this byte")
    case .checkCharacter: (max(0, bytes.count - 1), "the check character is wrong")
    }
  }

  /// A line for each thing that it says.
  var text: String {
    var rows = [["ATR", Hexadecimal.text(bytes)]]
    if case .success(let answer) = parsed {
      rows += [
        ["convention", answer.convention == .direct ? "direct" : "inverse"],
        ["protocols", Self.protocols(answer)], ["speed", Self.speed(answer)],
        ["guard time", "N = \(answer.extraGuardTime)"],
      ]
      rows += Self.timing(answer)
      if let classes = answer.supplyClasses { rows.append(["supply", "class " + String(classes)]) }
      rows.append(["historical", Hexadecimal.text(answer.historicalBytes)])
      if let kind = Self.contactless(answer) {
        rows.append(["contactless", kind])
      } else {
        rows.append(["EMV", Self.verdict(answer)])
      }
    }
    return TextTable(rows: rows).text
  }

  /// The same as an object; `decode atr` says what is in it.
  var json: JSONValue {
    guard case .success(let answer) = parsed else {
      let error: JSONValue = [
        "offset": .number(error?.offset ?? 0), "reason": .string(error?.reason ?? ""),
      ]
      return ["atr": .string(Hexadecimal.text(bytes)), "error": error]
    }
    func optional(_ number: (some BinaryInteger)?) -> JSONValue {
      number.map { .number(Int($0)) } ?? .null
    }
    func objections(_ isWarm: Bool) -> JSONValue {
      .array(answer.objections(afterWarmReset: isWarm).map { .string("\($0)") })
    }
    return [
      "atr": .string(Hexadecimal.text(bytes)),
      "convention": .string(answer.convention == .direct ? "direct" : "inverse"),
      "protocols": .array(answer.offeredProtocols.map { .number(Int($0)) }),
      "specificProtocol": optional(answer.specificProtocol),
      "clockRateConversion": optional(answer.clockRateConversion),
      "baudRateAdjustment": optional(answer.baudRateAdjustment),
      "maximumClockKilohertz": optional(answer.maximumClockKilohertz),
      "extraGuardTime": .number(Int(answer.extraGuardTime)),
      "waitingTimeInteger": .number(Int(answer.waitingTimeInteger)),
      "informationFieldSize": optional(answer.informationFieldSize),
      "blockWaitingInteger": optional(answer.blockWaitingInteger),
      "characterWaitingInteger": optional(answer.characterWaitingInteger),
      "errorDetection": answer.usesCyclicRedundancyCode.map { .string($0 ? "CRC" : "LRC") }
        ?? .null,
      "supplyClasses": answer.supplyClasses.map { .string(String($0)) } ?? .null,
      "historicalBytes": .string(Hexadecimal.text(answer.historicalBytes)),
      "checkCharacter": optional(answer.checkCharacter),
      "contactless": Self.contactless(answer).map { .string($0) } ?? .null,
      "emv": ["coldReset": objections(false), "warmReset": objections(true)],
    ]
  }

  private static func protocols(_ answer: AnswerToReset) -> String {
    let offered = answer.offeredProtocols.map { "T=\($0)" }.joined(separator: ", ")
    return answer.specificProtocol.map { "\(offered); the card insists on T=\($0)" } ?? offered
  }

  private static func speed(_ answer: AnswerToReset) -> String {
    guard let rate = answer.clockRateConversion, let adjustment = answer.baudRateAdjustment,
      let clock = answer.maximumClockKilohertz
    else { return "reserved values" }
    let (whole, rest) = clock.quotientAndRemainder(dividingBy: 1000)
    return "Fi = \(rate), Di = \(adjustment), clock up to \(whole)\(rest == 0 ? "" : ".5") MHz"
  }

  private static func timing(_ answer: AnswerToReset) -> [[String]] {
    var rows: [[String]] = []
    if answer.offeredProtocols.contains(0) {
      rows.append(["T=0", "WI = \(answer.waitingTimeInteger)"])
    }
    if let size = answer.informationFieldSize, let block = answer.blockWaitingInteger,
      let character = answer.characterWaitingInteger, let isCRC = answer.usesCyclicRedundancyCode
    {
      let detection = isCRC ? "CRC" : "LRC"
      rows.append(["T=1", "IFSC = \(size), BWI = \(block), CWI = \(character), \(detection)"])
    }
    return rows
  }

  private static func contactless(_ answer: AnswerToReset) -> String? {
    switch answer.contactless {
    case .processor: "a card with a processor, reported by the reader"
    case .memory(0x0001): "Mifare Classic 1K, memory only"
    case .memory(0x0002): "Mifare Classic 4K, memory only"
    case .memory(0x0003): "Mifare Ultralight, memory only"
    case .memory(0x0026): "Mifare Mini, memory only"
    case .memory(let kind): "memory only, kind \(kind)"
    case nil: nil
    }
  }

  private static func verdict(_ answer: AnswerToReset) -> String {
    let cold = answer.objections(afterWarmReset: false)
    if cold.isEmpty { return "a payment card may answer so" }
    let names = cold.map { "\($0)" }.joined(separator: ", ")
    return answer.objections(afterWarmReset: true).isEmpty
      ? "not after a cold reset (\(names)), but after a warm one" : "refused: \(names)"
  }
}
