import BoardProfile
import Testing

@Suite struct PanelSettingsTests {
  private static let bench = "board-profiles/bench.yaml"

  private func devices(_ overrides: [String]) throws -> DeviceSettings {
    try BoardProfile.read(path: Self.bench, overrides: overrides).devices
  }

  @Test func `a framebuffer needs its node, and has a usual font and no light`() throws {
    let display = try devices([
      "devices.display={kind: framebuffer, device: /dev/fb0, criticality: required}"
    ]).display
    guard case .framebuffer(let settings) = display.connection else {
      Issue.record("\(display)")
      return
    }
    #expect(settings.device == "/dev/fb0" && settings.rotation == .none)
    #expect(settings.font == .usual && settings.backlight == nil && settings.width == nil)
    #expect(!settings.isInverted && settings.bitOrder == .driver)
    #expect(display.benchSocket == nil && display.criticality == .required)
  }

  @Test func `a board says how its panel was built in`() throws {
    let display = try devices([
      "devices.display={kind: framebuffer, device: /dev/fb1, width: 128, height: 64, "
        + "rotation: 270, inverted: yes, bit-order: reversed, font: {file: /f.ttc, face: 1}, "
        + "backlight: {name: lcd, percent: 40}, criticality: required}"
    ]).display
    guard case .framebuffer(let settings) = display.connection else {
      Issue.record("\(display)")
      return
    }
    #expect((settings.width, settings.height) == (128, 64))
    #expect(settings.rotation == .left && settings.isInverted && settings.bitOrder == .reversed)
    #expect(settings.font == .file(path: "/f.ttc", face: 1))
    #expect(settings.backlight?.name == "lcd" && settings.backlight?.percent == 40)
    #expect(display.criticality == .required)
  }

  @Test func `keys are found by name or link, and codes by name or number`() throws {
    let keypad = try devices([
      "devices.keypad={kind: input, match: {name: 'gpio*'}, keys: {KEY_KP5: '5', 59: menu, "
        + "KEY_F5: '00', KEY_Q: none}, beeper: {match: {path: /dev/input/by-path/*beeper}, "
        + "hertz: 1000}, criticality: required}"
    ]).keypad
    guard case .input(let settings) = keypad.connection else {
      Issue.record("\(keypad)")
      return
    }
    #expect(settings.match == .name("gpio*"))
    #expect(settings.keys == [76: .five, 59: .menu, 63: .doubleZero, 16: .none])
    #expect(settings.beeper?.match == .path("/dev/input/by-path/*beeper"))
    #expect(settings.beeper?.hertz == 1000 && settings.beeper?.milliseconds == 30)
  }

  @Test(arguments: [
    ("display={kind: framebuffer, criticality: required}", "display.device: expected a value"),
    (
      "display={kind: framebuffer, device: /dev/fb0, path: x, criticality: required}",
      "display.path: expected one of kind, device"
    ),
    (
      "display={kind: framebuffer, device: /dev/fb0, rotation: 45, criticality: required}",
      "display.rotation: expected one of 0, 90, 180, 270, found “45”"
    ),
    (
      "display={kind: framebuffer, device: /dev/fb0, width: 8, criticality: required}",
      "display.width: expected a whole number from 32 to 8192, found “8”"
    ),
    (
      "display={kind: framebuffer, device: /dev/fb0, font: big, criticality: required}",
      "display.font: expected usual, or a mapping with file and face"
    ),
    (
      "display={kind: framebuffer, device: /dev/fb0, backlight: {name: a/b}, "
        + "criticality: required}",
      "display.backlight.name: expected the name of a folder"
    ),
    (
      "display={kind: framebuffer, device: /dev/fb0, backlight: {name: a, percent: 0}, "
        + "criticality: required}",
      "display.backlight.percent: expected a whole number from 1 to 100"
    ),
    ("keypad={kind: input, criticality: required}", "keypad.match: expected a value"),
    (
      "keypad={kind: input, match: {}, criticality: required}",
      "keypad.match: expected name or path"
    ),
    (
      "keypad={kind: input, match: {name: a, path: /b}, criticality: required}",
      "keypad.match: expected either name or path, found both"
    ),
    (
      "keypad={kind: input, match: {path: /dev/input/event3}, criticality: required}",
      "keypad.match.path: expected a link such as /dev/input/by-path/platform-*-event-kbd: "
        + "the number"
    ),
    (
      "keypad={kind: input, match: {path: '/dev/*/x'}, criticality: required}",
      "keypad.match.path: expected a link such as"
    ),
    (
      "keypad={kind: input, match: {name: a}, keys: {KEY_NONSENSE: enter}, criticality: required}",
      "expected a key code such as KEY_KP5, or its number from 1 to 767, found “KEY_NONSENSE”"
    ),
    (
      "keypad={kind: input, match: {name: a}, keys: {28: enter, KEY_ENTER: clear}, "
        + "criticality: required}", "expected each code once, found KEY_ENTER a second time"
    ),
    (
      "keypad={kind: input, match: {name: a}, keys: {28: ten}, criticality: required}",
      "expected one of 0, 1, 2"
    ),
    (
      "keypad={kind: input, match: {name: a}, beeper: {match: {name: b}, hertz: 5}, "
        + "criticality: required}", "keypad.beeper.hertz: expected a whole number from 100 to 10000"
    ),
  ])
  func `what is wrong is named`(override: String, expected: String) {
    do {
      _ = try devices(["devices.\(override)"])
      Issue.record("\(override) was taken")
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }
}
