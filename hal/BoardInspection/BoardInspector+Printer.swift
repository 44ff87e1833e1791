import BoardDrivers
import BoardProfile
import HAL

// The printer, asked by the firmware's driver; nothing is printed.
extension BoardInspector {
  func inspectPrinter(_ report: (BoardFinding) -> Void) async {
    guard let settings = profile.devices.printer else { return }
    report(
      finding(
        "devices.printer", wanted: "a printer at \(Self.text(of: settings.transport))",
        isRequired: settings.criticality == .required,
        mentioningExcused("devices.printer", await printer())))
  }

  private static func text(of transport: PrinterTransport) -> String {
    switch transport {
    case .serial(let path, let baud, _): "\(path), \(baud) baud"
    case .usbLine(let path): path
    case .usb(let identity): "a USB port\(identity.portPath.map { " (\($0))" } ?? "")"
    case .network(let host, let port): "\(host):\(port)"
    }
  }

  private func printer() async -> Observation {
    do throws(DriverMistake) {
      guard let printer = try drivers.printer() else { return .ready("the board has none") }
      do throws(PrinterError) {
        let status = try await printer.status(timeout: patience)
        if let obstacle = status.obstacle { return Self.observation(of: obstacle) }
        return Self.observation(of: status)
      } catch {
        return Self.observation(of: error)
      }
    } catch {
      return .missing(error.text, cure: "see board-profiles/bench.yaml for an example")
    }
  }

  private static func observation(of status: PrinterStatus) -> Observation {
    switch status.evidence {
    case .none: .ready("its port is open; by its profile it never answers")
    case .port: .ready("its USB port says that all is well, which cheap printers always say")
    case .printer:
      .ready(status.isPaperLow ? "it answers; the paper is nearly out" : "it answers, with paper")
    }
  }

  private static func observation(of error: PrinterError) -> Observation {
    switch error {
    case .portUnavailable(let code): .port(code)
    case .paperOut: .limited("it has no paper", cure: "put a roll in")
    case .coverOpen: .limited("its cover is open", cure: "close it")
    case .overheated: .limited("its head is too hot", cure: "let it cool down")
    case .cutterStuck: .limited("its cutter is stuck", cure: "open it and clear the cutter")
    case .mechanical: .limited("it reports a fault", cure: "clear the paper path")
    case .unrecoverable: .limited("it reports a fault for good", cure: "have it repaired")
    case .offline:
      .limited("it is plugged in and takes nothing", cure: "close its cover, load paper")
    case .timedOut:
      .missing(
        "the port is there, and nothing answers on it",
        cure: "check power, cable and speed; a printer that never answers wants status: none")
    }
  }
}
