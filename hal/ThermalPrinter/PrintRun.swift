import ESCPOS
import EventLoop
import HAL

/// One slip on its way to the printer.
///
/// It goes out in chunks of at most half the printer's buffer, with a question behind each that
/// the printer answers when it has printed that far: so the buffer never runs over, the head need
/// not stop, and it is known how far the slip has come.
final class PrintRun {
  private let channel: PrinterChannel
  private let profile: PrinterProfile
  private var deadline: Duration
  private let loop: EventLoop
  /// Whether the printer answers what is asked behind the data.
  private let isAnswered: Bool
  /// Whether bytes of the slip have left.
  private(set) var isBegun = false
  /// What has been sent and is not known to be printed.
  private var open: [Chunk] = []
  private var isAllSent = false

  init(
    _ channel: PrinterChannel, profile: PrinterProfile, isAnswered: Bool, deadline: Duration,
    loop: EventLoop
  ) {
    self.channel = channel
    self.profile = profile
    self.isAnswered = isAnswered
    self.deadline = deadline
    self.loop = loop
  }

  /// Whether the slip lacks nothing but its cut.
  var isUncut: Bool { isAllSent && isAnswered && open.allSatisfy(\.isCut) }

  /// Sends a slip and waits until it is printed.
  func print(
    _ document: PrintDocument, by encoder: DocumentEncoder
  ) async throws(PrinterError) -> PrintProof {
    var chunks = Chunks(document, encoder: encoder, limit: profile.chunkBytes)
    var next = chunks.next()
    while let chunk = next {
      next = chunks.next()
      // One chunk is printed while the next is on its way.
      while open.count > 1 { try await waitForOldest() }
      isBegun = true
      let question = isAnswered ? ESCPOSCommand.sensorReport(1).bytes : []
      try await channel.send(chunk.bytes + question, until: deadline)
      open.append(chunk)
      isAllSent = next == nil
      try await check()
    }
    return try await finish()
  }

  /// Goes on with a slip that lacks its cut, after somebody has freed the cutter.
  func finish(until deadline: Duration) async throws(PrinterError) -> PrintProof {
    self.deadline = deadline
    return try await finish()
  }

  /// Waits until what was sent is printed.
  private func finish() async throws(PrinterError) -> PrintProof {
    while !open.isEmpty { try await waitForOldest() }
    if isAnswered { return .confirmed }
    try await check()
    return .weak
  }

  /// Waits until the oldest chunk is printed: by the printer's report, else by the clock.
  private func waitForOldest() async throws(PrinterError) {
    guard let chunk = open.first else { return }
    let time =
      profile.printingTime(rows: chunk.rows)
      + channel.port.transmissionTime(byteCount: chunk.bytes.count)
    if isAnswered {
      try await waitForReport(time: time)
    } else {
      if loop.uptime + time > deadline { throw .timedOut }
      await loop.sleep(for: time)
    }
    if !open.isEmpty { open.removeFirst() }
  }

  private func waitForReport(time: Duration) async throws(PrinterError) {
    var limit = loop.uptime + time + profile.reportPatience
    while !channel.takeReport() {
      do throws(PrinterError) {
        try await channel.receive(
          until: min(deadline, limit, loop.uptime + profile.answerPatience))
      } catch .timedOut {
        if loop.uptime >= deadline { throw await channel.silence(profile.answerPatience) }
        limit += try await check()
        if loop.uptime < limit { continue }
        // A printer that answered this question before does not stop to without a reason.
        throw await channel.silence(profile.answerPatience)
      }
    }
  }

  /// Throws the reason why the printer can't go on; gives how long it had to cool down.
  @discardableResult
  private func check() async throws(PrinterError) -> Duration {
    let obstacle = try await channel.obstacle(
      profile.status, patience: profile.answerPatience, until: deadline, clock: loop)
    guard let obstacle else { return .zero }
    countReports()
    guard obstacle == .overheated else { throw obstacle }
    return try await waitForCooling()
  }

  /// What has been printed up to an obstacle counts as printed.
  private func countReports() {
    while !open.isEmpty, channel.takeReport() { open.removeFirst() }
  }

  /// Waits for a hot head, asking now and then; gives how long it took.
  @discardableResult
  func waitForCooling() async throws(PrinterError) -> Duration {
    let start = loop.uptime
    while true {
      // There must be time to hear the answer too.
      guard loop.uptime + profile.coolingInterval + profile.answerPatience < deadline else {
        throw .overheated
      }
      await loop.sleep(for: profile.coolingInterval)
      do throws(PrinterError) {
        let obstacle = try await channel.obstacle(
          profile.status, patience: profile.answerPatience, until: deadline, clock: loop)
        guard let obstacle else { return loop.uptime - start }
        if obstacle != .overheated { throw obstacle }
      } catch .timedOut {
        // An answer that is late changes nothing: what was known last is that it is hot.
        continue
      }
    }
  }
}
