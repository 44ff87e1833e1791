package import BERTLV
package import ISO7816

/// One bit of the terminal verification results, and why it was set.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
  /// The bit.
  package let bit: TerminalVerificationResults.Bit
  /// Why.
  package let reason: Reason

  /// Puts a finding together.
  package init(bit: TerminalVerificationResults.Bit, reason: Reason) {
    self.bit = bit
    self.reason = reason
  }

  /// One sentence for an engineer: what was set, why, and where it is written.
  package var description: String {
    "TVR \(bit.place): \(bit.meaning), because \(reason.sentence) (\(reason.source))"
  }

  /// What made the kernel set a bit.
  package enum Reason: Hashable, Sendable {
    /// Card and terminal share no method of offline data authentication.
    case noCommonAuthenticationMethod
    /// An object that serves one function is not of its length or format.
    case malformed(DataObjectTag)
    /// 9F08 and 9F09 differ.
    case versionsDiffer
    /// 5F25 is later than today.
    case effectiveLater
    /// 5F24 is before today.
    case expired
    /// A bit of the usage control that this transaction needs is not set.
    case usageNotAllowed(ApplicationUsageControl.Bit)
    /// The card supports cardholder verification, but has no list of methods.
    case methodListMissing
    /// The method code of the rule with this number, from 1, is unknown.
    case methodUnknown(rule: Int)
    /// The rule needs a PIN that the terminal can't take.
    case pinNotSupported(rule: Int)
    /// The PIN pad does not work.
    case pinPadBroken(rule: Int)
    /// The cardholder entered no PIN.
    case pinBypassed(rule: Int)
    /// The cardholder entered a PIN for the issuer.
    case pinEntered(rule: Int)
    /// The rule with this number says or led to: verification has failed.
    case ruleFailed(rule: Int)
    /// No rule of the list was left to perform.
    case rulesExhausted
    /// The amount is not below the floor limit.
    case amountAtFloorLimit
    /// The random number is not above the target.
    case drawnAtRandom(drawn: Int, target: Int)
    /// The card does not give its counters.
    case countersMissing
    /// The last online counter is not below the transaction counter.
    case countersOutOfOrder
    /// So many transactions since the last online one are more than the limit.
    case offlineCountExceeded(count: Int, limit: Int)
    /// The last online counter is zero.
    case neverOnline
    /// The merchant said so.
    case merchantDecision
    /// The exception file lists the card.
    case listedOnExceptionFile
    /// EXTERNAL AUTHENTICATE was refused.
    case issuerRefused(StatusWord)
    /// The issuer's authentication data are not 8 to 16 bytes.
    case issuerDataMalformed
    /// A command of a script, from 1, was refused.
    case scriptCommandRefused(command: Int, StatusWord)
    /// A script is not a list of commands.
    case scriptMalformed
    /// The card left at a command of a script, from 1.
    case scriptInterrupted(command: Int)
    /// The card asks for a hash over data, but has no list of them.
    case certificateListMissing
    /// The card says that no PIN tries are left.
    case tryCounterIsZero(rule: Int)
    /// The card answered VERIFY so that no further PIN will do.
    case pinBlocked(StatusWord, rule: Int)
    /// The card refused the PIN, and the rule does not let the next one follow.
    case pinRefused(StatusWord, rule: Int)
    /// The card gave no challenge, and the rule does not let the next one follow.
    case challengeRefused(StatusWord, rule: Int)
    /// The card's key for PINs can't be recovered, and the rule does not let the next one follow.
    case pinKeyUnusable(AuthenticationFlaw, rule: Int)
    /// The card could not prove that it is genuine.
    case authentication(AuthenticationFlaw)
    /// Both sides support the method and no better one.
    case strongestCommonMethod
  }
}
