import ESCPOS

/// A receipt printer that exists only as bytes: ESC/POS in, status answers and slips out.
///
/// Its device face is `receive` and `takeUnsolicited`; everything else is its test face, with which
/// a test takes the paper away, opens the cover or overheats the head. While it can't print, it
/// keeps what comes and answers only in real time, as real printers do; when all is well again it
/// prints what it kept.
package final class EmulatedPrinter: EmulatedByteDevice {
  /// The two widths of paper.
  package enum Paper: Hashable, Sendable {
    /// 58 mm: 384 dots, 32 columns.
    case narrow
    /// 80 mm: 576 dots, 48 columns.
    case wide

    /// Dots across the head.
    package var dots: Int {
      switch self {
      case .narrow: 384
      case .wide: 576
      }
    }
  }

  /// Something that a person has to put right.
  package enum Fault: Hashable, Sendable {
    /// Paper is jammed.
    case jam
    /// The cutter is stuck.
    case cutter
    /// Broken for good.
    case unrecoverable
  }

  /// Commands that are kept while the printer can't print; more are lost.
  private static let queueLimit = 65_536
  /// Slips that are remembered; the oldest go first.
  private static let slipLimit = 200

  /// Whether there is paper; more is put in by `loadPaper`.
  package private(set) var hasPaper = true
  /// Lines that can be printed until the paper ends; nil for plenty.
  package var linesUntilPaperEnd: Int?
  /// Whether the roll is nearly used up.
  package var isPaperLow = false
  /// Whether the cover is open.
  package var isCoverOpen = false { didSet { resume() } }
  /// Whether the head is too hot.
  package var isOverheated = false { didSet { resume() } }
  /// What is broken.
  package var fault: Fault? { didSet { resume() } }
  /// Whether the printer hears nothing and says nothing.
  package var isDead = false
  /// Whether it answers DLE EOT.
  package var answersRealTime = true
  /// Whether it answers GS r.
  package var answersSensorReports = true

  /// What came out, the oldest first; each ends with a cut or where the paper was torn.
  package private(set) var slips: [EmulatedSlip] = []
  /// What has come out since the last cut.
  package private(set) var current: EmulatedSlip
  /// How often the drawer was opened.
  package private(set) var drawerOpenings = 0
  /// Called with each slip when it is finished.
  package var onSlip: ((EmulatedSlip) -> Void)?
  /// Called after each line with the number of lines printed so far.
  package var onLine: ((Int) -> Void)?
  package var onUnsolicited: (() -> Void)?

  private let dots: Int
  private var parser = ESCPOSParser()
  private var head: PrintHead
  private var queue: [ESCPOSCommand] = []
  private var isWorking = false
  private var output: [UInt8] = []
  private var lineCount = 0

  /// Makes a printer with paper in it.
  package init(_ paper: Paper = .narrow) {
    dots = paper.dots
    current = EmulatedSlip(dots: dots)
    head = PrintHead(dots: dots)
  }

  package func receive(_ bytes: [UInt8]) -> [UInt8] {
    if isDead { return [] }
    for command in parser.receive(bytes) { take(command) }
    work()
    return takeUnsolicited()
  }

  package func takeUnsolicited() -> [UInt8] {
    defer { output = [] }
    return output
  }

  private func take(_ command: ESCPOSCommand) {
    if case .realTimeStatus(let kind) = command {
      if answersRealTime, let byte = realTimeAnswer(kind) { output.append(byte) }
    } else if case .realTimeRequest(let request) = command {
      if request == 2 { clear() }
      if request == 1 || request == 2 { recover() }
    } else if case .realTimePulse = command {
      drawerOpenings += 1
    } else if queue.count < Self.queueLimit {
      queue.append(command)
    }
  }

  private var canPrint: Bool { hasPaper && !isCoverOpen && !isOverheated && fault == nil }

  /// Prints what waits, for as long as it can.
  private func work() {
    if isWorking { return }
    isWorking = true
    defer { isWorking = false }
    var done = 0
    while canPrint, done < queue.count {
      print(queue[done])
      done += 1
    }
    queue.removeFirst(min(done, queue.count))
  }

  /// Goes on after somebody put something right, and says so.
  private func resume() {
    work()
    if !output.isEmpty { onUnsolicited?() }
  }

  private func print(_ command: ESCPOSCommand) {
    current.bytes += command.bytes
    if case .sensorReport(let kind) = command {
      // Kind 2 is the drawer's switch, which is closed.
      let isPaper = kind == 1 || kind == 0x31
      if answersSensorReports { output.append(isPaper ? sensorAnswer : 0) }
    } else if case .identity = command {
      output += Array("_Lianji emulated printer\0".utf8)
    } else if case .drawerPulse = command {
      drawerOpenings += 1
    } else if case .cut(let isPartial, let feed) = command {
      put(head.endedLine() + (feed.map { [.feed(dots: Int($0))] } ?? []))
      put([.cut(isPartial: isPartial)])
      endSlip()
    } else {
      put(head.obey(command))
    }
  }

  private func put(_ items: [EmulatedSlip.Item]) {
    for item in items {
      current.items.append(item)
      guard case .line = item else { continue }
      lineCount += 1
      if let lines = linesUntilPaperEnd {
        linesUntilPaperEnd = lines > 1 ? lines - 1 : nil
        if lines <= 1 { removePaper() }
      }
      onLine?(lineCount)
    }
  }

  private func endSlip() {
    if !current.isBlank {
      slips.append(current)
      slips.removeFirst(max(0, slips.count - Self.slipLimit))
      onSlip?(current)
    }
    current = EmulatedSlip(dots: dots)
  }

  /// DLE ENQ 2: what waits is thrown away.
  private func clear() {
    queue = []
    parser = ESCPOSParser()
    head.reset()
    if !current.isBlank { current.isComplete = false }
  }

  private func recover() {
    switch fault {
    case .jam, .cutter: fault = nil
    case .unrecoverable, nil: return
    }
  }
}

// What a test does to it.
extension EmulatedPrinter {
  /// Takes the paper away, or lets the roll end.
  package func removePaper() { hasPaper = false }

  /// Puts a new roll in; what hangs out of the printer is torn off.
  package func loadPaper() {
    if !current.isBlank {
      current.isComplete = false
      endSlip()
    }
    hasPaper = true
    resume()
  }

  /// Switches the printer off and on: what it kept and was told is gone.
  package func restart() {
    clear()
    output = []
  }
}

// What it answers.
extension EmulatedPrinter {
  private func realTimeAnswer(_ kind: UInt8) -> UInt8? {
    switch kind {
    case 1:
      var report: PrinterStateReport = canPrint ? [] : .offline
      if fault != nil { report.insert(.waitsForRecovery) }
      return report.byte
    case 2:
      var report: OfflineReport = []
      if isCoverOpen { report.insert(.coverOpen) }
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

  private var sensorAnswer: UInt8 {
    let report: PaperSensorReport = isPaperLow ? .nearEnd : []
    return report.byte
  }
}
