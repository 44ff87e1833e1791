import ESCPOS
import EventLoop
import HAL
import SystemPackage

// What a printer says of itself, in the way that its profile names.
extension PrinterChannel {
  /// Asks for everything; `patience` is for each answer.
  func status(
    _ level: PrinterProfile.StatusLevel, patience: Duration, until deadline: Duration,
    clock: any DeviceClock
  ) async throws(PrinterError) -> PrinterStatus {
    do throws(PrinterError) {
      switch level {
      case .none: return PrinterStatus(evidence: .none)
      case .port:
        let limit = min(patience, deadline - clock.uptime)
        return PrinterStatus(try await portStatus(limit) ?? .ready)
      case .realTime: return try await realTimeStatus(patience, until: deadline, clock)
      case .automatic: return try await automaticStatus(patience, until: deadline, clock)
      }
    } catch .timedOut {
      throw await silence(patience)
    }
  }

  /// Asks the four questions, and again when the answers do not go together: what kept the printer
  /// off line at the first may have passed at the third.
  private func realTimeStatus(
    _ patience: Duration, until deadline: Duration, _ clock: any DeviceClock
  ) async throws(PrinterError) -> PrinterStatus {
    var status = try await oneRealTimeStatus(patience, until: deadline, clock)
    for _ in 0..<2 where status.obstacle == .offline {
      status = try await oneRealTimeStatus(patience, until: deadline, clock)
    }
    return status
  }

  private func oneRealTimeStatus(
    _ patience: Duration, until deadline: Duration, _ clock: any DeviceClock
  ) async throws(PrinterError) -> PrinterStatus {
    var bytes: [UInt8] = []
    for kind in UInt8(1)...4 {
      bytes.append(try await ask(kind, until: min(deadline, clock.uptime + patience)))
    }
    return PrinterStatus(
      state: PrinterStateReport(byte: bytes[0]) ?? [],
      offline: OfflineReport(byte: bytes[1]) ?? [], errors: ErrorReport(byte: bytes[2]) ?? [],
      paper: PaperReport(byte: bytes[3]) ?? [])
  }

  /// Asks to be told each change.
  ///
  /// A printer that is off line keeps that request for later; so one that said so is asked in real
  /// time first, and believed when it does not answer.
  private func automaticStatus(
    _ patience: Duration, until deadline: Duration, _ clock: any DeviceClock
  ) async throws(PrinterError) -> PrinterStatus {
    do throws(PrinterError) {
      if automatic?.isOffline == true {
        let status = try await realTimeStatus(patience, until: deadline, clock)
        if status.obstacle != nil { return status }
      }
      try await askForAutomatic(until: min(deadline, clock.uptime + patience))
      return automatic.map(PrinterStatus.init) ?? PrinterStatus()
    } catch .timedOut {
      if let automatic, automatic.isOffline { return PrinterStatus(automatic) }
      return try await realTimeStatus(patience, until: deadline, clock)
    }
  }

  /// What keeps the printer from going on with a slip; nil for nothing.
  ///
  /// While all is well it takes one question, where `status` takes four.
  func obstacle(
    _ level: PrinterProfile.StatusLevel, patience: Duration, until deadline: Duration,
    clock: any DeviceClock
  ) async throws(PrinterError) -> PrinterError? {
    try await drain()
    switch level {
    case .none: return nil
    case .port:
      let limit = min(patience, deadline - clock.uptime)
      return PrinterStatus(try await portStatus(limit) ?? .ready).obstacle
    case .automatic, .realTime:
      // What it told unasked holds until it tells otherwise.
      if level == .automatic, let automatic { return PrinterStatus(automatic).obstacle }
      do throws(PrinterError) {
        let byte = try await ask(1, until: min(deadline, clock.uptime + patience))
        guard PrinterStateReport(byte: byte)?.contains(.offline) == true else { return nil }
        return try await realTimeStatus(patience, until: deadline, clock).obstacle
      } catch .timedOut {
        throw await silence(patience)
      }
    }
  }

  /// What the silence of a printer means: a port that shows it plugged in says more than one that
  /// does not.
  func silence(_ patience: Duration) async -> PrinterError {
    guard let bits = try? await port.status(timeout: patience) else { return .timedOut }
    return bits.contains(.paperEmpty) ? .paperOut : .offline
  }

  private func portStatus(_ patience: Duration) async throws(PrinterError) -> PortStatus? {
    do throws(Errno) {
      return try await port.status(timeout: max(.zero, patience))
    } catch {
      throw PrinterError(error)
    }
  }
}

extension PrinterStatus {
  /// What the bits of a port say.
  init(_ bits: PortStatus) {
    let isWell = bits.contains([.noError, .selected])
    self.init(
      evidence: .port, hasPaper: !bits.contains(.paperEmpty),
      isOffline: !isWell && !bits.contains(.paperEmpty))
  }

  /// What the answers in real time say; a hand on the feed button is no trouble.
  init(
    state: PrinterStateReport, offline: OfflineReport, errors: ErrorReport, paper: PaperReport
  ) {
    self.init(
      hasPaper: !paper.contains(.end) && !offline.contains(.paperEnd),
      isPaperLow: paper.contains(.nearEnd), isCoverOpen: offline.contains(.coverOpen),
      isOverheated: errors.contains(.selfRecovering),
      isOffline: state.contains(.offline) && !offline.contains(.feeding),
      fault: Fault(errors))
  }

  /// What an unasked report says.
  init(_ report: AutomaticStatusReport) {
    self.init(
      hasPaper: report.paper.isDisjoint(with: .end),
      isPaperLow: !report.paper.isDisjoint(with: .nearEnd), isCoverOpen: report.isCoverOpen,
      isOverheated: report.errors.contains(.selfRecovering),
      isOffline: report.isOffline && !report.isFeeding,
      fault: Fault(report.errors))
  }
}

extension PrinterStatus.Fault {
  fileprivate init?(_ errors: ErrorReport) {
    if errors.contains(.unrecoverable) {
      self = .unrecoverable
    } else if errors.contains(.cutter) {
      self = .cutter
    } else if errors.contains(.recoverable) {
      self = .mechanical
    } else {
      return nil
    }
  }
}
