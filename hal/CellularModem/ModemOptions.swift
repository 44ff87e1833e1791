package import ATCommands

/// What a board and its acquirer want of their modem.
package struct ModemOptions {
  /// The dialect it speaks.
  package var family = ModemFamily.generic
  /// The access point that its context must have; nil leaves what the modem holds.
  package var accessPoint: String?
  /// The packet data context that the system dials.
  package var context = 1
  /// The number of the one SIM that may be in it; nil binds none.
  package var boundICCID: String?
  /// The SIM's PIN; nil leaves a locked SIM locked.
  package var pin: SIMPIN?
  /// The level of the holder's switch while a SIM is in it; nil when the board has no switch.
  ///
  /// A wrong level makes some modules refuse the SIM until they are reset.
  package var simDetectionLevel: Int?
  /// The wire to the power key; nil when the board has none.
  package var powerKey: (any OutputLine)?
  /// The wire to the reset line; nil when the board has none.
  package var resetLine: (any OutputLine)?

  /// Nothing but the standard.
  package init() {}
}

/// The PIN of a SIM: no text form shows it.
package struct SIMPIN: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let digits: String

  /// Takes 4 to 8 digits; nil when they are none.
  package init?(_ digits: String) {
    guard ATCommand.enterPIN(digits) != nil else { return nil }
    self.digits = digits
  }

  package var description: String { "SIM PIN" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
