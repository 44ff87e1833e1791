import BoardDrivers
import BoardProfile
import HAL

// The printer, asked by the firmware's driver; nothing is printed.
extension BoardInspector {
  var printerWanted: String {
    guard let printer = profile.devices.printer else { return "" }
    return switch printer.port {
    case .device(let path): "a printer at \(path)"
    case .network(let host, let port): "a printer at \(host):\(port)"
    }
  }

  func printer() async -> Observation {
    guard let printer = drivers.printer() else { return .ready("the board has none") }
    do throws(PrinterError) {
      let status = try await printer.status(timeout: Self.patience)
      if status.isCoverOpen { return .limited("its cover is open", cure: "close it") }
      if !status.hasPaper { return .limited("it has no paper", cure: "put a roll in") }
      if status.isOverheated { return .limited("its head is too hot", cure: "let it cool down") }
      return .ready(
        status.isPaperLow ? "it answers; the paper is nearly out" : "it answers, with paper")
    } catch {
      switch error {
      case .portUnavailable(let code): return .port(code)
      case .paperOut: return .limited("it has no paper", cure: "put a roll in")
      case .coverOpen: return .limited("its cover is open", cure: "close it")
      case .overheated: return .limited("its head is too hot", cure: "let it cool down")
      case .mechanical:
        return .limited("it reports a mechanical fault", cure: "clear cutter and paper path")
      case .timedOut:
        return .missing(
          "the port is there, and nothing answers on it",
          cure: "check power, cable and speed; a printer that never answers wants status: none")
      }
    }
  }
}
