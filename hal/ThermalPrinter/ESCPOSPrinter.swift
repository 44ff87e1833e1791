import ESCPOS
package import EventLoop
package import HAL
import SystemPackage

/// A receipt printer that speaks ESC/POS, at a device, a TCP port or a Unix-domain socket.
///
/// The way to it is opened when it is first needed and again after it was gone. A second caller
/// waits for the first.
package final class ESCPOSPrinter: ReceiptPrinter {
  /// How long a line that was just opened must be silent before it counts as empty.
  private static let quiet = Duration.milliseconds(20)

  package let name: DeviceName
  package var columns: Int { profile.paper.columns }

  private let address: PrinterAddress
  private let profile: PrinterProfile
  private let loop: EventLoop
  private let turnstile: Turnstile
  private let encoder: DocumentEncoder
  private var channel: PrinterChannel?
  /// Whether half a slip hangs out of the printer, or waits in its buffer.
  private var isBroken = false
  /// Whether the printer has been found not to report what it printed.
  private var lacksReports = false

  /// Names the printer; nothing is opened yet.
  package init(
    name: DeviceName, at address: PrinterAddress, profile: PrinterProfile = PrinterProfile(),
    loop: EventLoop
  ) {
    self.name = name
    self.address = address
    self.profile = profile
    self.loop = loop
    turnstile = Turnstile(clock: loop)
    encoder = DocumentEncoder(profile)
  }

  /// Asks for paper, cover and head; something mechanical is thrown.
  ///
  /// A printer that can't answer counts as healthy while the way to it is open.
  package func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    return try await openAndAsk(until: deadline)
  }

  /// Prints a slip from its top to its end.
  ///
  /// A head that is too hot is waited for. When the paper ends or the cover opens in the middle,
  /// what is not printed yet is thrown away, and the next slip is cut off from the half one.
  /// The proof is `confirmed` when the printer reported the end of the slip, and `weak` when it
  /// does not report and the time to print it has passed.
  package func print(
    _ document: PrintDocument, timeout: Duration
  ) async throws(PrinterError) -> PrintProof {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let status = try await openAndAsk(until: deadline)
    if !status.hasPaper { throw .paperOut }
    if status.isCoverOpen { throw .coverOpen }
    do throws(PrinterError) {
      guard let channel else { throw .portUnavailable(code: Errno.socketNotConnected.rawValue) }
      if status.isOverheated { try await waitForCooling(channel, until: deadline) }
      return try await send(document, through: channel, until: deadline)
    } catch {
      await abandon(error)
      throw error
    }
  }

  /// Closes the way to the printer; the next call opens it again.
  package func close() {
    channel?.close()
    channel = nil
  }
}

// One slip.
extension ESCPOSPrinter {
  private func send(
    _ document: PrintDocument, through channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> PrintProof {
    if isBroken {
      let separation = encoder.separation.flatMap(\.bytes)
      try await channel.send(
        ESCPOSCommand.realTimeRequest(2).bytes + separation, until: deadline)
    }
    isBroken = true
    var open: [Chunk] = []
    for chunk in Chunk.chunks(of: encoder.lines(of: document), limit: profile.chunkBytes) {
      // One chunk is printed while the next is on its way: the head need not stop.
      while open.count > 1 { try await waitForReport(of: &open, channel, until: deadline) }
      try await channel.send(
        chunk.bytes + ESCPOSCommand.sensorReport(1).bytes, until: deadline)
      open.append(chunk)
      try await check(channel, until: deadline)
    }
    while !open.isEmpty { try await waitForReport(of: &open, channel, until: deadline) }
    if lacksReports { try await check(channel, until: deadline) }
    isBroken = false
    return lacksReports ? .weak : .confirmed
  }

  /// Waits until the oldest chunk is printed: by the printer's report, else by the clock.
  private func waitForReport(
    of open: inout [Chunk], _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) {
    guard let chunk = open.first else { return }
    open.removeFirst()
    let printing = chunk.printingTime(dotLinesPerSecond: profile.dotLinesPerSecond)
    if lacksReports {
      if loop.uptime + printing > deadline { throw .timedOut }
      return await loop.sleep(for: printing)
    }
    var limit = loop.uptime + printing + profile.reportPatience
    while !channel.takeReport() {
      do throws(PrinterError) {
        try await channel.receive(
          until: min(deadline, limit, loop.uptime + profile.answerPatience))
      } catch .timedOut {
        if loop.uptime >= deadline { throw .timedOut }
        let pause = try await check(channel, until: deadline)
        limit += pause
        if loop.uptime >= limit {
          lacksReports = true
          return
        }
      }
    }
  }

  /// Throws the reason why the printer can't go on; gives how long it had to cool down.
  @discardableResult
  private func check(
    _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> Duration {
    guard profile.answersRealTime else { return .zero }
    let byte = try await ask(1, channel, until: deadline)
    guard let state = PrinterStateReport(byte: byte), state.contains(.offline) else {
      return .zero
    }
    let status = try await status(of: channel, until: deadline)
    if !status.hasPaper { throw .paperOut }
    if status.isCoverOpen { throw .coverOpen }
    if !status.isOverheated { return .zero }
    return try await waitForCooling(channel, until: deadline)
  }

  @discardableResult
  private func waitForCooling(
    _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> Duration {
    let start = loop.uptime
    while true {
      guard loop.uptime + profile.coolingInterval < deadline else { throw .overheated }
      await loop.sleep(for: profile.coolingInterval)
      let status = try await status(of: channel, until: deadline)
      if !status.hasPaper { throw .paperOut }
      if status.isCoverOpen { throw .coverOpen }
      if !status.isOverheated { return loop.uptime - start }
    }
  }

  /// Has the printer throw away what it has not printed; a way that failed is closed.
  private func abandon(_ error: PrinterError) async {
    switch error {
    case .paperOut, .coverOpen, .overheated, .mechanical:
      guard let channel else { return }
      let patience = loop.uptime + profile.answerPatience
      do throws(PrinterError) {
        try await channel.send(ESCPOSCommand.realTimeRequest(2).bytes, until: patience)
        // An answer says that the request before it has been obeyed.
        if profile.answersRealTime { _ = try await channel.ask(1, until: patience) }
      } catch {
        close()
      }
    case .portUnavailable, .timedOut: close()
    }
  }
}

// What the printer says of itself.
extension ESCPOSPrinter {
  /// A connection that broke since the last call is opened once more.
  private func openAndAsk(until deadline: Duration) async throws(PrinterError) -> PrinterStatus {
    let wasOpen = channel != nil
    do throws(PrinterError) {
      return try await openAndAskOnce(until: deadline)
    } catch .portUnavailable where wasOpen {
      return try await openAndAskOnce(until: deadline)
    }
  }

  private func openAndAskOnce(
    until deadline: Duration
  ) async throws(PrinterError) -> PrinterStatus {
    do throws(PrinterError) {
      let isNew = channel == nil
      let channel = try await openChannel(until: deadline)
      // Answers to questions that were given up may still come on a line that was opened again.
      try await channel.settle(quiet: isNew ? Self.quiet : .zero)
      return try await status(of: channel, until: deadline)
    } catch {
      switch error {
      case .portUnavailable, .timedOut: close()
      case .paperOut, .coverOpen, .overheated, .mechanical: break
      }
      throw error
    }
  }

  private func openChannel(until deadline: Duration) async throws(PrinterError) -> PrinterChannel {
    if let channel { return channel }
    do throws(Errno) {
      let port = try await PrinterConnection.open(address, loop: loop, until: deadline)
      let opened = PrinterChannel(port, loop: loop)
      channel = opened
      lacksReports = false
      return opened
    } catch {
      throw PrinterError(error)
    }
  }

  private func status(
    of channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> PrinterStatus {
    guard profile.answersRealTime else { return PrinterStatus() }
    _ = try await ask(1, channel, until: deadline)
    let cause = OfflineReport(byte: try await ask(2, channel, until: deadline)) ?? []
    let errors = ErrorReport(byte: try await ask(3, channel, until: deadline)) ?? []
    let paper = PaperReport(byte: try await ask(4, channel, until: deadline)) ?? []
    if !errors.isDisjoint(with: [.recoverable, .cutter, .unrecoverable]) { throw .mechanical }
    return PrinterStatus(
      hasPaper: !paper.contains(.end) && !cause.contains(.paperEnd),
      isPaperLow: paper.contains(.nearEnd), isCoverOpen: cause.contains(.coverOpen),
      isOverheated: errors.contains(.selfRecovering))
  }

  private func ask(
    _ kind: UInt8, _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> UInt8 {
    try await channel.ask(kind, until: min(deadline, loop.uptime + profile.answerPatience))
  }
}
