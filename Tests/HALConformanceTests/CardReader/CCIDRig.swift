import EventLoop
import HAL
import HALConformance
import MockDevices
import PCSCReader

/// `PCSCReader` on a private pcscd with the real libccid, on a mocked USB reader.
final class CCIDRig: CardReaderRig {
  static let availability: LevelAvailability =
    MockedCCIDBus.obstacle.map { .missing(why: $0) } ?? .available

  /// Nobody is quicker with a card; the driver asks for the slot's state some milliseconds after
  /// the reader's word that it has changed.
  private static let moment = Duration.milliseconds(40)

  let reader: any CardReader
  let events: EventRecorder
  let clock: any DeviceClock
  private let service: PCSCService
  private let bus: MockedCCIDBus
  private let turn: DaemonTurn
  /// The reader itself.
  var device: MockedCCIDReader { bus.readers[0] }
  /// What stands beneath the reader.
  var slot: EmulatedSlot { device.slot }

  init(loop: EventLoop) async throws {
    turn = DaemonTurn()
    clock = loop
    events = EventRecorder(clock: loop)
    bus = try MockedCCIDBus(folder: DaemonTurn.folder, loop: loop)
    service = PCSCService(loop: loop)
    // libccid's name for the product, and the serial number of its descriptor.
    reader = PCSCReader(
      name: DeviceName("ic"), match: PCSCReaderMatch(serial: "SN0001", slot: 0),
      service: service)
    reader.attach(to: events)
    try await bus.start()
    service.start()
    try await events.expect(.deviceFound(reader.name))
  }

  deinit { bus.close() }

  func insert(_ card: ConformanceCard) async {
    slot.insert(card.chip)
    await clock.sleep(for: Self.moment)
  }

  func remove() async {
    slot.remove()
    await clock.sleep(for: Self.moment)
  }

  func setAnswerDelay(_ delay: Duration) { slot.answerDelay = delay }
  func silenceCard() { slot.faults = .scripted([.silence]) }
  func removeDuringNextCommand() { slot.faults = .scripted([.removal]) }
  func unplug() { device.unplug() }
  func plug() { device.plug() }
  func killService() { bus.kill() }
  func startService() async throws { try await bus.start() }
  func type(_ typing: ConformanceTyping) { slot.pinPad?.typing = typing.emulated }
}
