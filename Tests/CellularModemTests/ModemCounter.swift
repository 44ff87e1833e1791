import ATCommands
import BoardProfile
import CellularModem
import EmulatedPorts
import EventLoop
import HAL
import MockDevices
import Testing

/// A modem, its line and its driver, on one loop.
final class ModemCounter: DeviceEventSink {
  typealias Outcome = Result<ModemStatus, ModemError>

  let loop: EventLoop
  let modem: EmulatedModem
  let line: PseudoTerminal
  let driver: SerialModem
  private(set) var events: [DeviceEvent] = []

  init(
    _ loop: EventLoop, sim: EmulatedSIM? = EmulatedSIM(),
    personality: ModemPersonality = .standard, baud: ModemLine.Speed = .fixed(115_200),
    _ change: (inout ModemOptions) -> Void = { _ in }
  ) throws {
    self.loop = loop
    modem = EmulatedModem(personality, sim: sim, clock: loop)
    line = try PseudoTerminal(modem, loop: loop)
    var options = ModemOptions()
    options.family.commandGap = .zero
    change(&options)
    driver = SerialModem(
      name: DeviceName("modem"), line: .device(path: line.path, speed: baud), options: options,
      loop: loop)
    driver.attach(to: self)
  }

  func post(_ event: DeviceEvent) { events.append(event) }

  func status(timeout: Duration = .seconds(20)) async -> Outcome {
    await Self.status(driver, timeout: timeout)
  }

  static func status(_ driver: SerialModem, timeout: Duration) async -> Outcome {
    do throws(ModemError) {
      return .success(try await driver.status(timeout: timeout))
    } catch {
      return .failure(error)
    }
  }

  /// Lets the loop run until `condition` holds; false when it does not in time.
  func wait(
    within limit: Duration = .seconds(10), until condition: () -> Bool
  ) async -> Bool {
    let deadline = loop.uptime + limit
    while !condition() {
      if loop.uptime > deadline { return false }
      await loop.sleep(for: .milliseconds(5))
    }
    return true
  }
}

/// The families' files of this project.
enum FamilyFiles {
  static let names = [
    "generic", "simcom-2g", "simcom-4g", "quectel-2g", "quectel-4g", "neoway",
  ]
  static let folder =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    + "/board-profiles/modems/"

  static func read(_ name: String) throws -> ModemFamily {
    try ModemFamilyFile.read(path: folder + name + ".yaml")
  }
}
