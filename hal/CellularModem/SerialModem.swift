import ATCommands
package import EventLoop
package import HAL
import SystemPackage

/// A modem behind a serial line: a UART, a USB port, a pseudo terminal, or a port of ser2net.
///
/// The line is opened when it is first needed and again after it was gone. Each call keeps to its
/// deadline; a second caller waits for the first. In what makers differ stands in the family's
/// data.
package final class SerialModem: Modem {
  /// Time-outs in a row after which the line is closed, and opened anew by the next call.
  private static let timeoutLimit = 10

  package let name: DeviceName
  let loop: EventLoop
  let options: ModemOptions
  var family: ModemFamily { options.family }
  private let line: ModemLine
  private let turnstile: Turnstile
  private var timeouts = 0
  private var foundSpeed: Int?
  let changes: ChangeReport
  /// The line, while it is open.
  var channel: ATChannel?
  /// What does not change while modem and SIM stay.
  var memory = ModemMemory()
  var pinGuard = PINGuard()
  /// Whether the holder's switch is reported by itself.
  var hearsSIMHolder = false
  /// How often the modem said that it has just started.
  private(set) var startCount = 0
  /// How often something came unasked that makes answers old.
  private(set) var newsCount = 0

  /// Names the line; nothing is opened yet.
  package init(
    name: DeviceName, line: ModemLine, options: ModemOptions = ModemOptions(), loop: EventLoop
  ) {
    self.name = name
    self.line = line
    self.options = options
    self.loop = loop
    turnstile = Turnstile(clock: loop)
    changes = ChangeReport(device: name, clock: loop)
  }

  package func attach(to sink: any DeviceEventSink) { changes.sink = sink }

  package var hasPowerControl: Bool { options.powerKey != nil || options.resetLine != nil }

  /// A minute where the modem tells that its SIM was pulled, else half of one.
  package var statusLifetime: Duration { hearsSIMHolder ? .seconds(60) : .seconds(30) }

  package func status(timeout: Duration) async throws(ModemError) -> ModemStatus {
    try await converse(timeout: timeout) { deadline throws(ModemError) in
      let channel = try await self.openChannel(until: deadline)
      try await self.prepare(channel, until: deadline)
      let answers = try await self.gather(from: channel, until: deadline)
      guard let status = self.status(of: answers) else { throw .protocolViolation }
      self.changes.expect(status)
      return status
    }
  }

  package func setRadio(isOn: Bool, timeout: Duration) async throws(ModemError) {
    try await converse(timeout: timeout) { deadline throws(ModemError) in
      let channel = try await self.openChannel(until: deadline)
      try await self.prepare(channel, until: deadline)
      let answer = try await channel.ask(isOn ? .radioOn : .radioOff, until: deadline)
      self.memory.round = nil
      try answer.requireSuccess()
    }
  }

  /// Closes the line; the next call opens it again.
  package func close() {
    channel.take()?.close()
    timeouts = 0
    memory = ModemMemory()
    hearsSIMHolder = false
  }

  /// Runs `body` alone, until a deadline; once more when the line had broken unseen.
  func converse<Value>(
    timeout: Duration, _ body: (Duration) async throws(ModemError) -> Value
  ) async throws(ModemError) -> Value {
    let deadline = loop.uptime + timeout
    guard await turnstile.enter(timeout: timeout) else { throw .timedOut }
    defer { turnstile.leave() }
    let wasOpen = channel != nil
    do throws(ModemError) {
      return try await attempt(body, until: deadline)
    } catch .portUnavailable where wasOpen {
      // The line broke since the last call; it may be there again.
      return try await attempt(body, until: deadline)
    }
  }

  private func attempt<Value>(
    _ body: (Duration) async throws(ModemError) -> Value, until deadline: Duration
  ) async throws(ModemError) -> Value {
    do throws(ModemError) {
      let value = try await body(deadline)
      timeouts = 0
      changes.found()
      return value
    } catch {
      noteFailure(error)
      throw error
    }
  }

  private func noteFailure(_ error: ModemError) {
    memory.round = nil
    switch error {
    case .portUnavailable:
      close()
      changes.lost()
    case .timedOut:
      timeouts += 1
      guard timeouts >= Self.timeoutLimit else { return }
      close()
      changes.lost()
    case .protocolViolation, .refused, .notSupported: return
    }
  }

  func openChannel(until deadline: Duration) async throws(ModemError) -> ATChannel {
    if let channel { return channel }
    do throws(Errno) {
      let port = try await line.open(loop: loop, until: deadline)
      // What was found once is tried first.
      let others = family.bauds.filter { $0 != foundSpeed }
      let speeds = line.findsSpeed ? [foundSpeed].compactMap(\.self) + others : []
      let channel = ATChannel(port, family: family, speeds: speeds, loop: loop)
      channel.onUnsolicited = { [weak self] in self?.hear($0) }
      channel.onEnd = { [weak self] in self?.lineEnded() }
      channel.start()
      self.channel = channel
      return channel
    } catch {
      throw ModemError(error)
    }
  }

  /// Remembers at which speed the modem answers.
  func keepSpeed(of channel: ATChannel) {
    if let speed = channel.foundSpeed { foundSpeed = speed }
  }

  private func lineEnded() {
    close()
    changes.lost()
  }

  private func hear(_ code: UnsolicitedCode) {
    switch code {
    case .signal, .progress, .ring, .callEnded, .other: return
    case .started, .simHolder, .poweringDown, .sim, .registration, .packetDomain, .supplyFault:
      memory.round = nil
      newsCount += 1
    }
    switch code {
    case .started:
      startCount += 1
      memory = ModemMemory()
      changes.happened()
    case .simHolder:
      memory = ModemMemory()
      changes.happened()
    case .poweringDown:
      // The farewell is all the answer that some modules give to the command.
      channel?.takeFarewell()
      changes.happened()
    case .sim(let state): changes.heard(state)
    case .registration(let domain, let registration): changes.heard(registration, of: domain)
    case .packetDomain, .supplyFault: changes.happened()
    case .progress, .signal, .ring, .callEnded, .other: break
    }
  }
}

extension ATAnswer {
  /// Throws unless the command succeeded.
  func requireSuccess() throws(ModemError) {
    switch result {
    case .ok: return
    case .equipmentError(let error): throw .refused(code: error.code)
    case .messageServiceError(let code): throw .refused(code: code)
    case .error, .aborted: throw .refused(code: nil)
    case .notSupported: throw .notSupported
    case .noCarrier, .busy, .noAnswer, .noDialtone, .connected: throw .protocolViolation
    }
  }
}
