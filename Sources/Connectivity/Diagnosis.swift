package import HAL

/// Why there is no bearer, from what modem and interface say: the lowest broken rung first.
///
/// A pure function of the evidence. Source: trouble tree, section 3, rows N10 to N42.
package enum NetworkDiagnosis {
  /// Below this power the cell is heard, but data fails (CSQ < 8).
  package static let weakSignal = -97
  /// The same for the reference symbols of LTE (RSRP).
  package static let weakReferenceSignal = -115

  /// The cause, or nil when the bearer holds.
  ///
  /// `modem` is nil on a board without one, and where the network does not go through it.
  package static func cause(
    modem: Result<ModemStatus, ModemError>?, interface: InterfaceStatus
  ) -> TroubleCause? {
    if let modem {
      if let cause = cause(of: modem) { return cause }
      if case .success(let status) = modem, let cause = cause(of: interface, behind: status) {
        return cause
      }
    }
    guard interface.exists, interface.hasCarrier else { return .linkDown }
    return interface.hasAddress ? nil : .noAddress
  }

  private static func cause(of modem: Result<ModemStatus, ModemError>) -> TroubleCause? {
    guard case .success(let status) = modem else { return .modemSilent }
    if let cause = cause(of: status.sim) { return cause }
    if status.isBoundSIM == false { return .simChanged }
    if status.isRadioOn == false { return .radioOff }
    switch status.registration {
    case .denied(let cause) where cause == 5 || cause == 6: return .simBoundElsewhere
    case .denied(let cause): return .registrationDenied(cause: cause)
    case .emergencyOnly: return .emergencyCallsOnly
    case .searching, .idle, .unknown: return causeOfSearching(status.signal)
    case .home, .roaming: return status.isAttached == false ? .notAttached : nil
    }
  }

  private static func cause(of sim: ModemStatus.SIM) -> TroubleCause? {
    switch sim {
    case .absent: .simAbsent
    case .pinRequired(let tries): .simPINRequired(triesLeft: tries)
    case .pukRequired(let tries): .simPUKRequired(triesLeft: tries)
    case .lockedToOther: .simBoundElsewhere
    case .failed: .simFailed
    case .wrong: .simWrong
    case .busy: .searchingNetwork
    case .ready: nil
    }
  }

  private static func causeOfSearching(_ signal: SignalStrength) -> TroubleCause {
    if let power = signal.referencePower {
      return power < weakReferenceSignal ? .weakSignal : .searchingNetwork
    }
    guard let power = signal.power ?? signal.codePower else { return .noSignal }
    return power < weakSignal ? .weakSignal : .searchingNetwork
  }

  /// A modem that is well, and an interface that leads nowhere: nobody has dialled, or in vain.
  private static func cause(
    of interface: InterfaceStatus, behind status: ModemStatus
  ) -> TroubleCause? {
    if interface.exists, interface.hasCarrier, interface.hasAddress { return nil }
    return status.bearer.isActive == false ? .bearerRefused : .notDialled
  }
}

extension TroubleCause {
  /// The cause behind a connection that failed.
  ///
  /// Without a default route, nothing but the own network can be reached.
  package init(
    _ error: CenterLinkError, clockTrust: WallClockReading.Trust, interface: InterfaceStatus? = nil
  ) {
    self =
      switch error {
      case .nameNotResolved: .nameNotResolved
      case .refused: .centerRefuses
      case .unreachable, .timedOut, .system:
        interface?.hasDefaultRoute == false ? .noRoute : .centerUnreachable
      case .closedByPeer: .centerClosedConnection
      case .certificateOutOfDate: clockTrust == .none ? .clockWrong : .centerCertificateOutOfDate
      case .certificateNotTrusted: .centerNotTrusted
      case .handshakeFailed: .handshakeFailed
      }
  }
}
