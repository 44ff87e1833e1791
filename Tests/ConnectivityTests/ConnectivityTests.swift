import Connectivity
import HAL
import PaymentTypes
import Testing

@Suite struct ConnectivityLadderTests {
  private func signedIn() -> ConnectivityLadder {
    var ladder = ConnectivityLadder()
    ladder.proveSignIn(at: .seconds(100))
    return ladder
  }

  @Test func `nothing is claimed before it is proven`() {
    var ladder = ConnectivityLadder()
    #expect(ladder.caption(at: .zero).text(.chinese) == "未就绪")
    ladder.proveNetwork(at: .seconds(1))
    #expect(ladder.rung == .networkConnected)
    ladder.proveCenter(at: .seconds(2))
    #expect(ladder.caption(at: .seconds(14)).text(.chinese) == "已连接中心 · 12 秒前")
    ladder.proveSignIn(at: .seconds(3))
    #expect(ladder.rung == .readyToTrade)
  }

  @Test(arguments: [
    (Duration.seconds(160), ConnectivityCaption.Trust.fresh), (.seconds(161), .doubtful),
    (.seconds(280), .doubtful), (.seconds(281), .stale),
  ])
  func `a proof ages`(now: Duration, trust: ConnectivityCaption.Trust) {
    #expect(signedIn().caption(at: now).trust == trust)
  }

  @Test func `a stale caption carries a question mark`() {
    #expect(signedIn().caption(at: .seconds(400)).text(.chinese) == "可交易？ · 5 分钟前")
  }

  @Test func `a failed proof takes its rung back at once, and all above it`() {
    var ladder = signedIn()
    ladder.fail(.centerSilent, at: .seconds(101))
    #expect(ladder.rung == .networkConnected)
    #expect(ladder.trouble == .centerSilent)
    ladder.fail(.simAbsent, at: .seconds(102))
    #expect(ladder.rung == .notReady)
    #expect(ladder.caption(at: .seconds(103)).age == nil)
    #expect(ladder.trouble == .simAbsent)
  }

  @Test func `an answer of the center proves the network, and the sign-in still holds`() {
    var ladder = signedIn()
    ladder.fail(.simAbsent, at: .seconds(101))
    ladder.proveCenter(at: .seconds(110))
    #expect(ladder.rung == .readyToTrade)
  }

  @Test func `a block keeps the terminal from trading, and is named`() {
    var ladder = signedIn()
    ladder.setBlocks([.reversalPending], limits: [])
    #expect(ladder.rung == .signedIn)
    #expect(ladder.trouble?.advice(.chinese).code == "B11")
  }

  @Test func `what the terminal does without is told, and stops nothing`() {
    var ladder = signedIn()
    ladder.setBlocks([], limits: [.printerSilent])
    #expect(ladder.rung == .readyToTrade)
    #expect(ladder.trouble == nil)
    #expect(ladder.caption(at: .seconds(101)).limits == [.printerSilent])
  }
}

@Suite struct DiagnosisTests {
  private let up = InterfaceStatus(
    exists: true, hasCarrier: true, hasAddress: true, hasDefaultRoute: true)

  private func status(
    sim: ModemStatus.SIM = .ready, _ registration: ModemStatus.Registration = .home,
    signal: Int? = -70, attached: Bool? = true
  ) -> Result<ModemStatus, ModemError> {
    var status = ModemStatus(sim: sim, registration: registration)
    status.signal = SignalStrength(power: signal)
    status.isAttached = attached
    return .success(status)
  }

  @Test func `the lowest broken rung is named`() {
    func cause(_ modem: Result<ModemStatus, ModemError>?) -> TroubleCause? {
      NetworkDiagnosis.cause(modem: modem, interface: up)
    }
    #expect(cause(nil) == nil)
    #expect(cause(status()) == nil)
    #expect(cause(.failure(.timedOut)) == .modemSilent)
    #expect(cause(status(sim: .absent, .denied(cause: 7))) == .simAbsent)
    #expect(cause(status(sim: .pinRequired(triesLeft: 2))) == .simPINRequired(triesLeft: 2))
    #expect(cause(status(sim: .pukRequired(triesLeft: nil))) == .simPUKRequired(triesLeft: nil))
    #expect(cause(status(sim: .lockedToOther(lock: "PH-NET PIN"))) == .simBoundElsewhere)
    #expect(cause(status(sim: .wrong)) == .simWrong)
    #expect(cause(status(sim: .busy)) == .searchingNetwork)
    #expect(cause(status(sim: .failed)) == .simFailed)
    #expect(cause(status(.denied(cause: 7))) == .registrationDenied(cause: 7))
    #expect(cause(status(.denied(cause: 6))) == .simBoundElsewhere)
    #expect(cause(status(.searching, signal: nil)) == .noSignal)
    #expect(cause(status(.searching, signal: -105)) == .weakSignal)
    #expect(cause(status(.searching)) == .searchingNetwork)
    #expect(cause(status(.emergencyOnly)) == .emergencyCallsOnly)
    #expect(cause(status(attached: false)) == .notAttached)
  }

  @Test func `another SIM than the bound one is named, however well it works`() {
    var status = ModemStatus(sim: .ready, registration: .home)
    status.isBoundSIM = false
    #expect(NetworkDiagnosis.cause(modem: .success(status), interface: up) == .simChanged)
    status.isBoundSIM = true
    #expect(NetworkDiagnosis.cause(modem: .success(status), interface: up) == nil)
  }

  @Test func `a radio that is off is named before the search that it can't do`() {
    var status = ModemStatus(sim: .ready, registration: .idle)
    status.isRadioOn = false
    #expect(NetworkDiagnosis.cause(modem: .success(status), interface: up) == .radioOff)
  }

  @Test(
    arguments: [
      (SignalStrength(power: -60, referencePower: -116), TroubleCause.weakSignal),
      (SignalStrength(power: -110, referencePower: -100), .searchingNetwork),
      (SignalStrength(power: -98), .weakSignal), (SignalStrength(power: -97), .searchingNetwork),
    ])
  func `in LTE the reference symbols decide whether the signal is weak`(
    signal: SignalStrength, expected: TroubleCause
  ) {
    var status = ModemStatus(sim: .ready, registration: .searching)
    status.signal = signal
    #expect(NetworkDiagnosis.cause(modem: .success(status), interface: up) == expected)
  }

  @Test func `a modem that is well and an interface that is not: nobody dialled, or in vain`() {
    var status = ModemStatus(sim: .ready, registration: .home)
    for interface in [
      InterfaceStatus.missing,
      InterfaceStatus(exists: true, hasCarrier: true, hasAddress: false, hasDefaultRoute: false),
    ] {
      status.bearer.isActive = nil
      #expect(NetworkDiagnosis.cause(modem: .success(status), interface: interface) == .notDialled)
      status.bearer.isActive = true
      #expect(NetworkDiagnosis.cause(modem: .success(status), interface: interface) == .notDialled)
      status.bearer.isActive = false
      #expect(
        NetworkDiagnosis.cause(modem: .success(status), interface: interface) == .bearerRefused)
    }
  }

  @Test func `a center out of reach without a default route is the route's fault`() {
    var route = up
    #expect(TroubleCause(.timedOut, clockTrust: .none, interface: route) == .centerUnreachable)
    route.hasDefaultRoute = false
    #expect(TroubleCause(.unreachable(code: 101), clockTrust: .none, interface: route) == .noRoute)
    #expect(TroubleCause(.refused, clockTrust: .none, interface: route) == .centerRefuses)
  }

  @Test func `the interface counts on a board without a modem`() {
    let down = InterfaceStatus(
      exists: true, hasCarrier: false, hasAddress: false, hasDefaultRoute: false)
    #expect(NetworkDiagnosis.cause(modem: nil, interface: down) == .linkDown)
    let bare = InterfaceStatus(
      exists: true, hasCarrier: true, hasAddress: false, hasDefaultRoute: false)
    #expect(NetworkDiagnosis.cause(modem: nil, interface: bare) == .noAddress)
  }

  @Test func `a certificate out of date is the clock's fault when nobody has set the clock`() {
    #expect(TroubleCause(.certificateOutOfDate, clockTrust: .none) == .clockWrong)
    #expect(TroubleCause(.certificateOutOfDate, clockTrust: .center) == .centerCertificateOutOfDate)
    #expect(TroubleCause(.refused, clockTrust: .none) == .centerRefuses)
  }
}

@Suite struct TroubleCauseTests {
  /// A cause that takes no rung away and blocks nothing would never be seen.
  @Test func `a center in another batch is named where the sign-in stands`() {
    var ladder = ConnectivityLadder()
    ladder.proveCenter(at: .seconds(1))
    ladder.fail(.batchMismatch, at: .seconds(2))
    #expect(ladder.rung == .centerConnected)
    #expect(ladder.trouble?.advice(.chinese).code == "A77")
  }
}
