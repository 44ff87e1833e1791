/// What a card reader can do beside exchanging commands with a card.
public struct CardReaderFeatures: Hashable, Sendable {
  /// Whether it lets a cardholder type a PIN that goes straight to the card.
  public var verifiesPIN: Bool
  /// Whether it lets a cardholder change a PIN in the card.
  public var modifiesPIN: Bool
  /// The fewest and the most digits that its keys take; nil where it does not say.
  public var pinDigitCount: ClosedRange<Int>?
  /// The columns and lines of its own display; nil without one.
  public var display: CardReaderDisplay?
  /// The most data bytes of an extended command; 0 where it takes short ones only.
  public var extendedDataByteCount: Int
  /// The maker's name for the firmware; nil where it does not say.
  public var firmware: String?
  /// The USB vendor's number; nil where it does not say.
  public var usbVendor: UInt16?
  /// The USB product's number; nil where it does not say.
  public var usbProduct: UInt16?

  /// Puts features together; a reader without any by default.
  public init(
    verifiesPIN: Bool = false, modifiesPIN: Bool = false, pinDigitCount: ClosedRange<Int>? = nil,
    display: CardReaderDisplay? = nil, extendedDataByteCount: Int = 0, firmware: String? = nil,
    usbVendor: UInt16? = nil, usbProduct: UInt16? = nil
  ) {
    self.verifiesPIN = verifiesPIN
    self.modifiesPIN = modifiesPIN
    self.pinDigitCount = pinDigitCount
    self.display = display
    self.extendedDataByteCount = extendedDataByteCount
    self.firmware = firmware
    self.usbVendor = usbVendor
    self.usbProduct = usbProduct
  }
}
