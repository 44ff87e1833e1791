import BoardDrivers
import BoardProfile
import EventLoop
import HAL

// Card reader and swipe reader.
extension BoardInspector {
  /// The entries of what sales read cards with.
  package static let cardEntries = ["devices.card-readers.customer", "devices.swipe-reader"]

  func inspectReaders(_ report: (BoardFinding) -> Void) async {
    let cardReaders = profile.devices.cardReaders.map { ($0, drivers.cardReader($0.role)) }
    let magstripeReader = drivers.magstripeReader()
    let silence = Silence()
    magstripeReader?.attach(to: silence)
    drivers.start()
    for (settings, reader) in cardReaders {
      _ = await waits { reader?.isAvailable == true }
      report(
        finding(
          "devices.card-readers.\(settings.role.text)", wanted: wanted(settings),
          // The firmware makes no use of the others yet, and so misses none of them.
          isRequired: settings.role == .customer && settings.criticality == .required,
          cardReader(settings.port, reader?.state)))
    }
    if let settings = profile.devices.swipeReader {
      _ = await waits { magstripeReader?.isAvailable == true }
      report(
        finding(
          "devices.swipe-reader", wanted: wanted(settings),
          isRequired: settings.criticality == .required,
          swipeReader(settings.port, magstripeReader)))
    }
  }

  private func swipeReader(
    _ port: SwipeReaderSettings.Port, _ reader: (any MagstripeReader)?
  ) -> Observation {
    if case .benchSocket(let path) = port, reader?.isAvailable != true { return benchSocket(path) }
    return swipeReader(reader)
  }

  private func wanted(_ settings: CardReaderSettings) -> String {
    switch settings.port {
    case .benchSocket(let path): return "a card reader at \(path)"
    case .pcsc(let rule):
      let parts = [
        rule.namePrefix.map { "name “\($0)…”" }, rule.interface.map { "interface “\($0)”" },
        rule.serial.map { "serial number \($0)" }, rule.slot.map { "slot \($0)" },
      ]
      return "a card reader of pcscd, " + parts.compactMap(\.self).joined(separator: ", ")
    }
  }

  private func cardReader(
    _ port: CardReaderSettings.Port, _ state: CardReaderState?
  ) -> Observation {
    if case .benchSocket(let path) = port, state?.isAvailable != true { return benchSocket(path) }
    return switch state {
    case .empty: .ready("it is attached")
    case .cardPresent: .ready("it is attached, with a card in it")
    case .cardMute:
      .limited("it is attached, and what is in it does not answer", cure: "pull the card")
    case .accessDenied:
      .missing("pcscd does not let this program in", cure: "run it as root, or allow it in polkit")
    case .serviceUnavailable:
      .missing(
        "nobody serves card readers, or pcscd does not answer",
        cure: "start pcscd: systemctl start pcscd.socket; one that hangs: systemctl restart pcscd")
    case .readerGone, nil: reader(false)
    }
  }

  private func reader(_ isThere: Bool) -> Observation {
    isThere
      ? .ready("it is attached")
      : .missing("it is not attached", cure: "plug it in; posctl devices list shows what is there")
  }

  /// Whether something becomes true within the time that a driver needs to find its device.
  private func waits(for condition: () -> Bool) async -> Bool {
    let end = loop.uptime + patience * 2 / 5
    while !condition(), loop.uptime < end { await loop.sleep(for: .milliseconds(50)) }
    return condition()
  }
}

/// Nobody acts on events while the board is looked at.
private final class Silence: DeviceEventSink {
  func post(_ event: DeviceEvent) {}
}
