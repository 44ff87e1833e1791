/// Why a modem refused a command: `+CME ERROR: 10`.
///
/// Source: 3GPP TS 27.007, 9.2.
package struct EquipmentError: Hashable, Sendable {
  /// The number of TS 27.007.
  package let code: Int

  /// Wraps a number.
  package init(code: Int) { self.code = code }

  /// Reads a number or, from modems that were left in verbose mode, one of the standard's texts.
  ///
  /// A text that the standard does not have counts as 100, "unknown".
  package init(text: String) {
    let word = text.lowercased()
    code = Int(text) ?? Self.texts.first { $0.text == word }?.code ?? 100
  }

  /// The operation is not supported by the modem.
  package static let notSupported = EquipmentError(code: 4)
  /// The holder is empty.
  package static let simNotInserted = EquipmentError(code: 10)
  /// The SIM waits for its PIN.
  package static let pinRequired = EquipmentError(code: 11)
  /// The SIM waits for its PUK.
  package static let pukRequired = EquipmentError(code: 12)
  /// The SIM does not work.
  package static let simFailure = EquipmentError(code: 13)
  /// The SIM is not ready yet.
  package static let simBusy = EquipmentError(code: 14)
  /// The SIM is of a kind that the modem refuses.
  package static let simWrong = EquipmentError(code: 15)
  /// The PIN or PUK was wrong.
  package static let incorrectPassword = EquipmentError(code: 16)

  /// What to do after a refusal.
  package enum Consequence: Hashable, Sendable {
    /// The same command may succeed a moment later without anybody doing anything.
    case tryAgain
    /// Nothing changes before a person has done something.
    case giveUp
    /// The command can't be had here; everything else can.
    case doWithout
  }

  /// What to do after this refusal.
  package var consequence: Consequence {
    switch code {
    case 14, 31, 100, 148: .tryAgain
    case 5, 10...13, 15...18, 40...48, 103, 106: .giveUp
    default: .doWithout
    }
  }

  private static let texts: [(text: String, code: Int)] = [
    ("phone failure", 0), ("no connection to phone", 1), ("operation not allowed", 3),
    ("operation not supported", 4), ("ph-sim pin required", 5), ("sim not inserted", 10),
    ("sim pin required", 11), ("sim puk required", 12), ("sim failure", 13), ("sim busy", 14),
    ("sim wrong", 15), ("incorrect password", 16), ("sim pin2 required", 17),
    ("sim puk2 required", 18), ("memory full", 20), ("invalid index", 21), ("not found", 22),
    ("network personalization pin required", 40), ("network personalization puk required", 41),
    ("network personalisation pin required", 40), ("network personalisation puk required", 41),
    ("ph-sim puk required", 48), ("service option not supported", 132),
    ("requested service option not subscribed", 133),
    ("service option temporarily out of order", 134),
    ("no network service", 30), ("network timeout", 31),
    ("network not allowed - emergency calls only", 32), ("unknown", 100), ("illegal ms", 103),
    ("illegal me", 106), ("gprs services not allowed", 107), ("plmn not allowed", 111),
    ("location area not allowed", 112), ("roaming not allowed in this location area", 113),
    ("unspecified gprs error", 148), ("pdp authentication failure", 149),
    ("invalid mobile class", 150),
  ]
}
