package import HAL

/// Why there is no bearer, from what modem and interface say: the lowest broken rung first.
///
/// A pure function of the evidence. Source: trouble tree, section 3, rows N10 to N40.
package enum NetworkDiagnosis {
  /// Below this power the cell is heard, but data fails (CSQ < 8).
  package static let weakSignal = -97

  /// The cause, or nil when the bearer holds.
  ///
  /// `modem` is nil on a board without one.
  package static func cause(
    modem: Result<ModemStatus, ModemError>?, interface: InterfaceStatus
  ) -> TroubleCause? {
    if let modem, let cause = cause(of: modem) { return cause }
    guard interface.exists, interface.hasCarrier else { return .linkDown }
    return interface.hasAddress ? nil : .noAddress
  }

  private static func cause(of modem: Result<ModemStatus, ModemError>) -> TroubleCause? {
    guard case .success(let status) = modem else { return .modemSilent }
    switch status.sim {
    case .absent: return .simAbsent
    case .pinRequired, .pukRequired: return .simLocked
    case .failed: return .simFailed
    case .busy: return .searchingNetwork
    case .ready: break
    }
    switch status.registration {
    case .denied(let cause) where cause == 5 || cause == 6: return .simBoundElsewhere
    case .denied(let cause): return .registrationDenied(cause: cause)
    case .emergencyOnly: return .emergencyCallsOnly
    case .searching, .idle, .unknown: return causeOfSearching(status.signal)
    case .home, .roaming: return status.isAttached == false ? .notAttached : nil
    }
  }

  private static func causeOfSearching(_ signal: Int?) -> TroubleCause {
    guard let signal else { return .noSignal }
    return signal < weakSignal ? .weakSignal : .searchingNetwork
  }
}

extension TroubleCause {
  /// The cause behind a connection that failed.
  package init(_ error: CenterLinkError, clockTrust: WallClockReading.Trust) {
    self =
      switch error {
      case .nameNotResolved: .nameNotResolved
      case .refused: .centerRefuses
      case .unreachable, .timedOut, .system: .centerUnreachable
      case .closedByPeer: .centerClosedConnection
      case .certificateOutOfDate: clockTrust == .none ? .clockWrong : .centerCertificateOutOfDate
      case .certificateNotTrusted: .centerNotTrusted
      case .handshakeFailed: .handshakeFailed
      }
  }
}
