package import PaymentTypes

/// Why the terminal can't work, by the code that screen, log and manual share.
///
/// Source: trouble tree, section 3; the letters are H terminal, N network, C center, A admission,
/// B business.
package enum TroubleCause: Hashable, Sendable {
  /// H01: nothing tells how the battery or the mains stand.
  case powerUnwatched
  /// H03: the screen is not there.
  case displayMissing
  /// H04: the keys are not there.
  case keypadMissing
  /// H05: no paper.
  case printerPaperOut
  /// H05: the printer's cover is open.
  case printerCoverOpen
  /// H05: the printer's head is too hot.
  case printerOverheated
  /// H05: paper or the cutter is stuck in the printer.
  case printerJammed
  /// H05: the printer needs a repair.
  case printerBroken
  /// H05: the printer is plugged in and takes nothing.
  case printerOffline
  /// H05: the printer does not answer.
  case printerSilent
  /// H06: the chip card reader does not answer.
  case cardReaderSilent
  /// H08: the swipe reader is not there.
  case swipeReaderMissing
  /// H11: no room on the disk, or the disk fails.
  case storageFailing
  /// N10: the interface has no carrier or does not exist.
  case linkDown
  /// N20: the modem does not answer.
  case modemSilent
  /// N21: no SIM.
  case simAbsent
  /// N22: the SIM waits for its PIN; tries left when known.
  case simPINRequired(triesLeft: Int?)
  /// N22: the SIM waits for its PUK; tries left when known.
  case simPUKRequired(triesLeft: Int?)
  /// N23: the SIM is broken.
  case simFailed
  /// N23: the modem refuses this kind of SIM.
  case simWrong
  /// N23: it is not the SIM that the acquirer has bound.
  case simChanged
  /// N24: the radio is switched off.
  case radioOff
  /// N24: no signal at all.
  case noSignal
  /// N25: too little signal.
  case weakSignal
  /// N26: searching.
  case searchingNetwork
  /// N27: the carrier refuses, with its reason.
  case registrationDenied(cause: Int?)
  /// N28: the SIM is bound to another device, or the device to another SIM.
  case simBoundElsewhere
  /// N29: emergency calls only.
  case emergencyCallsOnly
  /// N30: registered, but not attached to packet data.
  case notAttached
  /// N30: attached, but the network gives no bearer: the access point is wrong, or refused.
  case bearerRefused
  /// N34: the network is ready, and the system has not dialled.
  case notDialled
  /// N40: no address.
  case noAddress
  /// N42: there is an address, and no way from it to the outside.
  case noRoute
  /// N43: the center's name has no address.
  case nameNotResolved
  /// C10: the center refuses connections.
  case centerRefuses
  /// C11: the center can't be reached.
  case centerUnreachable
  /// C13: the connection broke.
  case centerClosedConnection
  /// C20: a certificate is not valid, by a clock that nobody has set.
  case clockWrong
  /// C21: the center's certificate is out of date.
  case centerCertificateOutOfDate
  /// C22: the center is not who it should be.
  case centerNotTrusted
  /// C23: no common TLS.
  case handshakeFailed
  /// C31: the center takes connections and does not answer.
  case centerSilent
  /// C32: the center's answer can't be read.
  case answerUnreadable
  /// A03, A97, A58 and others: the center refuses the terminal with this code.
  case admissionRefused(ResponseCode)
  /// AM1: the MAC of an answer is wrong.
  case answerNotAuthentic
  /// AK1: no master key, or working keys that do not fit their check values.
  case masterKeyWrong
  /// B10: the batch is full.
  case batchFull
  /// B11: a transaction is in doubt and its reversal not yet accepted.
  case reversalPending
  /// B13: a settlement was interrupted.
  case settlementInterrupted
  /// A77: the center is in another batch than the transactions that the terminal holds.
  case batchMismatch

  /// Who can put it right.
  package enum Person: Hashable, Sendable {
    /// The shop's staff.
    case staff
    /// The merchant's owner.
    case merchant
    /// A field engineer.
    case engineer
    /// The acquirer.
    case acquirer
    /// The carrier.
    case carrier
    /// Nobody: the terminal does it by itself.
    case terminal

    /// What to call that person.
    package func text(_ language: OperatorLanguage) -> String {
      switch self {
      case .staff: language.pick("店员", "staff")
      case .merchant: language.pick("商户", "merchant")
      case .engineer: language.pick("维护工程师", "service engineer")
      case .acquirer: language.pick("收单机构", "acquirer")
      case .carrier: language.pick("运营商", "carrier")
      case .terminal: language.pick("自动处理", "automatic")
      }
    }
  }
}
