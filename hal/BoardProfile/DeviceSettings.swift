import YAMLDocument

/// The devices of a board; nil where it has none.
package struct DeviceSettings: Hashable, Sendable {
  /// The screen.
  package var display: DisplaySettings
  /// The keys.
  package var keypad: KeypadSettings
  /// The slots for chip cards and the fields for contactless ones, in the order of the file.
  package var cardReaders: [CardReaderSettings]
  /// The groove for magnetic stripes.
  package var swipeReader: SwipeReaderSettings?
  /// The cellular modem.
  package var modem: ModemSettings?
  /// The printer of slips.
  package var printer: PrinterSettings?
  /// The network interface.
  package var network: NetworkSettings
  /// What tells that the power goes away.
  package var power: PowerSettings?

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let devices = try node.mapping(allowing: [
      "display", "keypad", "card-readers", "swipe-reader", "modem", "printer", "network", "power",
    ])
    display = try DisplaySettings(devices.required("display"))
    keypad = try KeypadSettings(devices.required("keypad"))
    cardReaders = try devices["card-readers"].map(CardReaderSettings.readAll) ?? []
    swipeReader = try devices["swipe-reader"].map(SwipeReaderSettings.init)
    modem = try devices["modem"].map { node throws(YAMLError) in
      try ModemSettings(node, folder: folder)
    }
    printer = try devices["printer"].map { node throws(YAMLError) in
      try PrinterSettings(node, folder: folder)
    }
    network = try NetworkSettings(devices.required("network"))
    power = try devices["power"].map(PowerSettings.init)
  }
}
