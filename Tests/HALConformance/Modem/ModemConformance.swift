import HAL

/// What every modem must do, whoever made it.
package enum ModemConformance {
  /// One check.
  package typealias Check = ConformanceCheck<any ModemRig>

  /// All of them.
  package static let checks = states + events + troubles + switches

  /// How long a call may take where the length is not the point.
  static let patience = Duration.seconds(30)

  /// The status, or a failure that names the error.
  static func status(
    of rig: any ModemRig, within timeout: Duration = patience, file: StaticString = #fileID,
    line: UInt = #line
  ) async throws -> ModemStatus {
    do throws(ModemError) {
      return try await rig.modem.status(timeout: timeout)
    } catch {
      throw ConformanceFailure(description: "\(error) instead of a status (\(file):\(line))")
    }
  }

  /// The error of a status, or a failure when it came.
  static func failure(
    of rig: any ModemRig, within timeout: Duration, file: StaticString = #fileID,
    line: UInt = #line
  ) async throws -> ModemError {
    let status: ModemStatus
    do throws(ModemError) {
      status = try await rig.modem.status(timeout: timeout)
    } catch {
      return error
    }
    throw ConformanceFailure(description: "\(status), not an error (\(file):\(line))")
  }

  /// What is told, from a modem that is well to one without a SIM.
  private static let states: [Check] = [
    Check("a modem that is well tells SIM, network, signal and its numbers") { rig in
      let status = try await status(of: rig)
      try requireEqual(status.sim, .ready)
      try requireEqual(status.registration, .home)
      try require(status.signal.power != nil, "no signal")
      try require(status.networkOperator != nil, "no operator")
      try require(status.imei?.utf8.count == 15, "IMEI \(status.imei ?? "missing")")
      try requireEqual(status.iccid, rig.iccid)
    },
    Check("an empty holder is told, and so is a SIM that is put in") { rig in
      try await rig.setSIM(.none)
      try requireEqual(try await status(of: rig).sim, .absent)
      try await rig.setSIM(.working)
      try requireEqual(try await status(of: rig).sim, .ready)
    },
    Check("a locked SIM is told with the tries left, and none is spent") { rig in
      try await rig.setSIM(.pinLocked)
      for _ in 0..<2 {
        try requireEqual(try await status(of: rig).sim, .pinRequired(triesLeft: 3))
      }
      try requireEqual(try await rig.pinEntryCount(), 0)
    },
    Check("a SIM that needs its PUK is told, and nothing is entered") { rig in
      try await rig.setSIM(.pukLocked)
      let sim = try await status(of: rig).sim
      guard case .pukRequired = sim else { throw ConformanceFailure(description: "SIM \(sim)") }
      try requireEqual(try await rig.pinEntryCount(), 0)
    },
    Check("a broken SIM is told as broken, not as missing") { rig in
      try await rig.setSIM(.broken)
      try requireEqual(try await status(of: rig).sim, .failed)
    },
    Check("each state of the registration is told, with the cause of a refusal") { rig in
      for state: ModemStatus.Registration in [
        .searching, .denied(cause: 7), .roaming, .emergencyOnly, .idle, .home,
      ] {
        try await rig.setRegistration(state)
        try requireEqual(try await status(of: rig).registration, state)
      }
    },
    Check("a signal that is unknown is told as unknown, never as zero") { rig in
      try await rig.setSignal(decibelMilliwatts: nil)
      try requireEqual(try await status(of: rig).signal.power, nil)
      try await rig.setSignal(decibelMilliwatts: -91)
      try requireEqual(try await status(of: rig).signal.power, -91)
    },
    Check("two that ask at once are both answered") { rig in
      // One loop, one thread.
      nonisolated(unsafe) let both = rig
      async let first = status(of: both)
      async let second = status(of: both)
      try requireEqual(try await first, try await second)
    },
  ]

  /// What comes by itself.
  private static let events: [Check] = [
    Check("a registration that changes makes an event, and the status behind it is new") { rig in
      let events = try await recorder(rig)
      try await rig.setRegistration(.denied(cause: 11))
      try await events.expect(.modemChanged(rig.modem.name))
      try requireEqual(try await status(of: rig).registration, .denied(cause: 11))
    },
    Check("a SIM that is pulled shows as soon as the status is no longer believed") { rig in
      let events = try await recorder(rig)
      try await rig.setSIM(.none)
      // An event before that is welcome; where none comes, the lifetime says when to ask.
      _ = await events.next(within: .milliseconds(500))
      try require(rig.modem.statusLifetime <= .seconds(60), "\(rig.modem.statusLifetime)")
      try requireEqual(try await status(of: rig).sim, .absent)
    },
    Check("a modem that nothing happens to makes no event") { rig in
      let events = try await recorder(rig)
      _ = try await status(of: rig)
      try await events.expectNone()
    },
    Check("lines that nobody asked for and noise change nothing") { rig in
      let quiet = try await status(of: rig)
      for _ in 0..<3 {
        try await rig.disturb()
        try requireEqual(try await status(of: rig), quiet)
      }
    },
  ]

  /// A recorder, attached after the first status: what led to that is no news.
  static func recorder(_ rig: any ModemRig) async throws -> EventRecorder {
    let events = EventRecorder(clock: rig.clock)
    rig.modem.attach(to: events)
    _ = try await status(of: rig)
    // What came up while it was set up.
    while await events.next(within: .milliseconds(700)) != nil {}
    return events
  }
}
