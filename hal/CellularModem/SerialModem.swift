import ATCommands
package import EventLoop
package import HAL
import SystemPackage

/// A modem behind a serial line: a UART, a USB port or a pseudo terminal.
///
/// The line is opened when it is first needed and again after it was gone. Each call keeps to its
/// deadline; a second caller waits for the first.
package final class SerialModem: Modem {
  /// Time-outs in a row after which the line is closed, and opened anew by the next call.
  private static let timeoutLimit = 10

  package let name: DeviceName
  private let path: String
  private let baud: Int?
  private let family: ModemFamily
  private let loop: EventLoop
  private let turnstile: Turnstile
  private var channel: ATChannel?
  private var timeouts = 0
  private var imei: String?

  /// Names the line; nothing is opened yet.
  ///
  /// `baud` is nil for lines without a speed.
  package init(
    name: DeviceName, path: String, baud: Int? = nil, family: ModemFamily = .generic,
    loop: EventLoop
  ) {
    self.name = name
    self.path = path
    self.baud = baud
    self.family = family
    self.loop = loop
    turnstile = Turnstile(clock: loop)
  }

  /// Asks for everything within the one time-out.
  ///
  /// SIM and registration must be known, or it throws; parts that the modem did not tell in time
  /// are nil.
  package func status(timeout: Duration) async throws(ModemError) -> ModemStatus {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let wasOpen = channel != nil
    do throws(ModemError) {
      return try await gather(until: deadline)
    } catch .portUnavailable where wasOpen {
      // The line broke since the last call; it may be there again.
      return try await gather(until: deadline)
    }
  }

  /// Closes the line; the next call opens it again.
  package func close() {
    channel?.close()
    channel = nil
    timeouts = 0
    imei = nil
  }

  private func gather(until deadline: Duration) async throws(ModemError) -> ModemStatus {
    do throws(ModemError) {
      let channel = try openChannel()
      try await prepare(channel, until: deadline)
      let answers = try await ask(channel, until: deadline)
      timeouts = 0
      guard let status = answers.status(family: family) else { throw .protocolViolation }
      return status
    } catch {
      noteFailure(error)
      throw error
    }
  }

  private func noteFailure(_ error: ModemError) {
    switch error {
    case .portUnavailable: close()
    case .timedOut:
      timeouts += 1
      if timeouts >= Self.timeoutLimit { close() }
    case .protocolViolation: return
    }
  }

  private func openChannel() throws(ModemError) -> ATChannel {
    if let channel { return channel }
    do throws(Errno) {
      let port = try SerialPort.open(path: path, baud: baud, loop: loop)
      let channel = ATChannel(port, gap: family.commandGap, loop: loop)
      self.channel = channel
      return channel
    } catch {
      throw ModemError(error)
    }
  }

  /// Gets into step and makes the settings; what a module does not know, it does without.
  private func prepare(
    _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) {
    try await channel.synchronise(until: deadline)
    if channel.isPrepared { return }
    for command in [ATCommand.echoOff, .verboseResults, .numericErrors, .operatorAsName] {
      _ = try await channel.ask(command, until: deadline)
    }
    for domain in family.domains {
      // Mode 3 adds the cause of a refusal.
      let answer = try await channel.ask(
        .reportRegistration(domain, mode: 3), until: deadline)
      if answer.result == .ok { continue }
      _ = try await channel.ask(.reportRegistration(domain, mode: 2), until: deadline)
    }
    channel.isPrepared = true
  }

  private func ask(
    _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> StatusAnswers {
    var answers = StatusAnswers(sim: try await channel.ask(.simState, until: deadline))
    for domain in family.domains {
      let answer = try await channel.ask(.registration(domain), until: deadline)
      answers.registrations.append((domain, answer))
    }
    answers.signal = try await optional(.signalQuality, of: channel, until: deadline)
    answers.networkOperator = try await optional(.networkOperator, of: channel, until: deadline)
    answers.attachment = try await optional(.packetAttachment, of: channel, until: deadline)
    if answers.mayHaveICCID {
      answers.iccid = try await iccid(from: channel, until: deadline)
    }
    if imei == nil {
      let answer = try await optional(.imei, of: channel, until: deadline)
      imei = answer?.information.compactMap { IMEI(line: $0)?.text }.last
    }
    answers.imei = imei
    return answers
  }

  private func iccid(
    from channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> String? {
    for command in family.iccidCommands.map(ATCommand.iccid) + [.iccidFile] {
      let answer = try await optional(command, of: channel, until: deadline)
      let iccid = answer?.information.compactMap { ICCID(line: $0)?.text }.last
      if let iccid { return iccid }
    }
    return nil
  }

  /// Asks what the status can do without; nil when no answer comes in time.
  private func optional(
    _ command: ATCommand, of channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> ATAnswer? {
    do throws(ModemError) {
      try await channel.synchronise(until: deadline)
      return try await channel.ask(command, until: deadline)
    } catch .timedOut {
      return nil
    }
  }
}
