import ArgumentParser

/// `posctl devices`: what hangs on this machine.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "Look for devices, whatever a profile says.",
    subcommands: [DevicesList.self])
}
