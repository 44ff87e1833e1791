import BenchSocket
package import BoardProfile
import DotGraphics
package import HAL
package import InputEvents
package import OperatorPanel

extension BoardDrivers {
  /// The screen.
  package func display() throws(DriverMistake) -> any Display {
    switch devices.display.connection {
    case .benchSocket(let path):
      return BenchDisplay(name: DeviceName("display"), connection: benchConnection(path))
    case .framebuffer(let settings):
      let display = try framebufferDisplay(settings)
      onStart { display.start() }
      return display
    }
  }

  /// A screen behind a framebuffer, which nobody starts.
  package func framebufferDisplay(
    _ settings: FramebufferDisplaySettings
  ) throws(DriverMistake) -> FramebufferDisplay {
    do throws(DotGraphicsError) {
      return try FramebufferDisplay(
        name: DeviceName("display"), settings: try FramebufferSettings(settings), loop: loop)
    } catch {
      throw DriverMistake("devices.display.font: \(error)")
    }
  }

  /// The keys.
  package func keypad() -> any Keypad {
    let name = DeviceName("keypad")
    switch devices.keypad.connection {
    case .benchSocket(let path):
      return BenchKeypad(name: name, connection: benchConnection(path))
    case .input(let settings):
      let beeper = settings.beeper.map {
        KeyBeeper(
          InputDeviceMatch($0.match), hertz: $0.hertz, length: .milliseconds($0.milliseconds),
          loop: loop)
      }
      let keypad = InputKeypad(
        name: name, match: InputDeviceMatch(settings.match), keys: KeypadMap(settings.keys),
        beeper: beeper, loop: loop)
      onStart { keypad.start() }
      return keypad
    }
  }
}

extension FramebufferSettings {
  fileprivate init(_ settings: FramebufferDisplaySettings) throws(DotGraphicsError) {
    let fonts: PanelFonts
    switch settings.font {
    case .usual: fonts = try PanelFonts.usual()
    case .file(let path, let face):
      fonts = PanelFonts(smooth: FontFile(path: path, face: face))
    }
    self.init(path: settings.device, fonts: fonts)
    rotation =
      switch settings.rotation {
      case .none: .none
      case .right: .right
      case .half: .half
      case .left: .left
      }
    (width, height) = (settings.width, settings.height)
    isInverted = settings.isInverted
    reversesBits = settings.bitOrder == .reversed
    backlight = settings.backlight.map { Backlight(name: $0.name, percent: $0.percent) }
  }
}

extension InputDeviceMatch {
  /// What the profile says.
  package init(_ match: InputMatch) {
    switch match {
    case .name(let name): self = .name(name)
    case .path(let path): self = .path(path)
    }
  }
}

extension KeypadMap {
  /// The usual keys, and what the profile says of others.
  fileprivate init(_ keys: [UInt16: InputKeypadSettings.LogicalKey]) {
    self = .numericKeypad
    for (code, key) in keys { self[code] = key.keys }
  }
}

extension InputKeypadSettings.LogicalKey {
  fileprivate var keys: [Key] {
    switch self {
    case .zero: [.digit(0)]
    case .one: [.digit(1)]
    case .two: [.digit(2)]
    case .three: [.digit(3)]
    case .four: [.digit(4)]
    case .five: [.digit(5)]
    case .six: [.digit(6)]
    case .seven: [.digit(7)]
    case .eight: [.digit(8)]
    case .nine: [.digit(9)]
    case .doubleZero: [.digit(0), .digit(0)]
    case .enter: [.enter]
    case .cancel: [.cancel]
    case .clear: [.clear]
    case .menu: [.menu]
    case .up: [.up]
    case .down: [.down]
    case .feed: [.feed]
    case .none: []
    }
  }
}
