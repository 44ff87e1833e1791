extension Finding.Reason {
  /// The reason, so that it can follow "because".
  package var sentence: String {
    switch self {
    case .noCommonAuthenticationMethod: "card and terminal share no method of it"
    case .malformed(let tag): "object \(tag) is not of its format"
    case .versionsDiffer: "9F08 of the card and 9F09 of the terminal differ"
    case .effectiveLater: "5F25 is later than today"
    case .expired: "5F24 is before today"
    case .usageNotAllowed(let bit): "9F07 byte \(bit.rawValue >> 4) bit \(bit.rawValue & 15) is 0"
    case .methodListMissing: "the card has no object 8E"
    case .methodUnknown(let rule): "the method of rule \(rule) is unknown"
    case .pinNotSupported(let rule): "the terminal can't take the PIN that rule \(rule) needs"
    case .pinPadBroken(let rule): "the PIN pad failed at rule \(rule)"
    case .pinBypassed(let rule): "the cardholder gave no PIN at rule \(rule)"
    case .pinEntered(let rule): "the cardholder gave a PIN at rule \(rule)"
    case .ruleFailed(let rule): "rule \(rule) failed and does not let the next one follow"
    case .rulesExhausted: "no rule of the list succeeded"
    case .amountAtFloorLimit: "the amount is not below the floor limit"
    case .drawnAtRandom(let drawn, let target): "\(drawn) was drawn, and \(target) is the target"
    case .countersMissing: "the card does not give both of its counters"
    case .countersOutOfOrder: "9F13 is not below 9F36"
    case .offlineCountExceeded(let count, let limit): "\(count) is more than \(limit)"
    case .neverOnline: "9F13 is 0"
    case .merchantDecision: "the merchant said so"
    case .listedOnExceptionFile: "the exception file lists it"
    case .issuerRefused(let status): "EXTERNAL AUTHENTICATE was answered \(status)"
    case .issuerDataMalformed: "object 91 has not 8 to 16 bytes"
    case .scriptCommandRefused(let command, let status):
      "command \(command) of the script was answered \(status)"
    case .scriptMalformed: "the script is not a list of commands"
    case .scriptInterrupted(let command): "the card left at command \(command) of the script"
    case .certificateListMissing: "the card asks for object 98 and has no object 97"
    case .tryCounterIsZero(let rule): "9F17 is 0 at rule \(rule)"
    case .pinBlocked(let status, let rule): "VERIFY of rule \(rule) was answered \(status)"
    case .pinRefused(let status, let rule):
      "VERIFY was answered \(status), and rule \(rule) does not let the next one follow"
    case .challengeRefused(let status, let rule):
      "GET CHALLENGE was answered \(status), and rule \(rule) does not let the next one follow"
    case .pinKeyUnusable(let flaw, let rule):
      "there is no key for the PIN of rule \(rule): \(flaw.sentence)"
    case .authentication(let flaw): flaw.sentence
    case .strongestCommonMethod: "card and terminal share no better method"
    }
  }

  /// The clause of the books that calls for the bit.
  package var source: String {
    switch self {
    case .noCommonAuthenticationMethod: "EMV 4.3 Book 3, 10.3"
    case .malformed: "EMV 4.3 Book 3, 7.5"
    case .versionsDiffer: "EMV 4.3 Book 3, 10.4.1"
    case .usageNotAllowed: "EMV 4.3 Book 3, 10.4.2"
    case .effectiveLater, .expired: "EMV 4.3 Book 3, 10.4.3"
    case .methodListMissing, .methodUnknown, .ruleFailed, .rulesExhausted:
      "EMV 4.3 Book 3, 10.5"
    case .pinNotSupported, .pinPadBroken, .pinBypassed, .pinEntered: "EMV 4.3 Book 3, 10.5"
    case .certificateListMissing: "EMV 4.3 Book 3, 9.2.2"
    case .tryCounterIsZero, .pinBlocked, .pinRefused: "EMV 4.3 Book 3, 10.5.1"
    case .challengeRefused, .pinKeyUnusable: "EMV 4.3 Book 2, 7"
    case .amountAtFloorLimit: "EMV 4.3 Book 3, 10.6.1"
    case .drawnAtRandom: "EMV 4.3 Book 3, 10.6.2"
    case .countersMissing, .countersOutOfOrder, .offlineCountExceeded, .neverOnline:
      "EMV 4.3 Book 3, 10.6.3"
    case .merchantDecision, .listedOnExceptionFile: "EMV 4.3 Book 3, 10.6"
    case .issuerRefused, .issuerDataMalformed: "EMV 4.3 Book 3, 10.9"
    case .scriptCommandRefused, .scriptMalformed, .scriptInterrupted: "EMV 4.3 Book 3, 10.10"
    case .authentication(let flaw): flaw.source
    case .strongestCommonMethod: "EMV 4.4 Book 3, 10.3"
    }
  }
}
