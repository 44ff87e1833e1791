import EventLoop
import HAL
import HALConformance
import MockDevices

/// `MockCardReader` and the hands at its slot.
final class MockCardReaderRig: CardReaderRig {
  let reader: any CardReader
  let events: EventRecorder
  let clock: any DeviceClock
  private let mock: MockCardReader

  /// A mock, behind whatever wraps it.
  init(loop: EventLoop, wrapping wrap: (MockCardReader) -> any CardReader = { $0 }) {
    clock = loop
    events = EventRecorder(clock: loop)
    mock = MockCardReader(name: DeviceName("ic"), clock: loop)
    mock.slot.pinPad = EmulatedPINPad()
    reader = wrap(mock)
    reader.attach(to: events)
  }

  func insert(_ card: ConformanceCard) { mock.slot.insert(card.chip) }
  func remove() { mock.slot.remove() }
  func setAnswerDelay(_ delay: Duration) { mock.slot.answerDelay = delay }
  func silenceCard() { mock.slot.faults = .scripted([.silence]) }
  func removeDuringNextCommand() { mock.slot.faults = .scripted([.removal]) }
  func unplug() { mock.slot.unplug() }
  func plug() { mock.slot.plug() }
  func killService() { mock.isServiceRunning = false }
  func startService() { mock.isServiceRunning = true }
  func type(_ typing: ConformanceTyping) { mock.slot.pinPad?.typing = typing.emulated }
}
