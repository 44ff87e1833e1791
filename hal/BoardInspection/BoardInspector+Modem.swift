import BoardDrivers
import BoardProfile
import HAL

// The modem, asked by the firmware's driver.
extension BoardInspector {
  var modemWanted: String { "a modem at \(profile.devices.modem?.path ?? "")" }

  func modem() async -> Observation {
    do throws(DriverMistake) {
      guard let modem = try drivers.modem() else { return .ready("the board has none") }
      do throws(ModemError) {
        return Self.observation(of: try await modem.status(timeout: Self.patience))
      } catch {
        return Self.observation(of: error)
      }
    } catch {
      return .missing(error.text, cure: "see board-profiles/bench.yaml for an example")
    }
  }

  private static func observation(of status: ModemStatus) -> Observation {
    let name = status.imei.map { "a modem, IMEI \($0)" } ?? "a modem"
    switch status.sim {
    case .absent: return .limited("\(name), no SIM in it", cure: "put the SIM in, contacts down")
    case .pinRequired:
      return .limited(
        "\(name), the SIM wants its PIN", cure: "enter it in a phone and switch it off")
    case .pukRequired:
      return .limited("\(name), the SIM is blocked", cure: "ask the operator for the PUK")
    case .failed: return .limited("\(name), the SIM is broken", cure: "replace the SIM")
    case .busy: return .limited("\(name), the SIM is not ready yet", cure: "ask again in a minute")
    case .ready: break
    }
    guard status.registration.isRegistered else {
      return .limited(
        "\(name), not registered: \(status.registration)",
        cure: "check the antenna and that the SIM is active")
    }
    let signal = status.signal.map { "\($0) dBm" } ?? "signal unknown"
    return .ready("\(name), registered with \(status.networkOperator ?? "a network"), \(signal)")
  }

  private static func observation(of error: ModemError) -> Observation {
    switch error {
    case .portUnavailable(let code): .port(code)
    case .timedOut:
      .missing(
        "the port is there, and nothing answers AT on it",
        cure: "check power key, wiring and speed (baud); most modules take 15 s to start")
    case .protocolViolation:
      .missing("something answers, and it is no modem", cure: "check that path is the AT port")
    }
  }
}
