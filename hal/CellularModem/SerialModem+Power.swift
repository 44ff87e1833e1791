import ATCommands
import EventLoop
package import HAL
import SystemPackage

// Switching on, off and on again.
extension SerialModem {
  /// How long a modem that works may take to show that it does, before a key is touched.
  private static let proofTime = Duration.seconds(2)
  /// Between two looks for a port that is gone while the modem restarts.
  private static let lookInterval = Duration.milliseconds(300)
  /// How long after a restart by command the modem may still answer from before.
  private static let restartDelay = Duration.seconds(3)

  package func restart(timeout: Duration) async throws(ModemError) {
    try await converse(timeout: timeout) { deadline throws(ModemError) in
      if let line = self.options.resetLine {
        try await self.pulse(line, for: self.family.power.resetPulse, until: deadline)
        self.close()
        // A module that was off stays off at a reset.
        if await self.answers(until: self.startLimit(deadline)) { return }
        return try await self.pressKey(until: deadline)
      }
      guard await self.answers(until: min(deadline, self.loop.uptime + Self.proofTime)) else {
        return try await self.pressKey(until: deadline)
      }
      if self.options.powerKey != nil, self.family.powerOff != nil {
        try await self.switchOff(until: deadline)
        return try await self.pressKey(until: deadline)
      }
      try await self.restartByCommand(until: deadline)
    }
  }

  package func powerOff(timeout: Duration) async throws(ModemError) {
    try await converse(timeout: timeout) { deadline throws(ModemError) in
      let channel = try await self.openChannel(until: deadline)
      try await channel.synchronise(until: deadline)
      try await self.switchOff(until: deadline)
      self.close()
    }
  }

  private func switchOff(until deadline: Duration) async throws(ModemError) {
    guard let channel else { throw .portUnavailable(code: Errno.badFileDescriptor.rawValue) }
    guard let command = family.powerOff else {
      // It stays reachable, but leaves the network and draws next to nothing.
      return try await channel.ask(.minimumFunctionality, until: deadline).requireSuccess()
    }
    do throws(ModemError) {
      let limit = min(deadline, loop.uptime + family.power.stopTime)
      try await channel.ask(command, until: limit).requireSuccess()
    } catch .portUnavailable {
      return  // its port went with it
    }
    // `OK` is a promise; silence keeps it.
    let limit = min(deadline, loop.uptime + family.power.stopTime)
    while loop.uptime < limit, self.channel != nil {
      do throws(ModemError) {
        _ = try await channel.ask(.attention, until: limit)
      } catch {
        return
      }
      await loop.sleep(for: Self.lookInterval)
    }
    if self.channel != nil { throw .timedOut }
  }

  /// Presses the power key and waits for an answer; once more when the first press switched off a
  /// module that was on and hung.
  private func pressKey(until deadline: Duration) async throws(ModemError) {
    guard let key = options.powerKey else { throw .timedOut }
    while true {
      try await pulse(key, for: family.power.onPulse, until: deadline)
      close()
      if await answers(until: startLimit(deadline)) { return }
    }
  }

  private func restartByCommand(until deadline: Duration) async throws(ModemError) {
    guard let channel else { throw .portUnavailable(code: Errno.badFileDescriptor.rawValue) }
    let starts = startCount
    try await channel.ask(.restart, until: deadline).requireSuccess()
    channel.isPrepared = false
    let limit = min(deadline, loop.uptime + Self.restartDelay)
    while loop.uptime < limit, startCount == starts, self.channel != nil {
      await loop.sleep(for: Self.lookInterval)
    }
    guard await answers(until: deadline) else { throw .timedOut }
  }

  private func startLimit(_ deadline: Duration) -> Duration {
    min(deadline, loop.uptime + family.power.startTime)
  }

  /// Whether the modem answers before the deadline; its port may come and go meanwhile.
  private func answers(until deadline: Duration) async -> Bool {
    repeat {
      do throws(ModemError) {
        try await openChannel(until: deadline).synchronise(until: deadline)
        return true
      } catch {
        if case .portUnavailable = error { close() }
        let rest = deadline - loop.uptime
        if rest > .zero { await loop.sleep(for: min(Self.lookInterval, rest)) }
      }
    } while loop.uptime < deadline
    return false
  }

  /// Holds a line for a while; it is never left active.
  private func pulse(
    _ line: any OutputLine, for duration: Duration, until deadline: Duration
  ) async throws(ModemError) {
    guard loop.uptime + duration < deadline else { throw .timedOut }
    do throws(Errno) {
      try line.set(isActive: true)
      await loop.sleep(for: duration)
      try line.set(isActive: false)
    } catch {
      try? line.set(isActive: false)
      throw .portUnavailable(code: error.rawValue)
    }
  }
}
