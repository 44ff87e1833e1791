/// The line that ends the answer to a command.
///
/// Source: ITU-T V.250, 5.7.1; 3GPP TS 27.007, 9.2; TS 27.005, 3.2.5.
package enum FinalResult: Hashable, Sendable {
  /// Done.
  case ok
  /// Refused without a reason.
  case error
  /// Refused with a reason.
  case equipmentError(EquipmentError)
  /// A message command was refused; the code is that of TS 27.005.
  case messageServiceError(code: Int)
  /// Old modules say this of commands that they do not know.
  case notSupported
  /// The command was broken off, usually by a byte that came while it ran.
  case aborted
  /// A call ended or could not be made.
  case noCarrier
  /// The called party is engaged.
  case busy
  /// Nobody answers the call.
  case noAnswer
  /// There is no line to dial on.
  case noDialtone
  /// The call is a data connection now; the text is the rate, if the modem tells it.
  case connected(rate: String?)

  /// Reads a line; nil when it is not a final result.
  package init?(line: String) {
    if let result = Self.words[line] {
      self = result
    } else if let text = Self.rest(of: line, after: "+CME ERROR:") {
      self = .equipmentError(EquipmentError(text: text))
    } else if let text = Self.rest(of: line, after: "+CMS ERROR:") {
      self = .messageServiceError(code: Int(text) ?? 500)
    } else if Self.rest(of: line, after: "MODEM ERROR:") != nil {
      self = .error
    } else if let rate = Self.rest(of: line, after: "CONNECT ") {
      self = .connected(rate: rate)
    } else {
      return nil
    }
  }

  /// Reads the one-digit code of a modem that was left in numeric mode (`ATV0`).
  package init?(numericLine line: String) {
    switch line {
    case "0": self = .ok
    case "1": self = .connected(rate: nil)
    case "3": self = .noCarrier
    case "4": self = .error
    case "6": self = .noDialtone
    case "7": self = .busy
    case "8": self = .noAnswer
    default: return nil
    }
  }

  /// Whether the result is about a call: it can come at any time, when a call ends.
  package var concernsCall: Bool {
    switch self {
    case .noCarrier, .busy, .noAnswer, .noDialtone, .connected: true
    case .ok, .error, .equipmentError, .messageServiceError, .notSupported, .aborted: false
    }
  }

  private static let words: [String: FinalResult] = [
    "OK": .ok, "ERROR": .error, "ABORTED": .aborted, "NO CARRIER": .noCarrier, "BUSY": .busy,
    "NO ANSWER": .noAnswer, "NO DIALTONE": .noDialtone, "NO DIAL TONE": .noDialtone,
    "CONNECT": .connected(rate: nil), "COMMAND NOT SUPPORT": .notSupported, "NA": .notSupported,
  ]

  private static func rest(of line: String, after prefix: String) -> String? {
    guard line.hasPrefix(prefix) else { return nil }
    return String(line.dropFirst(prefix.count).drop { $0 == " " })
  }
}
