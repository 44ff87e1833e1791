import Connectivity
import HAL

extension TerminalSession {
  /// Looks at what each driver knows of its device without asking it.
  ///
  /// Printer and modem have to be asked, so whoever asks them notes the answer.
  package func observeDevices() {
    note(.display, isPresent: devices.display.isAvailable)
    note(.keypad, isPresent: devices.keypad.isAvailable)
    if let reader = devices.cardReader { note(.cardReader, isPresent: reader.isAvailable) }
    if let reader = devices.magstripeReader { note(.swipeReader, isPresent: reader.isAvailable) }
    if let isAvailable = devices.power.isAvailable { note(.power, isPresent: isAvailable) }
  }

  /// The device whose absence stops trading; nil when none does.
  var missingDevice: TroubleCause? {
    observeDevices()
    return deviceRoll.obstacles.first
  }

  /// Takes what was seen of a device; what is news goes to the log and to the screen.
  package func note(_ device: BoardDevice, isPresent: Bool) {
    guard let news = deviceRoll.note(device, isPresent: isPresent, at: now) else { return }
    trace(.device(news))
    prove { _, _ in }
  }

  /// Asks the printer whether it is there; a slip that comes out meanwhile tells it by itself.
  package func askPrinter(timeout: Duration) async {
    guard let printer = devices.printer, !isPrinting else { return }
    do throws(PrinterError) {
      _ = try await printer.status(timeout: timeout)
      note(.printer, isPresent: true)
    } catch {
      notePrinter(error)
    }
  }

  /// A printer that complains is there.
  func notePrinter(_ error: PrinterError) {
    switch error {
    case .portUnavailable, .timedOut: note(.printer, isPresent: false)
    case .paperOut, .coverOpen, .overheated, .cutterStuck, .mechanical, .unrecoverable, .offline:
      note(.printer, isPresent: true)
    }
  }

  /// How a card may be presented now.
  var cardEntry: Screen.CardEntry {
    switch (devices.cardReader?.isAvailable, devices.magstripeReader?.isAvailable) {
    case (true, true): .any
    case (true, _): .chip
    case (_, true): .stripe
    // Nothing is there at this moment: it may be back before the card is at hand.
    case (_, _): .any
    }
  }
}
