import ATCommands
import HAL

/// What a modem told and need not be asked again while the same modem holds the same SIM.
struct ModemMemory {
  var imei: String?
  var model: String?
  var revision: String?
  /// The subscriber of the SIM with this ICCID.
  var subscriber: (iccid: String, imsi: SubscriberNumber)?
  /// The number of the network with this name.
  var network: (name: String, number: String)?
  /// Commands that the modem does not know.
  var unknown: Set<ATCommand> = []
  /// The last whole round of answers, as long as nothing came unasked that makes it old.
  var round: (answers: StatusAnswers, at: Duration)?
}

/// Whether a SIM's PIN may be entered without a person: at most once, and never as the last try.
struct PINGuard {
  /// SIMs that did not take the PIN, or of which that is not known.
  private var spent: Set<String> = []

  /// Whether it may be entered into this SIM now.
  func allows(iccid: String, triesLeft: Int?, boundICCID: String?) -> Bool {
    guard let triesLeft, triesLeft > 1, !spent.contains(iccid) else { return false }
    // Somebody else's SIM has another PIN.
    return boundICCID == nil || boundICCID == iccid
  }

  /// It is about to be entered: from now on it counts as refused.
  mutating func spend(on iccid: String) { spent.insert(iccid) }

  /// The SIM took it, so that it may be entered again after the modem has restarted.
  mutating func accepted(by iccid: String) { spent.remove(iccid) }
}
