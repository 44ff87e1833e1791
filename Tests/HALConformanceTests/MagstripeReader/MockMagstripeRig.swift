import HAL
import HALConformance
import MockDevices

/// The mock, worked by its test face.
final class MockMagstripeRig: MagstripeReaderRig {
  let clock: any DeviceClock
  let encrypts: Bool
  private let mock: MockMagstripeReader

  init(keys: EmulatedReaderKeys?, clock: any DeviceClock) {
    self.clock = clock
    encrypts = keys != nil
    mock = MockMagstripeReader(name: DeviceName("swipe"), clock: clock, keys: keys)
  }

  var reader: any MagstripeReader { mock }
  func draw(_ stripe: ConformanceStripe) { mock.draw(stripe.personality) }
  func unplug() { mock.unplug() }
  func plug() { mock.plug() }
}
