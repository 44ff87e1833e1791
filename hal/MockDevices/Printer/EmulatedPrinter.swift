import ESCPOS
package import HAL

/// A receipt printer that exists only as bytes: ESC/POS in, status answers and slips out.
///
/// Its device face is `receive` and `takeUnsolicited`; everything else is its test face, with which
/// a test takes the paper away, opens the cover or overheats the head. While it can't print, it
/// keeps what comes and answers only in real time, as real printers do; when all is well again it
/// prints what it kept.
package final class EmulatedPrinter: EmulatedByteDevice {
  /// Something that a person has to put right.
  package enum Fault: Hashable, Sendable {
    /// Paper is jammed.
    case jam
    /// The cutter is stuck.
    case cutter
    /// Broken for good.
    case unrecoverable
  }

  /// A command that waits to be printed, and its bytes.
  private struct Waiting {
    let command: ESCPOSCommand
    let bytes: [UInt8]
  }

  /// Slips that are remembered; the oldest go first.
  private static let slipLimit = 200

  /// How it is built; a test may rebuild it on the way.
  package var model: EmulatedPrinterModel { didSet { head.model = model } }
  /// Whether there is paper; more is put in by `loadPaper`.
  package internal(set) var hasPaper = true { didSet { stateChanged() } }
  /// Lines that can be printed until the paper ends; nil for plenty.
  package var linesUntilPaperEnd: Int?
  /// Bytes of commands that can be printed until the paper ends; nil for plenty.
  package var bytesUntilPaperEnd: Int?
  /// Whether the roll is nearly used up.
  package var isPaperLow = false { didSet { stateChanged() } }
  /// Whether the cover is open.
  package var isCoverOpen = false { didSet { stateChanged() } }
  /// Whether the head is too hot.
  package var isOverheated = false { didSet { stateChanged() } }
  /// Whether somebody holds the feed button.
  package var isFeedButtonHeld = false { didSet { stateChanged() } }
  /// What is broken; a person clears it with `clearFault`, and the printer goes on when it is told.
  package var fault: Fault? {
    didSet {
      if fault != oldValue { isFaultCleared = false }
      stateChanged()
    }
  }
  /// Whether the cutter gets stuck when it is used next.
  package var jamsAtNextCut = false
  /// Whether the printer hears nothing and says nothing.
  package var isDead = false

  /// What came out, the oldest first; each ends with a cut or where the paper was torn.
  package private(set) var slips: [EmulatedSlip] = []
  /// What has come out since the last cut.
  package private(set) var current: EmulatedSlip
  /// How often the drawer was opened.
  package private(set) var drawerOpenings = 0
  /// Bytes that found no room.
  package private(set) var lostBytes = 0
  /// The most bytes that waited at one time.
  package private(set) var mostKeptBytes = 0
  /// Called with each slip when it is finished.
  package var onSlip: ((EmulatedSlip) -> Void)?
  /// Called after each line with the number of lines printed so far.
  package var onLine: ((Int) -> Void)?
  package var onUnsolicited: (() -> Void)?
  /// Called when something has changed that the bits of its port tell.
  package var onStateChange: (() -> Void)?

  private let clock: (any DeviceClock)?
  private var parser = ESCPOSParser()
  /// Reads what finds no room, for the commands that are obeyed all the same.
  private var overflowParser = ESCPOSParser()
  private var head: PrintHead
  private var queue: [Waiting] = []
  private var queuedBytes = 0
  private var isWorking = false
  /// Until a timer says that the paper has moved.
  private var isMoving = false
  private var output: [UInt8] = []
  private var lineCount = 0
  private var automaticMask: UInt8 = 0
  private var toldReport: AutomaticStatusReport?
  var isFaultCleared = false

  /// Makes a printer with paper in it; one that takes its time needs a clock.
  package init(
    _ model: EmulatedPrinterModel = EmulatedPrinterModel(), clock: (any DeviceClock)? = nil
  ) {
    self.model = model
    self.clock = clock
    current = EmulatedSlip(dots: model.dots)
    head = PrintHead(model)
  }

  package func receive(_ bytes: [UInt8]) -> [UInt8] {
    if isDead { return [] }
    var rest = bytes[...]
    while !rest.isEmpty {
      let room = model.stopsSender ? rest.count : model.bufferBytes - keptBytes
      if room <= 0 {
        lostBytes += rest.count
        for command in overflowParser.receive(rest) { _ = obeyAtOnce(command) }
        break
      }
      let piece = rest.prefix(room)
      rest = rest.dropFirst(piece.count)
      for command in parser.receive(piece) { take(command) }
      mostKeptBytes = max(mostKeptBytes, keptBytes)
      work()
    }
    return takeUnsolicited()
  }

  package func takeUnsolicited() -> [UInt8] {
    if isDead { output = [] }
    defer { output = [] }
    return output
  }

  package var takesBytes: Bool { !model.stopsSender || keptBytes < model.bufferBytes }

  /// Bytes that wait to be printed.
  private var keptBytes: Int { queuedBytes + parser.pendingByteCount }

  private func take(_ command: ESCPOSCommand) {
    if obeyAtOnce(command) { return }
    let waiting = Waiting(command: command, bytes: command.bytes)
    queue.append(waiting)
    queuedBytes += waiting.bytes.count
  }

  /// Obeys a real-time command; false for any other.
  private func obeyAtOnce(_ command: ESCPOSCommand) -> Bool {
    switch command {
    case .realTimeStatus(let kind):
      if canSpeak, model.answersRealTime, let byte = realTimeAnswer(kind) { output.append(byte) }
    case .realTimeRequest(let request):
      if request == 2 { clear() }
      if request == 1 || request == 2 { recover() }
    case .realTimePulse: drawerOpenings += 1
    default: return false
    }
    return true
  }

  private var canSpeak: Bool { !(model.isSilentWhenCoverOpen && isCoverOpen) }

  /// Prints what waits, for as long as it can.
  private func work() {
    if isWorking { return }
    isWorking = true
    defer { isWorking = false }
    var done = 0
    while canPrint, !isMoving, done < queue.count {
      let waiting = queue[done]
      guard print(waiting) else { break }
      // What was printed may have had all that waits thrown away.
      guard done < queue.count else { break }
      queuedBytes -= waiting.bytes.count
      done += 1
    }
    queue.removeFirst(min(done, queue.count))
  }

  /// Prints one command; false when it has to wait for a person.
  private func print(_ waiting: Waiting) -> Bool {
    let command = waiting.command
    if case .cut = command, jamsAtNextCut {
      jamsAtNextCut = false
      fault = .cutter
      return false
    }
    current.bytes += waiting.bytes
    switch command {
    case .sensorReport(let kind):
      // Kind 2 is the drawer's switch, which is closed.
      let isPaper = kind == 1 || kind == 0x31
      if model.answersSensorReports, canSpeak { output.append(isPaper ? sensorAnswer : 0) }
    case .identity: output += Array("_Lianji emulated printer\0".utf8)
    case .automaticStatus(let mask):
      automaticMask = mask
      toldReport = nil
      tellState()
    case .drawerPulse: drawerOpenings += 1
    case .cut(let isPartial, let feed):
      put(head.endedLine() + (feed.map { [.feed(dots: Int($0))] } ?? []))
      put([.cut(isPartial: isPartial)])
      endSlip()
    default: put(head.obey(command))
    }
    if let bytes = bytesUntilPaperEnd {
      bytesUntilPaperEnd = bytes > waiting.bytes.count ? bytes - waiting.bytes.count : nil
      if bytes <= waiting.bytes.count { removePaper() }
    }
    return true
  }

  private func put(_ items: [EmulatedSlip.Item]) {
    for item in items {
      current.items.append(item)
      move(item.rows)
      guard case .line = item else { continue }
      lineCount += 1
      if let lines = linesUntilPaperEnd {
        linesUntilPaperEnd = lines > 1 ? lines - 1 : nil
        if lines <= 1 { removePaper() }
      }
      onLine?(lineCount)
    }
  }

  /// Takes the time that the paper needs.
  private func move(_ rows: Int) {
    guard let speed = model.rowsPerSecond, speed > 0, rows > 0, let clock else { return }
    isMoving = true
    clock.setTimer(after: .microseconds(rows * 1_000_000 / speed)) { [weak self] in
      self?.isMoving = false
      self?.resume()
    }
  }

  private func endSlip() {
    if !current.isBlank {
      slips.append(current)
      slips.removeFirst(max(0, slips.count - Self.slipLimit))
      onSlip?(current)
    }
    current = EmulatedSlip(dots: model.dots)
  }
}

// What changes its state.
extension EmulatedPrinter {
  /// Goes on after somebody put something right, and says so.
  func resume() {
    work()
    if !output.isEmpty || model.stopsSender { onUnsolicited?() }
  }

  func stateChanged() {
    tellState()
    onStateChange?()
    resume()
  }

  /// Tells a change to who asked for it (GS a).
  private func tellState() {
    let report = automaticReport
    guard automaticMask != 0, model.reportsAutomatically, canSpeak, report != toldReport
    else { return }
    toldReport = report
    output += report.bytes
  }

  /// DLE ENQ 2, or no power: what waits is thrown away.
  func clear() {
    queue = []
    queuedBytes = 0
    parser = ESCPOSParser()
    overflowParser = ESCPOSParser()
    head.reset()
    if !current.isBlank { current.isComplete = false }
  }

  /// DLE ENQ: goes on where a person has put right what was wrong.
  private func recover() {
    switch fault {
    case .jam, .cutter: if isFaultCleared { fault = nil }
    case .unrecoverable, nil: return
    }
  }

  /// Tears off what hangs out of the printer.
  func tearOff() {
    if current.isBlank { return }
    current.isComplete = false
    endSlip()
  }

  /// Forgets everything that power keeps.
  func forget() {
    clear()
    output = []
    automaticMask = 0
    toldReport = nil
  }
}
