import ATCommands
import HAL

/// What a modem answered to the questions of one status, and what it means together.
struct StatusAnswers {
  var sim: ATAnswer
  var tries: TriesLeft?
  var registrations: [(domain: RegistrationDomain, answer: ATAnswer)] = []
  var signal: ATAnswer?
  var extendedSignal: ATAnswer?
  var functionality: ATAnswer?
  var networkOperator: ATAnswer?
  var attachment: ATAnswer?
  var contexts: ATAnswer?
  var activity: ATAnswer?
  var address: ATAnswer?
  var iccid: String?

  init(sim: ATAnswer) { self.sim = sim }

  /// Whether asking for the SIM's number makes sense; a locked SIM tells it.
  var mayHaveICCID: Bool {
    switch simState {
    case .ready, .pinRequired, .pukRequired, .locked: true
    case .notInserted, .notReady, .busy, .failed, .wrong, nil: false
    }
  }

  /// Whether everything was told and nothing is about to change.
  var isSettled: Bool {
    guard isSIMReady, iccid != nil, bestRegistration.map(Self.state)?.isRegistered == true
    else { return false }
    return [signal, functionality, networkOperator, attachment].allSatisfy { $0 != nil }
  }

  var isSIMReady: Bool { simState == .ready }
  var isPINRequired: Bool { simState == .pinRequired }
  var isSIMLocked: Bool { simState == .pinRequired || simState == .pukRequired }
  var operatorName: String? { networkOperator?.value(OperatorSelection.init)?.name }

  /// The status; nil when the modem said nothing of its SIM that makes sense.
  func status(options: ModemOptions) -> ModemStatus? {
    guard let sim = simState.map({ Self.sim($0, tries: tries, family: options.family) })
    else { return nil }
    let registration = bestRegistration
    var status = ModemStatus(sim: sim, registration: registration.map(Self.state) ?? .unknown)
    for (domain, answer) in registrations {
      let told = answer.value(NetworkRegistration.init(answer:))
      status.registrations[Self.domain(domain)] = told.map(Self.state)
    }
    status.isRadioOn = functionality?.value { $0.name == "+CFUN" ? $0.number(0) : nil }
      .map { $0 == 1 }
    status.signal = signalStrength
    let selection = networkOperator?.value(OperatorSelection.init)
    status.networkOperator = selection?.name
    let technology = registration?.accessTechnology ?? selection?.accessTechnology
    status.accessTechnology = technology?.text
    status.area = registration?.area
    status.cell = registration?.cell
    status.isAttached = attachment?.value { line in
      line.name == "+CGATT" ? line.number(0).map { $0 == 1 } : nil
    }
    status.bearer = bearer(context: options.context)
    status.iccid = iccid
    if let bound = options.boundICCID { status.isBoundSIM = iccid.map { $0 == bound } }
    return status
  }

  private var signalStrength: SignalStrength {
    let extended = extendedSignal?.value(ExtendedSignalQuality.init)
    var strength = SignalStrength()
    strength.power =
      signal?.value(SignalQuality.init)?.decibelMilliwatts ?? extended?.decibelMilliwatts
    strength.codePower = extended?.codePower
    strength.referencePower = extended?.referencePower
    strength.referenceQualityHalfDecibels = extended?.referenceQualityHalfDecibels
    return strength
  }

  private func bearer(context: Int) -> BearerStatus {
    var bearer = BearerStatus()
    bearer.accessPoint = contexts?.value { PacketContext.accessPoint(ofContext: context, in: $0) }
    bearer.isActive = activity?.value { PacketContext.isActive(context: context, in: $0) }
    bearer.address = address?.value { PacketContext.address(ofContext: context, in: $0) }
    return bearer
  }

  private var simState: SIMState? {
    switch sim.result {
    case .ok: sim.value(SIMState.init)
    case .equipmentError(let error): SIMState(error) ?? Self.state(ofOther: error)
    case .error, .notSupported, .messageServiceError, .aborted: .failed
    case .noCarrier, .busy, .noAnswer, .noDialtone, .connected: nil
    }
  }

  /// A refusal that says nothing of the SIM: one that will pass is a SIM that is not ready yet.
  private static func state(ofOther error: EquipmentError) -> SIMState {
    error.consequence == .tryAgain ? .busy : .failed
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

  private static func domain(_ domain: RegistrationDomain) -> ModemStatus.Domain {
    switch domain {
    case .circuitSwitched: .calls
    case .packetSwitched: .packetData
    case .evolvedPacket: .lte
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

  private static func sim(
    _ state: SIMState, tries: TriesLeft?, family: ModemFamily
  ) -> ModemStatus.SIM {
    switch state {
    case .ready: .ready
    case .pinRequired: .pinRequired(triesLeft: tries?.pin)
    case .pukRequired: .pukRequired(triesLeft: tries?.puk)
    case .locked(let lock): .lockedToOther(lock: lock)
    case .failed: .failed
    case .wrong: .wrong
    case .notInserted: .absent
    case .notReady: family.notReadyMeansAbsent ? .absent : .busy
    case .busy: .busy
    }
  }
}
