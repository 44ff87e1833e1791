import HAL

/// Thousands of things that happen to a printer in no order, and what must hold all the while.
///
/// A slip that is confirmed lies on the paper once and whole; of one that was not begun there is
/// nothing; no two slips share a piece of paper; no call outlasts its time-out by much; and when
/// all is put right the printer prints. The same seed makes the same storm.
package struct ReceiptPrinterStorm: Sendable {
  /// How it went.
  package struct Report: Hashable, Sendable {
    /// Things that happened.
    package var events = 0
    /// Slips that came out, proven.
    package var printed = 0
    /// Slips that did not.
    package var failed = 0
  }

  private static let shortTimeout = Duration.milliseconds(150)
  private static let longTimeout = Duration.seconds(10)
  /// By how much a call may outlast its time-out, where each of them may be at its worst.
  private static let grace = ReceiptPrinterConformance.overRun + .seconds(2)

  private let events: Int
  private var state: UInt64
  private var report = Report()
  private var isHot = false
  /// Slips of which nothing may be on paper.
  private var unbegun: Set<String> = []

  /// Prepares a storm.
  package init(events: Int, seed: UInt64) {
    self.events = events
    state = seed
  }

  /// Lets it blow; throws what did not hold.
  package mutating func blow(on rig: any ReceiptPrinterRig) async throws -> Report {
    while report.events < events {
      report.events += 1
      switch below(20) {
      case 0: try await rig.takePaper()
      case 1: try await rig.setCover(isOpen: true)
      case 2: try await heat(true, rig)
      case 3: try await rig.jamNextCut()
      case 4: try await rig.unplug()
      case 5: try await rig.cyclePower()
      case 6: try await interrupt(rig)
      case 7...11: try await repair(rig)
      case 12: _ = try? await rig.printer.status(timeout: Self.shortTimeout)
      default: try await print(lines: 1 + below(5), rig)
      }
    }
    // What was to pass by itself has passed.
    await rig.clock.sleep(for: .milliseconds(300))
    try await repair(rig)
    // A jam that was meant for the next cut may still lie in wait: it hits this one.
    _ = await ReceiptPrinterConformance.print(
      ReceiptPrinterConformance.job("CALM", Self.lines("CALM", count: 1)), on: rig)
    try await repair(rig)
    let name = "LAST"
    let lines = Self.lines(name, count: 3)
    try await ReceiptPrinterConformance.requirePrinted(
      ReceiptPrinterConformance.job(name, lines), on: rig)
    try requireEqual(try await rig.slips().last, ConformanceSlip(lines: lines, isComplete: true))
    return report
  }

  private mutating func heat(_ isHot: Bool, _ rig: any ReceiptPrinterRig) async throws {
    self.isHot = isHot
    try await rig.setHead(isHot: isHot)
  }

  private mutating func repair(_ rig: any ReceiptPrinterRig) async throws {
    try await rig.plug()
    try await heat(false, rig)
    try await rig.setCover(isOpen: false)
    try await rig.clearFault()
    try await rig.loadPaper()
  }

  /// Something happens in the middle of a long slip.
  private mutating func interrupt(_ rig: any ReceiptPrinterRig) async throws {
    let hands: [ConformanceHand] = [.endPaper, .openCover, .jam, .heatHead, .dropPower, .unplug]
    try await rig.afterLines(1 + below(200), hands[below(hands.count)])
    try await print(lines: 250, rig)
    try await rig.afterLines(.max, .endPaper)
  }

  private mutating func print(lines count: Int, _ rig: any ReceiptPrinterRig) async throws {
    let name = "JOB\(report.events)"
    let lines = Self.lines(name, count: count)
    let timeout = isHot || below(20) == 0 ? Self.shortTimeout : Self.longTimeout
    let start = rig.clock.uptime
    let outcome = await ReceiptPrinterConformance.print(
      ReceiptPrinterConformance.job(name, lines), on: rig, timeout: timeout)
    let time = rig.clock.uptime - start
    try require(time < timeout + Self.grace, "\(name) took \(time), with a time-out of \(timeout)")
    let slips = try await rig.slips()
    switch outcome {
    case .success(let result):
      report.printed += 1
      try requireEqual(result.proof, .confirmed)
      try requireEqual(slips.last, ConformanceSlip(lines: lines, isComplete: true))
    case .failure(let failure):
      report.failed += 1
      if !failure.isBegun { unbegun.insert(name) }
    }
    for slip in slips.suffix(3) { try check(slip) }
  }

  private func check(_ slip: ConformanceSlip) throws {
    let names = Set(slip.lines.compactMap { $0.split(separator: " ").first.map(String.init) })
    try require(names.count <= 1, "two slips on one piece of paper: \(names.sorted())")
    if let name = names.first {
      try require(!unbegun.contains(name), "\(name) was not begun, and is on paper")
    }
  }

  private static func lines(_ name: String, count: Int) -> [String] {
    (1...count).map { "\(name) LINE \($0)" }
  }

  /// A number from 0 up to a limit.
  ///
  /// Source: SplitMix64, by Vigna's public-domain reference.
  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, limit)))
  }
}
