import ArgumentParser
import BoardDrivers
import BoardProfile
import Connectivity
import EventLoop
import HAL
import JSONText

/// `posctl modem`: everything that the modem knows, and what the system knows of its interface.
struct ModemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modem",
    abstract: "Ask a modem for everything it knows of itself, its SIM and its network.",
    discussion: """
      The driver is posd's own, and nothing is changed: no PIN is entered, no access point set, no \
      key pressed. Without options the profile says where the modem is; --port, --baud and \
      --family ask another one. Stop posd first, or give the modem's second port: a line has one \
      owner.

      The subscriber's number (IMSI) is masked. --json prints one object; what is unknown is null.

      Exit status: 0 the modem answered, whatever it said; 2 it could not be asked, and standard \
      error says why and what to do.
      """)

  @OptionGroup var options: ProfileOptions

  @Option(help: ArgumentHelp("The modem's serial line.", valueName: "path"))
  var port: String?

  @Option(help: ArgumentHelp("Its speed in bits a second, or auto.", valueName: "speed"))
  var baud: String?

  @Option(help: ArgumentHelp("A family of board-profiles/modems.", valueName: "name"))
  var family: String?

  @Option(help: ArgumentHelp("How long it may take, 1 to 120.", valueName: "seconds"))
  var timeout = 20

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    guard (1...120).contains(timeout) else {
      throw Complaint("--timeout \(timeout): give 1 to 120 seconds")
    }
    let profile = try profileToAsk()
    let limit = Duration.seconds(timeout)
    let report = try EventLoop.run { loop throws(Complaint) in
      try await Self.report(of: profile, loop: loop, timeout: limit)
    }
    print(json ? report.json.text + "\n" : report.text, terminator: "")
  }

  /// The profile with the modem that the options name, and without what would change anything.
  private func profileToAsk() throws(Complaint) -> BoardProfile {
    var options = options
    if let port { options.overrides.append("devices.modem.path=\(port)") }
    if let baud { options.overrides.append("devices.modem.baud=\(baud)") }
    if let family { options.overrides.append("devices.modem.family=\(family)") }
    var profile = try options.read()
    guard profile.devices.modem != nil else {
      throw Complaint(
        "\(options.profile) has no modem: name another profile with --profile, or the modem with "
          + "--set devices.modem={kind: serial, path: …, baud: auto, family: generic, "
          + "criticality: degraded}")
    }
    profile.devices.modem = profile.devices.modem?.readOnly
    return profile
  }

  private static func report(
    of profile: BoardProfile, loop: EventLoop, timeout: Duration
  ) async throws(Complaint) -> ModemReport {
    let drivers = BoardDrivers(profile.devices, loop: loop)
    guard let settings = profile.devices.modem else { throw Complaint("no modem") }
    do throws(DriverMistake) {
      guard let modem = try drivers.modem() else { throw DriverMistake("no modem") }
      var interface: InterfaceStatus?
      if case .interface = profile.devices.network.source {
        interface = try drivers.network().interfaceStatus()
      }
      let status = try await ask(modem, settings, timeout)
      return ModemReport(settings: settings, status: status, interface: interface)
    } catch {
      throw Complaint(error.text)
    }
  }

  private static func ask(
    _ modem: any Modem, _ settings: ModemSettings, _ timeout: Duration
  ) async throws(DriverMistake) -> ModemStatus {
    do throws(ModemError) {
      return try await modem.status(timeout: timeout)
    } catch {
      throw DriverMistake(ModemReport.words(error, port: ModemReport.port(of: settings)))
    }
  }
}
