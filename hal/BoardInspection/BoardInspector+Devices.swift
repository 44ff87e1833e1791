import BoardDrivers
import BoardProfile
import EventLoop
import HAL
import SystemPackage

// Modem and printer, panel and readers.
extension BoardInspector {
  func inspectPanel(_ report: (BoardFinding) -> Void) async {
    let display = profile.devices.display
    report(
      finding(
        "devices.display", wanted: "a screen at \(display.path)",
        isRequired: display.criticality == .required, benchSocket(display.path)))
    let keypad = profile.devices.keypad
    report(
      finding(
        "devices.keypad", wanted: "keys at \(keypad.path)",
        isRequired: keypad.criticality == .required, benchSocket(keypad.path)))
  }

  /// Connects to the virtual counter's socket and hangs up.
  private func benchSocket(_ path: String) -> Observation {
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

  func inspectReaders(_ report: (BoardFinding) -> Void) async {
    let cardReader = drivers.cardReader()
    let magstripeReader = drivers.magstripeReader()
    let silence = Silence()
    cardReader?.attach(to: silence)
    magstripeReader?.attach(to: silence)
    drivers.start()
    if let settings = profile.devices.cardReader {
      let isThere = await waits { cardReader?.isAvailable == true }
      report(
        finding(
          "devices.card-reader", wanted: "a card reader at \(settings.path)",
          isRequired: settings.criticality == .required, reader(isThere)))
    }
    if let settings = profile.devices.swipeReader {
      let isThere = await waits { magstripeReader?.isAvailable == true }
      report(
        finding(
          "devices.swipe-reader", wanted: "a swipe reader at \(settings.path)",
          isRequired: settings.criticality == .required, reader(isThere)))
    }
  }

  private func reader(_ isThere: Bool) -> Observation {
    isThere
      ? .ready("it is attached")
      : .missing("it is not attached", cure: "plug it in; posctl devices list shows what is there")
  }

  /// Whether something becomes true within the time that a driver needs to find its device.
  private func waits(for condition: () -> Bool) async -> Bool {
    for _ in 0..<40 {
      if condition() { return true }
      await loop.sleep(for: .milliseconds(50))
    }
    return condition()
  }
}

/// Nobody acts on events while the board is looked at.
private final class Silence: DeviceEventSink {
  func post(_ event: DeviceEvent) {}
}
