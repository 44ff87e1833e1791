import ATCommands
import EventLoop
import HAL

// Getting into step, settings, and the PIN.
extension SerialModem {
  /// Gets into step and makes the settings; what a module does not know, it does without.
  func prepare(_ channel: ATChannel, until deadline: Duration) async throws(ModemError) {
    try await channel.synchronise(until: deadline)
    if channel.isPrepared { return }
    keepSpeed(of: channel)
    memory = ModemMemory()
    for command in [ATCommand.echoOff, .verboseResults, .numericErrors, .operatorAsName] {
      _ = try await channel.ask(command, until: deadline)
    }
    for domain in family.domains {
      // Mode 3 adds the cause of a refusal.
      let answer = try await channel.ask(.reportRegistration(domain, mode: 3), until: deadline)
      if answer.result == .ok { continue }
      _ = try await channel.ask(.reportRegistration(domain, mode: 2), until: deadline)
    }
    for command in [.reportPacketEvents] + family.setUp {
      _ = try await channel.ask(command, until: deadline)
    }
    hearsSIMHolder = try await watchSIMHolder(channel, until: deadline)
    channel.isPrepared = true
  }

  /// Has the holder's switch reported; false when module or board can't.
  private func watchSIMHolder(
    _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> Bool {
    guard let templates = family.simDetection else { return false }
    var commands: [ATCommand] = []
    for template in templates {
      guard let command = Self.command(template, level: options.simDetectionLevel) else {
        return false
      }
      commands.append(command)
    }
    for command in commands {
      guard try await channel.ask(command, until: deadline).result == .ok else { return false }
    }
    return true
  }

  /// Puts the board's level into a command; nil when it wants one and the board has none.
  private static func command(_ template: String, level: Int?) -> ATCommand? {
    let mark = "${level}"
    guard let start = template.firstIndex(of: "$") else { return ATCommand(template) }
    guard let level, template[start...].hasPrefix(mark) else { return nil }
    return ATCommand(
      template[..<start] + String(level) + template[start...].dropFirst(mark.count))
  }

  /// Enters the profile's PIN when that can do no harm; the new state of the SIM, or nil.
  func enterPIN(
    iccid: String?, triesLeft: Int?, into channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> ATAnswer? {
    guard let iccid, let pin = options.pin, let command = ATCommand.enterPIN(pin.digits),
      pinGuard.allows(iccid: iccid, triesLeft: triesLeft, boundICCID: options.boundICCID)
    else { return nil }
    pinGuard.spend(on: iccid)
    guard try await channel.ask(command, until: deadline).result == .ok else {
      return try await channel.ask(.simState, until: deadline)
    }
    pinGuard.accepted(by: iccid)
    return try await stateAfterPIN(channel, until: deadline)
  }

  /// A SIM that has just been opened is busy for a moment.
  private func stateAfterPIN(
    _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> ATAnswer {
    while true {
      let answer = try await channel.ask(.simState, until: deadline)
      let isBusy =
        switch answer.result {
        case .equipmentError(let error): error.consequence == .tryAgain
        default: false
        }
      if !isBusy || loop.uptime + Self.pinPause >= deadline { return answer }
      await loop.sleep(for: Self.pinPause)
    }
  }

  private static var pinPause: Duration { .milliseconds(300) }
}
