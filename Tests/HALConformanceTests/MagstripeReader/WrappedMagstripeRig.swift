import HAL
import HALConformance
import MockDevices

/// The mock behind both wrappers, which must not be noticed while nothing goes wrong.
final class WrappedMagstripeRig: MagstripeReaderRig {
  let clock: any DeviceClock
  let encrypts = false
  let reader: any MagstripeReader
  private let mock: MockMagstripeReader

  init(clock: any DeviceClock) {
    self.clock = clock
    mock = MockMagstripeReader(name: DeviceName("swipe"), clock: clock)
    let faulty = FaultyMagstripeReader(mock, clock: clock, plan: .none)
    reader = TracingMagstripeReader(faulty, clock: clock) { _ in }
  }

  func draw(_ stripe: ConformanceStripe) { mock.draw(stripe.personality) }
  func unplug() { mock.unplug() }
  func plug() { mock.plug() }
}
