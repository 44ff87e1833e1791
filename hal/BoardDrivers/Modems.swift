import ATCommands
import BoardProfile
import CellularModem
package import HAL

extension BoardDrivers {
  /// The modem; nil when the board has none.
  package func modem() throws(DriverMistake) -> (any Modem)? {
    guard let settings = devices.modem else { return nil }
    if let text = settings.simPINMistake {
      try excuse(DriverMistake(text), settings.criticality)
    }
    let line: ModemLine =
      switch settings.port {
      case .device(let path):
        .device(
          path: path, speed: settings.baud.map { .fixed($0) } ?? .automatic,
          hasFlowControl: settings.hasFlowControl)
      case .network(let host, let port): .network(host: host, port: port)
      }
    return SerialModem(
      name: DeviceName("modem"), line: line, options: try Self.options(settings), loop: loop)
  }

  /// Whether the network goes through the modem, so that the modem's troubles are the terminal's.
  ///
  /// It does where the watched interface is the one that the profile gives the modem. Without such
  /// a word a cable is a cable. The counter's network stands for whatever the board has.
  package var isNetworkCellular: Bool {
    guard let modem = devices.modem else { return false }
    switch devices.network.source {
    case .interface(let watched): return modem.networkInterface == watched
    case .benchSocket: return true
    }
  }

  private static func options(_ settings: ModemSettings) throws(DriverMistake) -> ModemOptions {
    var options = ModemOptions()
    options.family = settings.family
    options.accessPoint = settings.accessPoint
    options.context = settings.context
    options.boundICCID = settings.boundICCID
    options.simDetectionLevel = settings.simDetectionLevel
    if let pin = settings.simPIN {
      guard let pin = SIMPIN(pin.text) else {
        throw DriverMistake("devices.modem.sim-pin-file: no PIN of 4 to 8 digits in it")
      }
      options.pin = pin
    }
    if let key = settings.powerKey {
      options.powerKey = line(key)
      if let pulse = key.pulse { options.family.power.onPulse = pulse }
    }
    if let reset = settings.reset {
      options.resetLine = line(reset)
      if let pulse = reset.pulse { options.family.power.resetPulse = pulse }
    }
    return options
  }

  private static func line(_ wire: ModemSettings.Wire) -> GPIOLine {
    GPIOLine(
      chip: wire.chip, line: UInt32(clamping: wire.line), isActiveLow: wire.isActiveLow)
  }
}
