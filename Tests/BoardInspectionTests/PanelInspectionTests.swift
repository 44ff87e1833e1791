import BoardInspection
import BoardProfile
import EventLoop
import MockedUSB
import Testing
import YAMLDocument

/// What the look at a board says of its screen and its keys.
@Suite struct PanelInspectionTests {
  private static let profile = "board-profiles/bench.yaml"

  fileprivate static func inspect(
    display: String, keypad: String
  ) throws -> (display: BoardFinding, keypad: BoardFinding) {
    let profile = try BoardProfile.read(
      path: profile,
      overrides: [
        "center.port=1", "bench.directory=/tmp/no-such-bench",
        "devices.display={kind: framebuffer, \(display), criticality: required}",
        "devices.keypad={kind: input, \(keypad), criticality: required}",
      ])
    let document = try YAMLDocument.read(path: Self.profile)
    let findings = EventLoop.run { loop in
      var findings: [String: BoardFinding] = [:]
      await BoardInspector(profile, document: document, loop: loop).inspect {
        findings[$0.entry] = $0
      }
      return findings
    }
    return (
      try #require(findings["devices.display"]), try #require(findings["devices.keypad"])
    )
  }

  @Test func `a screen and keys that are not there are missing, each with its cure`() throws {
    let (display, keypad) = try Self.inspect(
      display: "device: /dev/no-such-fb", keypad: "match: {name: no such keypad}")
    #expect(display.verdict == .missing && keypad.verdict == .missing)
    #expect(display.wanted == "a screen behind /dev/no-such-fb")
    #expect(display.cure?.contains("CONFIG_DRM_FBDEV_EMULATION") == true)
    #expect(keypad.wanted == "an input device named no such keypad")
    #expect(keypad.seen.hasPrefix("none matches"))
  }

  @Test func `a font that is not there is named before the screen`() throws {
    let (display, _) = try Self.inspect(
      display: "device: /dev/no-such-fb, font: {file: /no-such.ttf}",
      keypad: "match: {name: no such keypad}")
    #expect(display.seen.hasPrefix("devices.display.font: "))
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `on mocked nodes screens and keys are described`() throws {
    try MockedUSBBus.runTests(matching: "PanelInspectionBeneathMock")
  }
}

@Suite(.enabled(if: MockedUSBBus.isPresent, "PanelInspectionTests runs it there"))
struct PanelInspectionBeneathMock {
  @Test func `what is there is described, with its size and its name`() throws {
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16)
    let keys = try MockedInput(name: "gpio-keys")
    try screen.plug()
    try keys.plug()
    var (display, keypad) = try PanelInspectionTests.inspect(
      display: "device: \(screen.path)", keypad: "match: {name: gpio-keys}")
    #expect(display.verdict == .ready && display.seen == "mocked, 320 by 240 dots of 16 bits")
    #expect(keypad.verdict == .ready && keypad.seen.hasPrefix("“gpio-keys” at /dev/input/event"))
    #expect(screen.memory.allSatisfy { $0 == 0 }, "a look draws nothing")
    try keys.setHeld(true)
    (display, keypad) = try PanelInspectionTests.inspect(
      display: "device: \(screen.path), width: 640",
      keypad: "match: {path: \(keys.linkPath)}")
    #expect(display.verdict == .limited && display.seen.contains("less than the profile says"))
    #expect(keypad.verdict == .missing && keypad.cure?.contains("stop posd") == true)
  }
}
