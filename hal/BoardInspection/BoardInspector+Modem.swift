import BoardDrivers
import BoardProfile
import Connectivity
import HAL
import PaymentTypes

// The modem, asked by the firmware's driver.
extension BoardInspector {
  func inspectModem(_ report: (BoardFinding) -> Void) async {
    guard let settings = profile.devices.modem else { return }
    let port =
      switch settings.port {
      case .device(let path): path
      case .network(let host, let port): "\(host):\(port)"
      }
    report(
      finding(
        "devices.modem", wanted: "a modem at \(port)",
        isRequired: settings.criticality == .required,
        mentioningExcused("devices.modem", await modem())))
  }

  private func modem() async -> Observation {
    do throws(DriverMistake) {
      guard let modem = try drivers.modem() else { return .ready("the board has none") }
      do throws(ModemError) {
        return Self.observation(of: try await modem.status(timeout: patience))
      } catch {
        return Self.observation(of: error)
      }
    } catch {
      return .missing(error.text, cure: "see board-profiles/bench.yaml for an example")
    }
  }

  /// What the terminal would show for it, with its interface up.
  private static func observation(of status: ModemStatus) -> Observation {
    let interface = InterfaceStatus(
      exists: true, hasCarrier: true, hasAddress: true, hasDefaultRoute: true)
    var seen = status.model ?? "a modem"
    if let imei = status.imei { seen += ", IMEI \(imei)" }
    if let cause = NetworkDiagnosis.cause(modem: .success(status), interface: interface) {
      let advice = cause.advice(.english)
      return .limited("\(seen): \(advice.what)", cure: "\(advice.cure) (\(advice.code))")
    }
    seen += ", registered with \(status.networkOperator ?? "a network")"
    if let power = status.signal.power { seen += ", \(power) dBm" }
    return .ready(seen)
  }

  private static func observation(of error: ModemError) -> Observation {
    switch error {
    case .portUnavailable(let code): .port(code)
    case .timedOut:
      .missing(
        "the port is there, and nothing answers AT on it",
        cure: "check power key, wiring and speed (baud); most modules take 15 s to start")
    case .protocolViolation, .refused, .notSupported:
      .missing(
        "something answers, and it makes no sense for a modem",
        cure: "check that the profile names the AT port and the family")
    }
  }
}
