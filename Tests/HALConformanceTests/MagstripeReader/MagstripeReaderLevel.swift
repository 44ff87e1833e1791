import EventLoop
import HAL
import HALConformance
import MagneticStripe
import MockDevices
import MockedUSB

/// The ways to have a swipe reader.
enum MagstripeReaderLevel: String, Level {
  case mock
  case encryptingMock
  case wrappedMock
  case benchSocket
  case usbMagTek
  case usbMagTekEncrypted
  case usbIDTech
  case usbIDTechEncrypted
  case usbIDTechBlock
  case keyboardWedge
  case keyboardWedgeEncrypted

  /// Those that this process can have: the real libusb and evdev need the mocked bus beneath them.
  static let here = allCases.filter { $0.needsMockedBus == MockedUSBBus.isPresent }

  private var needsMockedBus: Bool {
    switch self {
    case .mock, .encryptingMock, .wrappedMock, .benchSocket: false
    case .usbMagTek, .usbMagTekEncrypted, .usbIDTech, .usbIDTechEncrypted, .usbIDTechBlock,
      .keyboardWedge, .keyboardWedgeEncrypted:
      true
    }
  }

  var testDescription: String { rawValue }
  var availability: LevelAvailability { .available }

  func makeRig(on loop: EventLoop) async throws -> any MagstripeReaderRig {
    let pinKeys = EmulatedReaderKeys(variant: .pin)
    let dataKeys = EmulatedReaderKeys(algorithm: .aes, variant: .data)
    switch self {
    case .mock: return MockMagstripeRig(keys: nil, clock: loop)
    case .encryptingMock: return MockMagstripeRig(keys: pinKeys, clock: loop)
    case .wrappedMock: return WrappedMagstripeRig(clock: loop)
    case .benchSocket: return try BenchMagstripeRig(loop: loop)
    case .usbMagTek: return try usb(EmulatedSwipeReader(format: .magTek), loop)
    case .usbMagTekEncrypted:
      return try usb(EmulatedSwipeReader(format: .magTekEncrypted, keys: pinKeys), loop)
    case .usbIDTech: return try usb(EmulatedSwipeReader(format: .idTech), loop)
    case .usbIDTechEncrypted:
      return try usb(EmulatedSwipeReader(format: .idTech, keys: dataKeys), loop)
    case .usbIDTechBlock:
      return try usb(EmulatedSwipeReader(format: .idTechBlock, keys: dataKeys), loop)
    case .keyboardWedge: return try WedgeMagstripeRig(keys: nil, loop: loop)
    case .keyboardWedgeEncrypted: return try WedgeMagstripeRig(keys: dataKeys, loop: loop)
    }
  }

  private func usb(
    _ emulation: EmulatedSwipeReader, _ loop: EventLoop
  ) throws -> any MagstripeReaderRig {
    try USBMagstripeRig(emulation, loop: loop)
  }
}

extension ConformanceStripe {
  /// The same stripe for the emulated readers.
  var personality: StripePersonality {
    StripePersonality(track1: track1, track2: track2, isUnreadable: isScratched)
  }
}
