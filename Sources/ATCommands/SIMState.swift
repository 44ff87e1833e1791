/// What a modem says of its SIM.
///
/// Source: 3GPP TS 27.007, 8.3 (CPIN).
package enum SIMState: Hashable, Sendable {
  /// Usable; a missing PIN2 or PUK2 does not matter for data.
  case ready
  /// Waits for its PIN.
  case pinRequired
  /// Waits for its PUK.
  case pukRequired
  /// The modem is bound to another SIM or network; the text is the lock, such as `PH-NET PIN`.
  case locked(String)
  /// No SIM in the holder.
  case notInserted
  /// Not usable now; old modules say this of an empty holder too.
  case notReady
  /// Not usable yet; it is there.
  case busy
  /// There, but it does not work.
  case failed
  /// Of a kind that the modem refuses.
  case wrong

  /// Reads `+CPIN: READY`; nil when the line is none.
  package init?(_ line: InformationLine) {
    guard line.name == "+CPIN", let text = line.text(0) else { return nil }
    switch text {
    case "READY", "SIM PIN2", "SIM PUK2": self = .ready
    case "SIM PIN": self = .pinRequired
    case "SIM PUK": self = .pukRequired
    case "NOT INSERTED", "SIM REMOVED": self = .notInserted
    case "NOT READY": self = .notReady
    case "SIM FAILURE": self = .failed
    case "SIM WRONG": self = .wrong
    case "SIM BUSY": self = .busy
    case let lock where lock.hasPrefix("PH-"): self = .locked(lock)
    default: return nil
    }
  }

  /// What a refusal of `AT+CPIN?` tells; nil when it tells nothing of the SIM.
  package init?(_ error: EquipmentError) {
    switch error {
    case .simNotInserted: self = .notInserted
    case .pinRequired: self = .pinRequired
    case .pukRequired: self = .pukRequired
    case .simFailure: self = .failed
    case .simWrong: self = .wrong
    case .simBusy: self = .busy
    default:
      guard let lock = Self.locks[error.code] else { return nil }
      self = lock
    }
  }

  /// Refusals that a lock on the modem gives, and PIN2 and PUK2, which data does not need.
  private static let locks: [Int: SIMState] = [
    5: .locked("PH-SIM PIN"), 17: .ready, 18: .ready, 40: .locked("PH-NET PIN"),
    41: .locked("PH-NET PUK"), 42: .locked("PH-NETSUB PIN"), 43: .locked("PH-NETSUB PUK"),
    44: .locked("PH-SP PIN"), 45: .locked("PH-SP PUK"), 46: .locked("PH-CORP PIN"),
    47: .locked("PH-CORP PUK"), 48: .locked("PH-FSIM PUK"),
  ]
}
