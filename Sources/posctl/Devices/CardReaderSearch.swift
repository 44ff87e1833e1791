import EventLoop
import HAL
import PCSCReader

/// The card readers that pcscd knows.
struct CardReaderSearch: DeviceSearch {
  private static let timeout = Duration.seconds(3)

  let kind = "card-readers"

  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice] {
    let service = PCSCService(loop: loop)
    service.start()
    var devices: [ListedDevice] = []
    do throws(Complaint) {
      try await service.expectAnswer()
      for status in service.readers { devices.append(await device(status, service)) }
    } catch {
      await service.stop()
      throw error
    }
    await service.stop()
    return devices
  }

  private func device(_ status: PCSCReaderStatus, _ service: PCSCService) async -> ListedDevice {
    let parts = PCSCReaderName(status.name)
    var details = [["slot", "\(parts.slot)"]]
    if let interface = parts.interface { details.append(["interface", interface]) }
    if let serial = parts.serial { details.append(["serial", serial]) }
    details += await features(of: status, service)
    return ListedDevice(
      kind: kind, name: status.name, state: Self.words(for: status), details: details,
      profile: Self.profile(parts, among: service.readers.map { PCSCReaderName($0.name) }))
  }

  private func features(_ features: CardReaderFeatures) -> [[String]] {
    var details: [[String]] = []
    if features.verifiesPIN { details.append(["pin-pad", "takes PINs for the card"]) }
    if let display = features.display {
      details.append(["display", "\(display.columns) × \(display.lines)"])
    }
    if let firmware = features.firmware { details.append(["firmware", firmware]) }
    return details
  }

  private func features(
    of status: PCSCReaderStatus, _ service: PCSCService
  ) async -> [[String]] {
    let driver = PCSCReader(
      name: DeviceName(status.name), match: PCSCReaderMatch(fullName: status.name),
      accepting: .any, service: service)
    guard driver.isAvailable else { return [] }
    // A reader that another program holds for itself says nothing, and is listed all the same.
    let known = try? await driver.features(timeout: Self.timeout)
    return known.map { features($0) } ?? []
  }

  private static func words(for status: PCSCReaderStatus) -> String {
    let use = status.isInUse ? ", in use by a program" : ""
    return switch status.state {
    case .empty: "empty" + use
    case .cardPresent: "a card is in it" + use
    case .cardMute: "what is in it does not answer"
    case .readerGone, .serviceUnavailable, .accessDenied: "not available"
    }
  }

  /// As few parts of the name as tell it from the others; never its number.
  private static func profile(_ reader: PCSCReaderName, among all: [PCSCReaderName]) -> [String] {
    var lines = ["kind: pcsc", "name-prefix: " + quoted(reader.product)]
    var alike = all.filter { $0.product.hasPrefix(reader.product) }
    func add(_ line: String, _ isAlike: (PCSCReaderName) -> Bool) {
      guard alike.count > 1 else { return }
      let rest = alike.filter(isAlike)
      guard rest.count < alike.count else { return }
      alike = rest
      lines.append(line)
    }
    if let interface = reader.interface {
      add("interface: " + quoted(interface)) { $0.interface == interface }
    }
    if let serial = reader.serial { add("serial: " + quoted(serial)) { $0.serial == serial } }
    add("slot: \(reader.slot)") { $0.slot == reader.slot }
    return lines + ["criticality: required"]
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
