import BoardDrivers
import BoardProfile
import EventLoop
import InputEvents
import OperatorPanel
import SystemPackage

// Screen and keys: what is there, without a picture drawn or a key taken.
extension BoardInspector {
  func inspectPanel(_ report: (BoardFinding) -> Void) async {
    let display = profile.devices.display
    let keypad = profile.devices.keypad
    report(
      finding(
        "devices.display", wanted: displayWanted, isRequired: display.criticality == .required,
        screen()))
    report(
      finding(
        "devices.keypad", wanted: keypadWanted, isRequired: keypad.criticality == .required,
        keys()))
  }

  private var displayWanted: String {
    switch profile.devices.display.connection {
    case .benchSocket(let path): "a screen at \(path)"
    case .framebuffer(let settings): "a screen behind \(settings.device)"
    }
  }

  private var keypadWanted: String {
    switch profile.devices.keypad.connection {
    case .benchSocket(let path): "keys at \(path)"
    case .input(let settings): "an input device \(settings.match.text)"
    }
  }

  private func screen() -> Observation {
    switch profile.devices.display.connection {
    case .benchSocket(let path): return benchSocket(path)
    case .framebuffer(let settings):
      do throws(DriverMistake) {
        _ = try drivers.framebufferDisplay(settings)
      } catch {
        return .missing(error.text, cure: "install the package, or name a font file")
      }
      do throws(FramebufferShape.Failure) {
        return Self.observation(of: try FramebufferShape.look(path: settings.device), settings)
      } catch {
        return Self.observation(of: error)
      }
    }
  }

  private static func observation(
    of shape: FramebufferShape, _ settings: FramebufferDisplaySettings
  ) -> Observation {
    let seen =
      "\(shape.identifier), \(shape.width) by \(shape.height) dots of \(shape.bitsPerPixel) bits"
    let isTurned = settings.rotation == .right || settings.rotation == .left
    let (width, height) =
      isTurned ? (shape.height, shape.width) : (shape.width, shape.height)
    if settings.width ?? width > width || settings.height ?? height > height {
      return .limited(
        "\(seen), which is less than the profile says",
        cure: "correct width, height or rotation, or the mode in the device tree")
    }
    if let light = settings.backlight,
      !Backlight(name: light.name, percent: light.percent).isPresent
    {
      return .limited(
        "\(seen); there is no backlight \(light.name)",
        cure: "ls /sys/class/backlight lists what there is")
    }
    return .ready(seen)
  }

  private static func observation(of failure: FramebufferShape.Failure) -> Observation {
    switch failure {
    case .unavailable(let code) where code == Errno.permissionDenied.rawValue:
      .missing(
        "it can't be opened: \(Errno.permissionDenied)",
        cure: "put the user of posd into the group that owns it (ls -l), usually video")
    case .unavailable(let code):
      .missing(
        "it can't be opened: \(Errno(rawValue: code))",
        cure: "the kernel needs a driver for the panel and, where that is DRM, "
          + "CONFIG_DRM_FBDEV_EMULATION; dmesg says what it found")
    case .unsupported(let bitsPerPixel):
      .missing(
        "its pixels of \(bitsPerPixel) bits are none that posd draws: 1, 16, 24 or 32",
        cure: "choose another depth: video= on the kernel's command line, or fbset")
    }
  }

  private func keys() -> Observation {
    switch profile.devices.keypad.connection {
    case .benchSocket(let path): return benchSocket(path)
    case .input(let settings):
      let keypad = Self.input(settings.match, isGrabbed: true)
      guard case .ready = keypad.verdict, let beeper = settings.beeper else { return keypad }
      let sound = Self.input(beeper.match, isGrabbed: false)
      if case .ready = sound.verdict { return keypad }
      return .limited(
        "\(keypad.seen); no beeper \(beeper.match.text)",
        cure: "the kernel needs pwm-beeper, or leave the beeper out of the profile")
    }
  }

  /// Opens the device and lets go of it again.
  private static func input(_ match: InputMatch, isGrabbed: Bool) -> Observation {
    do throws(InputDevice.Failure) {
      let device = try InputDevice(InputDeviceMatch(match), isGrabbed: isGrabbed)
      return .ready("“\(device.name)” at \(device.path)")
    } catch {
      switch error {
      case .held(let path):
        return .missing(
          "\(path) is there, and another program has grabbed it",
          cure: "stop posd or what else reads it (fuser \(path) names it)")
      case .unavailable(let path, let code):
        return .missing(
          "\(path) can't be opened: \(Errno(rawValue: code))",
          cure: "put the user of posd into the group that owns it (ls -l), usually input")
      case .notFound(let present):
        let others = present.isEmpty ? "no input device at all" : present.joined(separator: ", ")
        return .missing(
          "none matches; there is \(others)",
          cure: "plug it in, or correct match; /proc/bus/input/devices lists what there is")
      }
    }
  }

  /// Connects to the virtual counter's socket and hangs up.
  func benchSocket(_ path: String) -> Observation {
    do throws(Errno) {
      let descriptor = try UnixStream.connect(path: path)
      try? descriptor.close()
      return .ready("the virtual counter listens there")
    } catch {
      return .missing(
        "no virtual counter listens there: \(error)",
        cure: "start it: make bench, or posbench serve")
    }
  }
}
