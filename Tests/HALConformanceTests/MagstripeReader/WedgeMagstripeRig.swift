import EventLoop
import HAL
import HALConformance
import KeyboardWedge
import MagneticStripe
import MockDevices
import MockedUSB

/// The driver on evdev, over a mocked keyboard that types what an emulated reader reads.
final class WedgeMagstripeRig: MagstripeReaderRig {
  let clock: any DeviceClock
  let encrypts: Bool
  private let driver: KeyboardWedgeReader
  private let keyboard: MockedKeyboard
  private var emulation: EmulatedSwipeReader?

  init(keys: EmulatedReaderKeys?, loop: EventLoop) throws {
    clock = loop
    encrypts = keys != nil
    if let keys {
      var reader = EmulatedSwipeReader(format: .idTechBlock, keys: keys)
      reader.isHexadecimal = true
      emulation = reader
    }
    keyboard = try MockedKeyboard()
    try keyboard.plug()
    driver = KeyboardWedgeReader(
      name: DeviceName("swipe"), devicePattern: keyboard.devicePattern,
      searchInterval: .milliseconds(50), loop: loop)
    driver.start()
  }

  var reader: any MagstripeReader { driver }

  func draw(_ stripe: ConformanceStripe) throws {
    let block = try emulation?.report(on: stripe.personality)
    try keyboard.type(block.map { $0 + [0x0D] } ?? text(of: stripe))
  }

  /// What a reader in clear types, with an E for a track that it could not decode.
  private func text(of stripe: ConformanceStripe) -> [UInt8] {
    var text: [UInt8] = []
    for (sentinel, track) in [("%", stripe.track1), (";", stripe.track2)] {
      guard let track else { continue }
      text += Array("\(sentinel)\(stripe.isScratched ? "E" : track)?\r".utf8)
    }
    return text
  }

  func unplug() throws { keyboard.unplug() }
  func plug() throws { try keyboard.plug() }
}
