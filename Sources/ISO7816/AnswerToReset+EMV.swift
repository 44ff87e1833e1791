extension AnswerToReset {
  /// Why a payment terminal must not go on with a card.
  ///
  /// Source: EMV 4.3 Book 1, 8.3.3.
  package enum Objection: Hashable, Sendable {
    /// TA1 is not 11, 12 or 13, though TA2 makes it binding.
    case speedNotSupported
    /// TB1 is missing or not 00 after a cold reset: the card wants a programming voltage.
    case programmingVoltage
    /// TB2 is there.
    case secondProgrammingVoltage
    /// TA2 leaves the parameters implicit, or names another protocol than TD1.
    case specificMode
    /// TC2 is 00.
    case waitingTime
    /// TD1 offers neither T=0 nor T=1 first.
    case protocolNotSupported
    /// TD2 offers something that may not follow the first protocol.
    case secondProtocol
    /// TA3 is not between 10 and FE.
    case informationFieldSize
    /// TB3 is missing, or its waiting times are out of range.
    case blockWaitingTime
    /// TC3 asks for something other than an LRC.
    case errorDetection
  }

  /// Everything that EMV objects to, in the order of the characters; empty for a welcome card.
  ///
  /// A terminal that finds any after a cold reset tries one warm reset; after that it refuses the
  /// card. TA1 without TA2 is only an offer, which the terminal may leave (8.3.3.1).
  package func objections(afterWarmReset: Bool) -> [Objection] {
    var objections: [Objection] = []
    let first = groups[0]
    let second = groups.count > 1 ? groups[1] : InterfaceGroup()
    if second.ta != nil, let ta1 = first.ta, !(0x11...0x13).contains(ta1) {
      objections.append(.speedNotSupported)
    }
    if !afterWarmReset, first.tb != 0 { objections.append(.programmingVoltage) }
    if firstProtocol > 1 { objections.append(.protocolNotSupported) }
    if let ta2 = second.ta, ta2 & 0x10 != 0 || ta2 & 0x0F != firstProtocol {
      objections.append(.specificMode)
    }
    if second.tb != nil { objections.append(.secondProgrammingVoltage) }
    if second.tc == 0 { objections.append(.waitingTime) }
    if let td2 = second.td, td2 & 0x0F != 1, firstProtocol == 1 || td2 & 0x0F != 0x0E {
      objections.append(.secondProtocol)
    }
    if firstProtocol == 1 { objections += blockProtocolObjections }
    return objections
  }

  /// The rules for the characters that describe T=1 (EMV 4.3 Book 1, 8.3.3.9 to 8.3.3.11).
  private var blockProtocolObjections: [Objection] {
    var objections: [Objection] = []
    let third = groups.count > 2 ? groups[2] : InterfaceGroup()
    if let ta3 = third.ta, !(0x10...0xFE).contains(ta3) {
      objections.append(.informationFieldSize)
    }
    if !Self.hasLegalWaitingTimes(third.tb, guardTime: groups[0].tc ?? 0) {
      objections.append(.blockWaitingTime)
    }
    if let tc3 = third.tc, tc3 != 0 { objections.append(.errorDetection) }
    return objections
  }

  /// Whether TB3 is there, BWI is at most 4, CWI at most 5, and 2^CWI more than N + 1.
  private static func hasLegalWaitingTimes(_ tb3: UInt8?, guardTime: UInt8) -> Bool {
    guard let tb3, tb3 >> 4 <= 4, tb3 & 0x0F <= 5 else { return false }
    // A guard time N of 255 counts as -1.
    return 1 << Int(tb3 & 0x0F) > (guardTime == 0xFF ? 0 : Int(guardTime) + 1)
  }
}
