import HAL
import CLinux
package import EventLoop
package import InputEvents

/// A beeper behind the kernel's input devices (pwm-beeper and others): one tone for every key.
///
/// It is looked for at the first beep, and again when it has gone; without it keys are silent. The
/// looking is done on a thread, and the beep follows.
package final class KeyBeeper {
  /// The shortest time between two attempts to find it.
  private static let pause = Duration.seconds(2)

  private let match: InputDeviceMatch
  private let hertz: Int
  private let length: Duration
  private let loop: EventLoop
  private var device: InputDevice?
  private var lastSearch: Duration?
  private var isSearching = false
  private var timer: TimerIdentifier?

  /// Names the beeper and its tone.
  package init(
    _ match: InputDeviceMatch, hertz: Int, length: Duration, loop: EventLoop
  ) {
    self.match = match
    self.hertz = hertz
    self.length = length
    self.loop = loop
  }

  deinit { stop() }

  /// Starts the tone, which ends by itself.
  package func beep() {
    search()
    guard let device, device.send(tone(hertz)) else {
      device = nil
      return
    }
    if let timer { loop.cancelTimer(timer) }
    timer = loop.setTimer(after: length) { [weak self] in self?.stop() }
  }

  private func stop() {
    if let timer = timer.take() { loop.cancelTimer(timer) }
    if let device, !device.send(tone(0)) { self.device = nil }
  }

  private func search() {
    if device != nil || isSearching { return }
    if let lastSearch, loop.uptime - lastSearch < Self.pause { return }
    lastSearch = loop.uptime
    let call = try? BlockingCall(loop: loop) { [match] in
      try? InputDevice(match, isGrabbed: false)
    }
    guard let call else { return }
    isSearching = true
    call.whenDone { [weak self] in
      self?.isSearching = false
      self?.device = $0
      if $0 != nil { self?.beep() }
    }
  }

  private func tone(_ hertz: Int) -> InputEvent {
    InputEvent(
      type: InputEvent.sound, code: UInt16(SND_TONE), value: Int32(clamping: hertz))
  }
}
