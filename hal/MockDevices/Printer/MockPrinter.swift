package import HAL

/// A receipt printer without bytes: a driver's promises, kept in memory.
///
/// For tests of what stands above the HAL. Its test face is the same person who stands at a real
/// one: takes paper, opens the cover, frees the cutter.
package final class MockPrinter: ReceiptPrinter {
  /// What came out between two cuts.
  package struct Slip: Hashable, Sendable {
    /// The job; the last one, where a piece was not cut off.
    package var job: PrintJobIdentifier
    /// What stands on it, a line each.
    package var lines: [String]
    /// Whether it came out to its end.
    package var isComplete: Bool
  }

  package let name: DeviceName
  package let columns: Int
  /// The printer's state; a test sets it as a person would.
  package var state = PrinterStatus()
  /// Whether it is plugged in.
  package var isPlugged = true
  /// Whether it takes bytes and never answers.
  package var isSilent = false
  /// Whether it says when a slip is out.
  package var reports = true
  /// How long a line takes.
  package var lineTime = Duration.zero
  /// Whether the cutter gets stuck when it is used next.
  package var jamsAtNextCut = false
  /// Called before each line with the number of lines printed so far.
  package var beforeLine: ((Int) -> Void)?
  /// What came out, the oldest first; a piece counts when it was torn off or cut off.
  package private(set) var slips: [Slip] = []
  /// How often the drawer was opened.
  package private(set) var drawerOpenings = 0

  private let clock: any DeviceClock
  private let turnstile: Turnstile
  /// How often it is asked whether the head has cooled down.
  private static let coolingInterval = Duration.milliseconds(10)
  private var piece: Slip?
  private var unfinished: PrintJobIdentifier?
  private var lineCount = 0
  /// The cutter was freed; it works again with the next call.
  private var isFaultCleared = false

  /// Makes a printer with paper in it.
  package init(name: DeviceName, columns: Int = 32, clock: any DeviceClock) {
    self.name = name
    self.columns = columns
    self.clock = clock
    turnstile = Turnstile(clock: clock)
  }

  /// Puts a new roll in; what hangs out of the printer is torn off.
  package func loadPaper() {
    if var piece = piece.take() {
      piece.isComplete = false
      slips.append(piece)
    }
    state.hasPaper = true
  }

  /// Frees what is stuck.
  package func clearFault() { isFaultCleared = true }

  package func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    try await beThere(until: clock.uptime + timeout)
    return state
  }

  package func print(_ job: PrintJob, timeout: Duration) async throws(PrintFailure) -> PrintReport {
    let deadline = clock.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else {
      throw PrintFailure(.timedOut, isBegun: unfinished == job.identifier)
    }
    defer { turnstile.leave() }
    do throws(PrinterError) {
      try await beThere(until: deadline)
      if isFaultCleared { (state.fault, isFaultCleared) = (nil, false) }
      try await beReady(until: deadline)
      let isUncut = unfinished == job.identifier && piece?.isComplete == true
      if !isUncut { try await put(job, until: deadline) }
      try cut()
      unfinished = nil
      return PrintReport(proof: reports ? .confirmed : .weak, isPaperLow: state.isPaperLow)
    } catch {
      throw PrintFailure(error, isBegun: unfinished == job.identifier)
    }
  }

  private func beThere(until deadline: Duration) async throws(PrinterError) {
    guard isPlugged else { throw .portUnavailable(code: 19) }  // ENODEV
    guard isSilent else { return }
    await clock.sleep(for: max(.zero, min(.milliseconds(20), deadline - clock.uptime)))
    throw .timedOut
  }

  private func beReady(until deadline: Duration) async throws(PrinterError) {
    while let obstacle = state.obstacle {
      guard obstacle == .overheated else { throw obstacle }
      guard clock.uptime + Self.coolingInterval < deadline else { throw .overheated }
      await clock.sleep(for: Self.coolingInterval)
    }
  }

  private func put(_ job: PrintJob, until deadline: Duration) async throws(PrinterError) {
    if var torn = piece.take() {
      torn.isComplete = false
      slips.append(torn)
    }
    for line in job.document.elements.compactMap(Self.line) {
      beforeLine?(lineCount)
      try await beThere(until: deadline)
      try await beReady(until: deadline)
      if lineTime > .zero { await clock.sleep(for: lineTime) }
      if clock.uptime > deadline { throw .timedOut }
      unfinished = job.identifier
      lineCount += 1
      var slip = piece ?? Slip(job: job.identifier, lines: [], isComplete: false)
      slip.lines.append(line)
      piece = slip
    }
    drawerOpenings += job.document.elements.count { $0 == .drawer }
    piece?.isComplete = true
  }

  private func cut() throws(PrinterError) {
    beforeLine?(lineCount)
    if jamsAtNextCut { (state.fault, jamsAtNextCut) = (.cutter, false) }
    if let obstacle = state.obstacle, obstacle != .overheated { throw obstacle }
    if let slip = piece.take() { slips.append(slip) }
  }

  private static func line(_ element: PrintDocument.Element) -> String? {
    switch element {
    case .text(let text, _, _, _): text
    case .pair(let label, let value): "\(label) \(value)"
    case .rule: "-"
    case .qrCode(let text): "[QR \(text)]"
    case .barcode(let text): "[BARCODE \(text)]"
    case .feed, .logo, .drawer, .cut: nil
    }
  }
}
