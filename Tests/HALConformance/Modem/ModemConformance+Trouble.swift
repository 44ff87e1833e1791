import HAL

extension ModemConformance {
  /// What goes wrong, and that it is over afterwards.
  static let troubles: [Check] = [
    Check("a modem that hangs is told in time, and found when it goes on") { rig in
      _ = try await status(of: rig)
      try await rig.setSilent(true)
      let begin = rig.clock.uptime
      for _ in 0..<3 {
        try requireEqual(try await failure(of: rig, within: .milliseconds(150)), .timedOut)
      }
      // Generous: this is about hanging, not about speed.
      try require(rig.clock.uptime - begin < patience, "it hung with the modem")
      try await rig.setSilent(false)
      try requireEqual(try await status(of: rig).sim, .ready)
    },
    Check("a call without time fails at once and spoils nothing") { rig in
      for timeout: Duration in [.zero, .milliseconds(1), .milliseconds(7)] {
        _ = try? await rig.modem.status(timeout: timeout)
      }
      try requireEqual(try await failure(of: rig, within: .zero), .timedOut)
      try requireEqual(try await status(of: rig).registration, .home)
    },
    Check("what comes too late is not taken for the next answer") { rig in
      let before = try await status(of: rig)
      for milliseconds in [1, 3, 9, 20, 40] {
        _ = try? await rig.modem.status(timeout: .milliseconds(milliseconds))
      }
      try requireEqual(try await status(of: rig), before)
    },
    Check("a modem that is unplugged is lost once, and found when it is plugged in") { rig in
      let events = try await recorder(rig)
      try await rig.unplug()
      try await events.expect(.deviceLost(rig.modem.name))
      for _ in 0..<2 {
        let error = try await failure(of: rig, within: .seconds(5))
        guard case .portUnavailable = error else {
          throw ConformanceFailure(description: "\(error)")
        }
      }
      try await rig.plug()
      try requireEqual(try await status(of: rig).sim, .ready)
      try await events.expect(.deviceFound(rig.modem.name))
    },
    Check("a modem that is plugged anew before anybody asked is found all the same") { rig in
      _ = try await status(of: rig)
      try await rig.unplug()
      try await rig.plug()
      try requireEqual(try await status(of: rig).sim, .ready)
    },
    Check("a modem that restarts by itself is set up again") { rig in
      let before = try await status(of: rig)
      try await rig.restart()
      // One status may fall into the restart.
      _ = try? await rig.modem.status(timeout: patience)
      try requireEqual(try await status(of: rig), before)
      try await rig.setRegistration(.denied(cause: 6))
      try requireEqual(try await status(of: rig).registration, .denied(cause: 6))
    },
  ]

  /// What can be switched.
  static let switches: [Check] = [
    Check("the radio goes off and on") { rig in
      for isOn in [false, true] {
        try await rig.modem.setRadio(isOn: isOn, timeout: patience)
        try requireEqual(try await status(of: rig).isRadioOn, isOn)
      }
    },
    Check("a modem that is restarted on purpose is well afterwards") { rig in
      let before = try await status(of: rig)
      try await rig.modem.restart(timeout: patience)
      try requireEqual(try await status(of: rig), before)
    },
    Check("a modem that was switched off is switched on by a restart") { rig in
      _ = try await status(of: rig)
      try await rig.modem.powerOff(timeout: patience)
      guard rig.modem.hasPowerControl else {
        throw HandsMissing("the board has no wire to the modem's power key")
      }
      try await rig.modem.restart(timeout: patience)
      try requireEqual(try await status(of: rig).sim, .ready)
    },
  ]
}
