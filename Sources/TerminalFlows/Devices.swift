package import EMVKernel
package import HAL

/// Everything that the firmware reaches the world through.
package struct Devices {
  /// The screen.
  package var display: any Display
  /// The keys.
  package var keypad: any Keypad
  /// The slot for chip cards; nil on a board without one.
  package var cardReader: (any CardReader)?
  /// The groove for magnetic stripes; nil on a board without one.
  package var magstripeReader: (any MagstripeReader)?
  /// The printer of slips; nil on a board without one.
  package var printer: (any ReceiptPrinter)?
  /// The cellular modem; nil on a board without one.
  package var modem: (any Modem)?
  /// Whether the way to the center goes through the modem.
  package var isNetworkCellular: Bool
  /// The interface that leads to the center.
  package var network: any NetworkStatus
  /// The way to the center.
  package var center: any CenterLink
  /// Keys, MACs and PIN entry.
  package var security: any SecurityModule
  /// What shows whether a chip card is genuine.
  package var cryptography: any KernelCryptography
  /// Time.
  package var clock: any DeviceClock
  /// Random numbers.
  package var entropy: any EntropySource
  /// What the board knows of its supply.
  package var power: any PowerSupply
  /// Those without which the terminal does not trade.
  package var required: Set<BoardDevice>

  /// Puts the devices of a board together.
  package init(
    display: any Display, keypad: any Keypad, cardReader: (any CardReader)?,
    magstripeReader: (any MagstripeReader)?, printer: (any ReceiptPrinter)?, modem: (any Modem)?,
    isNetworkCellular: Bool, network: any NetworkStatus, center: any CenterLink,
    security: any SecurityModule, cryptography: any KernelCryptography, clock: any DeviceClock,
    entropy: any EntropySource, power: any PowerSupply, required: Set<BoardDevice>
  ) {
    self.display = display
    self.keypad = keypad
    self.cardReader = cardReader
    self.magstripeReader = magstripeReader
    self.printer = printer
    self.modem = modem
    self.isNetworkCellular = isNetworkCellular
    self.network = network
    self.center = center
    self.security = security
    self.cryptography = cryptography
    self.clock = clock
    self.entropy = entropy
    self.power = power
    self.required = required
  }

  /// The devices that this board has, by what their drivers are called.
  package var names: [BoardDevice: DeviceName] {
    var names: [BoardDevice: DeviceName] = [.display: display.name, .keypad: keypad.name]
    names[.cardReader] = cardReader?.name
    names[.swipeReader] = magstripeReader?.name
    names[.printer] = printer?.name
    names[.modem] = modem?.name
    if power.isAvailable != nil { names[.power] = DeviceName(BoardDevice.power.rawValue) }
    return names
  }
}
