import ATCommands
import HAL

/// What a modem answered to the questions of one status, and what it means together.
struct StatusAnswers {
  var sim: ATAnswer
  var registrations: [(domain: RegistrationDomain, answer: ATAnswer)] = []
  var signal: ATAnswer?
  var networkOperator: ATAnswer?
  var attachment: ATAnswer?
  var iccid: String?
  var imei: String?

  init(sim: ATAnswer) { self.sim = sim }

  /// Whether asking for the SIM's number makes sense; a locked SIM tells it.
  var mayHaveICCID: Bool {
    switch simState {
    case .ready, .pinRequired, .pukRequired, .locked: true
    case .notInserted, .notReady, .failed, nil: false
    }
  }

  /// The status; nil when the modem said nothing of its SIM that makes sense.
  func status(family: ModemFamily) -> ModemStatus? {
    guard let sim = simState.map({ Self.sim($0, family: family) }) else { return nil }
    let registration = bestRegistration
    var status = ModemStatus(sim: sim, registration: registration.map(Self.state) ?? .unknown)
    let selection = networkOperator?.value(OperatorSelection.init)
    status.signal = signal?.value(SignalQuality.init)?.decibelMilliwatts
    status.networkOperator = selection?.name
    let technology = registration?.accessTechnology ?? selection?.accessTechnology
    status.accessTechnology = technology?.text
    status.isAttached = attachment?.value { line in
      line.name == "+CGATT" ? line.number(0).map { $0 == 1 } : nil
    }
    status.iccid = iccid
    status.imei = imei
    return status
  }

  private var simState: SIMState? {
    switch sim.result {
    case .ok: sim.value(SIMState.init)
    case .equipmentError(let error): SIMState(error) ?? .failed
    case .error, .notSupported, .messageServiceError, .aborted: .failed
    case .noCarrier, .busy, .noAnswer, .noDialtone, .connected: nil
    }
  }

  /// The registration that tells most about packet data.
  ///
  /// Any packet network that let the modem in counts; else the clearest reason why none did. A
  /// registration for calls alone says little about data, so it stands behind a search.
  private var bestRegistration: NetworkRegistration? {
    var best: (rank: Int, registration: NetworkRegistration)?
    for (domain, answer) in registrations {
      guard let registration = answer.value(NetworkRegistration.init(answer:)) else { continue }
      let rank = Self.rank(registration, in: domain)
      if best.map({ rank > $0.rank }) ?? true { best = (rank, registration) }
    }
    return best?.registration
  }

  private static func rank(
    _ registration: NetworkRegistration, in domain: RegistrationDomain
  ) -> Int {
    switch registration.status {
    case .home, .roaming, .homeFallbackNotPreferred, .roamingFallbackNotPreferred:
      domain == .circuitSwitched ? 2 : 6
    case .denied, .homeMessagesOnly, .roamingMessagesOnly: 5
    case .emergencyOnly: 4
    case .searching: 3
    case .idle: 1
    case .unknown: 0
    }
  }

  private static func state(_ registration: NetworkRegistration) -> ModemStatus.Registration {
    switch registration.status {
    case .home, .homeFallbackNotPreferred: .home
    case .roaming, .roamingFallbackNotPreferred: .roaming
    case .searching: .searching
    case .denied: .denied(cause: registration.rejectCause)
    // The network lets messages through and refuses data.
    case .homeMessagesOnly, .roamingMessagesOnly: .denied(cause: nil)
    case .emergencyOnly: .emergencyOnly
    case .idle: .idle
    case .unknown: .unknown
    }
  }

  private static func sim(_ state: SIMState, family: ModemFamily) -> ModemStatus.SIM {
    switch state {
    case .ready: .ready
    case .pinRequired: .pinRequired
    case .pukRequired: .pukRequired
    case .locked, .failed: .failed
    case .notInserted: .absent
    case .notReady: family.notReadyMeansAbsent ? .absent : .busy
    }
  }
}
