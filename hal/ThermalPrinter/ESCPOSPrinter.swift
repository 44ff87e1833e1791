import ESCPOS
package import EventLoop
package import HAL
import SystemPackage
package import USBHost

/// A receipt printer that speaks ESC/POS, behind a serial line, USB or a TCP port.
///
/// The way to it is opened when it is first needed and again after it was gone. A second caller
/// waits for the first. All of it runs on the loop; no call outlasts its time-out by more than it
/// takes to have the printer throw away half a slip (`answerPatience`).
package final class ESCPOSPrinter: ReceiptPrinter {
  /// A slip of which a part may hang out of the printer or wait in it.
  private struct Unfinished {
    /// Nil for one from before the driver was made.
    var job: PrintJobIdentifier?
    /// The run that was broken off when nothing but the cut was missing.
    var run: PrintRun?
  }

  /// How long a line on which answers may be under way must be silent before it counts as empty.
  private static let quiet = Duration.milliseconds(20)
  /// How long a network printer may take to close its side.
  private static let finishPatience = Duration.seconds(1)

  package let name: DeviceName
  package var columns: Int { encoder.profile.columns }

  private let address: PrinterAddress
  private let loop: EventLoop
  private let usb: () throws(USBError) -> USBHost
  private let turnstile: Turnstile
  private let encoder: DocumentEncoder
  private var channel: PrinterChannel?
  private var unfinished: Unfinished?
  /// The fault that the last failure named: who calls again has put it right.
  private var toldFault: PrinterStatus.Fault?
  /// Whether the printer answers what is asked behind the data; nil until it was tried.
  private var isAnswered: Bool?
  /// Whether answers to questions that were given up may still come.
  private var expectsLateAnswers = false

  /// Names the printer; nothing is opened yet.
  ///
  /// `usb` is called when a USB printer is opened.
  package init(
    name: DeviceName, at address: PrinterAddress, profile: PrinterProfile = PrinterProfile(),
    loop: EventLoop,
    usb: @escaping () throws(USBError) -> USBHost = { () throws(USBError) in throw .notSupported }
  ) {
    self.usb = usb
    self.name = name
    self.address = address
    self.loop = loop
    turnstile = Turnstile(clock: loop)
    encoder = DocumentEncoder(profile)
  }

  deinit { channel?.close() }

  package func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let status = try await openAndAsk(until: deadline)
    await release()
    return status
  }

  package func print(
    _ job: PrintJob, timeout: Duration
  ) async throws(PrintFailure) -> PrintReport {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else {
      throw PrintFailure(.timedOut, isBegun: unfinished?.job == job.identifier)
    }
    defer { turnstile.leave() }
    if job.mayFollowPiece, unfinished == nil { unfinished = Unfinished() }
    do throws(PrinterError) {
      let status = try await beReady(for: job, until: deadline)
      let proof = try await finishOrPrint(job, isHot: status.isOverheated, until: deadline)
      unfinished = nil
      await release()
      return PrintReport(proof: proof, isPaperLow: status.isPaperLow)
    } catch {
      await abandon(error)
      throw PrintFailure(error, isBegun: unfinished?.job == job.identifier)
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
  private var profile: PrinterProfile { encoder.profile }

  /// Asks whether the slip can be begun, and has the printer recover from a fault that somebody has
  /// put right.
  private func beReady(
    for job: PrintJob, until deadline: Duration
  ) async throws(PrinterError) -> PrinterStatus {
    var status = try await openAndAsk(until: deadline)
    if let fault = status.fault, fault == toldFault, let channel {
      // Go on with what waits (1) only where that is a cut; throw it away (2) otherwise.
      let goesOn = unfinished?.run != nil && unfinished?.job == job.identifier
      try await channel.send(
        ESCPOSCommand.realTimeRequest(goesOn ? 1 : 2).bytes, until: deadline)
      status = try await ask(channel, until: deadline)
    }
    toldFault = status.fault
    if let obstacle = status.obstacle, obstacle != .overheated { throw obstacle }
    return status
  }

  private func finishOrPrint(
    _ job: PrintJob, isHot: Bool, until deadline: Duration
  ) async throws(PrinterError) -> PrintProof {
    guard let channel else { throw .portUnavailable(code: Errno.socketNotConnected.rawValue) }
    if let run = unfinished?.run, unfinished?.job == job.identifier {
      return try await run.finish(until: deadline)
    }
    if isHot {
      try await PrintRun(
        channel, profile: profile, isAnswered: false, deadline: deadline, loop: loop
      ).waitForCooling()
    }
    if unfinished != nil {
      try await channel.send(
        ESCPOSCommand.realTimeRequest(2).bytes + encoder.separation, until: deadline)
    }
    let run = PrintRun(
      channel, profile: profile, isAnswered: try await findAnswers(channel, until: deadline),
      deadline: deadline, loop: loop)
    do throws(PrinterError) {
      return try await run.print(job.document, by: encoder)
    } catch {
      if run.isBegun {
        unfinished = Unfinished(job: job.identifier, run: run.isUncut ? run : nil)
      }
      throw error
    }
  }

  /// Finds out, once, whether the printer tells when it has printed what it was sent.
  private func findAnswers(
    _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> Bool {
    switch profile.status {
    case .none, .port: return false
    case .realTime, .automatic: break
    }
    if let isAnswered { return isAnswered }
    // A cut before the question takes its time too.
    let limit = loop.uptime + profile.reportPatience + profile.answerPatience
    let found = try await channel.answersBehindData(until: min(deadline, limit))
    // Only a printer that is well and had time enough is one that does not answer.
    if !found {
      let obstacle = try await channel.obstacle(
        profile.status, patience: profile.answerPatience, until: deadline, clock: loop)
      if let obstacle { throw obstacle }
      if loop.uptime < limit { throw .timedOut }
    }
    isAnswered = found
    return found
  }

  /// Has the printer throw away what it has not printed; a way that failed is closed.
  private func abandon(_ error: PrinterError) async {
    switch error {
    case .cutterStuck:
      toldFault = .cutter
      if unfinished?.run == nil { await clear() }
    case .mechanical:
      toldFault = .mechanical
      await clear()
    case .paperOut, .coverOpen, .overheated, .unrecoverable, .offline: await clear()
    case .timedOut:
      await clear()
      expectsLateAnswers = true
      close()
    case .portUnavailable:
      unfinished?.run = nil
      isAnswered = nil  // another printer may be plugged in
      close()
    }
  }

  private func clear() async {
    unfinished?.run = nil
    guard unfinished != nil, let channel else { return await release() }
    let patience = loop.uptime + profile.answerPatience
    do throws(PrinterError) {
      try await channel.send(ESCPOSCommand.realTimeRequest(2).bytes, until: patience)
      // An answer says that the request before it has been obeyed.
      switch profile.status {
      case .realTime: _ = try await channel.ask(1, until: patience)
      case .automatic: _ = try? await channel.ask(1, until: patience)
      case .none, .port: break
      }
      await release()
    } catch {
      _ = try? await channel.port.reset(timeout: profile.answerPatience)
      expectsLateAnswers = true
      close()
    }
  }
}

// The way to the printer.
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
      let channel = try await openChannel(until: deadline)
      return try await ask(channel, until: deadline)
    } catch {
      switch error {
      case .portUnavailable, .timedOut, .offline:
        expectsLateAnswers = true
        close()
      case .paperOut, .coverOpen, .overheated, .cutterStuck, .mechanical, .unrecoverable: break
      }
      throw error
    }
  }

  private func ask(
    _ channel: PrinterChannel, until deadline: Duration
  ) async throws(PrinterError) -> PrinterStatus {
    try await channel.status(
      profile.status, patience: profile.answerPatience, until: deadline, clock: loop)
  }

  private func openChannel(until deadline: Duration) async throws(PrinterError) -> PrinterChannel {
    if let channel {
      try await channel.begin()
      return channel
    }
    let opened: PrinterChannel
    do throws(Errno) {
      opened = PrinterChannel(try await openPort(until: deadline), loop: loop)
    } catch {
      throw PrinterError(error)
    }
    channel = opened
    unfinished?.run = nil
    try await opened.settle(quiet: expectsLateAnswers ? Self.quiet : .zero)
    expectsLateAnswers = false
    return opened
  }

  private func openPort(until deadline: Duration) async throws(Errno) -> any PrinterPort {
    let timeout = max(.zero, deadline - loop.uptime)
    return switch address {
    case .serial(let path, let baud, let flow):
      try await SerialPrinterPort.open(
        path: path, baud: baud, flow: flow, loop: loop, timeout: timeout)
    case .usbLine(let path):
      try await USBLinePrinterPort.open(path: path, loop: loop, timeout: timeout)
    case .usb(let match): try await USBPrinterPort.open(match, on: usbHost(), loop: loop)
    case .tcp(let host, let port):
      try await NetworkPrinterPort.connect(host: host, port: port, loop: loop, timeout: timeout)
    }
  }

  private func usbHost() throws(Errno) -> USBHost {
    do throws(USBError) {
      return try usb()
    } catch {
      throw Errno(error)
    }
  }

  /// Lets others use a printer that serves one at a time.
  private func release() async {
    guard let channel, channel.port.isExclusive, unfinished?.run == nil else { return }
    await channel.port.finish(timeout: Self.finishPatience)
    close()
  }
}
