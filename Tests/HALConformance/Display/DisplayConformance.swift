import HAL

/// What every screen must do.
package enum DisplayConformance {
  /// One sentence about a screen.
  package typealias Check = ConformanceCheck<any DisplayRig>

  /// All sentences.
  package static let checks: [Check] = [
    Check("what is shown stands there") { rig in
      let content = screen("amount", lines: [.init("RMB 123.45", .large)])
      rig.display.show(content)
      try await waitFor(content, on: rig)
    },
    Check("the last of many stands there, and nothing of those before") { rig in
      for number in 0..<50 { rig.display.show(screen("count", lines: [.init("\(number)")])) }
      let last = screen("done", lines: [])
      rig.display.show(last)
      try await waitFor(last, on: rig)
      rig.display.show(screen("count", lines: [.init("7")]))
      try await waitFor(screen("count", lines: [.init("7")]), on: rig)
    },
    Check("every style is told from an empty screen") { rig in
      let empty = screen("empty", lines: [])
      for style in DisplayContent.Style.allCases {
        rig.display.show(screen("style", lines: [.init("88", style)]))
        try await waitFor(screen("style", lines: [.init("88", style)]), on: rig)
        try require(!(try await rig.isVisible(empty)), "\(style) left no trace")
      }
    },
    Check("any text may come: none, long, of other scripts, of control characters") { rig in
      let texts = [
        "", " ", String(repeating: "很长的一行", count: 200), String(repeating: "W", count: 2000),
        "\u{0}\u{1B}[2J\n\r\t", "🧾 é ق ཀ \u{10FFFF}", "e\u{301}\u{301}\u{301}",
      ]
      for text in texts {
        let content = DisplayContent(
          identifier: "text", status: .init(text, .warning), title: text,
          lines: DisplayContent.Style.allCases.map { .init(text, $0) }, hint: text)
        rig.display.show(content)
      }
      let last = screen("after", lines: [.init("OK", .success)])
      rig.display.show(last)
      try await waitFor(last, on: rig)
    },
    Check("a screen that is gone is left alone, and shows the last content when it is back") {
      rig in
      rig.display.show(screen("before", lines: [.init("1")]))
      try await waitFor(screen("before", lines: [.init("1")]), on: rig)
      for number in 2...4 {
        let content = screen("meanwhile", lines: [.init("\(number)")])
        try await rig.unplug()
        rig.display.show(content)
        try require(!(try await rig.isVisible(content)), "it shows something without being there")
        try await rig.plug()
        try await waitFor(content, on: rig)
      }
    },
    Check("a screen that is pulled is lost, and found when it is back") { rig in
      let events = EventRecorder(clock: rig.clock)
      rig.display.attach(to: events)
      try require(rig.display.isAvailable, "it is plugged in and not available")
      for _ in 0..<3 {
        try await rig.unplug()
        try await events.expect(.deviceLost(rig.display.name))
        try require(!rig.display.isAvailable, "it is available without being there")
        try await rig.plug()
        try await events.expect(.deviceFound(rig.display.name))
        try require(rig.display.isAvailable, "it was found and is not available")
      }
      try await events.expectNone()
    },
    Check("a screen that was exchanged shows the content again, unasked") { rig in
      let content = screen("kept", lines: [.init("88", .large)])
      rig.display.show(content)
      try await waitFor(content, on: rig)
      try await rig.unplug()
      try await rig.plug()
      try await waitFor(content, on: rig)
    },
  ]

  private static func screen(
    _ identifier: String, lines: [DisplayContent.Line]
  ) -> DisplayContent {
    DisplayContent(
      identifier: identifier, status: .init("已连接中心", .success), title: "消费", lines: lines,
      hint: "绿键确认")
  }

  /// A screen may need a moment, and one that comes back a few seconds.
  private static func waitFor(_ content: DisplayContent, on rig: any DisplayRig) async throws {
    let limit = rig.clock.uptime + .seconds(10)
    while rig.clock.uptime < limit {
      if try await rig.isVisible(content) { return }
      await rig.clock.sleep(for: .milliseconds(20))
    }
    throw ConformanceFailure(description: "“\(content.identifier)” does not stand on the screen")
  }
}
