package import ESCPOS

// What it answers.
extension EmulatedPrinter {
  /// Whether anything can come out.
  var canPrint: Bool { hasPaper && !isCoverOpen && !isOverheated && fault == nil && !isDead }

  /// The bits of its port, for one behind USB.
  package var portStatus: PortStatus {
    if model.lies { return .ready }
    var status: PortStatus = []
    if !hasPaper { status.insert(.paperEmpty) }
    if !isCoverOpen { status.insert(.selected) }
    if hasPaper, !isCoverOpen, fault == nil { status.insert(.noError) }
    return status
  }

  /// The answer to DLE EOT; nil for a kind that it does not know.
  func realTimeAnswer(_ kind: UInt8) -> UInt8? {
    if model.lies { return (1...4).contains(kind) ? PrinterStateReport().byte : nil }
    switch kind {
    case 1:
      var report: PrinterStateReport = canPrint && !isFeedButtonHeld ? [] : .offline
      if fault != nil { report.insert(.waitsForRecovery) }
      if isFeedButtonHeld { report.insert(.feedButton) }
      return report.byte
    case 2:
      var report: OfflineReport = []
      if isCoverOpen { report.insert(.coverOpen) }
      if isFeedButtonHeld { report.insert(.feeding) }
      if !hasPaper { report.insert(.paperEnd) }
      if fault != nil || isOverheated { report.insert(.error) }
      return report.byte
    case 3: return errorReport.byte
    case 4:
      var report: PaperReport = isPaperLow || !hasPaper ? .nearEnd : []
      if !hasPaper { report.insert(.end) }
      return report.byte
    default: return nil
    }
  }

  /// What it tells unasked.
  var automaticReport: AutomaticStatusReport {
    var report = AutomaticStatusReport()
    if model.lies { return report }
    report.isOffline = !canPrint || isFeedButtonHeld
    report.isCoverOpen = isCoverOpen
    report.isFeeding = isFeedButtonHeld
    report.errors = errorReport
    if isPaperLow || !hasPaper { report.paper.insert(.nearEnd) }
    if !hasPaper { report.paper.insert(.end) }
    return report
  }

  private var errorReport: ErrorReport {
    var report: ErrorReport = isOverheated ? .selfRecovering : []
    switch fault {
    case .jam: report.insert(.recoverable)
    case .cutter: report.insert(.cutter)
    case .unrecoverable: report.insert(.unrecoverable)
    case nil: break
    }
    return report
  }

  /// The answer to GS r 1.
  var sensorAnswer: UInt8 {
    let report: PaperSensorReport = isPaperLow && !model.lies ? .nearEnd : []
    return report.byte
  }
}
