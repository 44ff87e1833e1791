import EmulatedPorts
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import PCSCReader
import SystemPackage

/// `PCSCReader` on a private pcscd, whose reader is played by this process.
final class DaemonRig: CardReaderRig {
  static let availability: LevelAvailability =
    PrivateReaders.obstacle.map { .missing(why: $0) } ?? .available

  static let readerName = "Lianji Counter 00 00"

  let reader: any CardReader
  let events: EventRecorder
  let clock: any DeviceClock
  private let service: PCSCService
  private let readers: PrivateReaders
  private let loop: EventLoop
  private let turn: DaemonTurn
  private var refusal: Doorkeeper?
  var slot: EmulatedSlot { readers.slots[0] }

  /// A reader that is found and empty; without one, or where nobody is let in, nothing is awaited.
  init(loop: EventLoop, hasReader: Bool = true, isRefused: Bool = false) async throws {
    turn = DaemonTurn()
    self.loop = loop
    clock = loop
    events = EventRecorder(clock: loop)
    readers = try PrivateReaders(
      hasReader ? [.init(name: "Lianji Counter")] : [], folder: DaemonTurn.folder, loop: loop)
    readers.slots.first?.pinPad = EmulatedPINPad()
    service = PCSCService(loop: loop)
    reader = PCSCReader(
      name: DeviceName("ic"), match: PCSCReaderMatch(namePrefix: "Lianji Counter"),
      service: service)
    reader.attach(to: events)
    if isRefused {
      refusal = try Doorkeeper(path: readers.daemon.socketPath, loop: loop)
      service.start()
      return
    }
    try await readers.daemon.start()
    service.start()
    if hasReader {
      try await events.expect(.deviceFound(reader.name))
    } else {
      for _ in 0..<500 where service.state != .running {
        await loop.sleep(for: .milliseconds(10))
      }
      try require(service.state == .running, "\(service.state)")
    }
  }

  deinit {
    refusal?.leave()
    readers.close()
  }

  /// Another driver of the same reader.
  func driver(accepting cards: AcceptedCards) -> PCSCReader {
    let service = PCSCService(loop: loop)
    let driver = PCSCReader(
      name: DeviceName("field"), match: PCSCReaderMatch(namePrefix: "Lianji Counter"),
      accepting: cards, service: service)
    service.start()
    return driver
  }

  /// Lets everybody in.
  func letIn() async throws {
    refusal.take()?.leave()
    try await readers.daemon.start()
  }

  /// Has the driver let go of everything.
  func stopDriver() async { await service.stop() }

  func stopService() { readers.daemon.stop() }
  func insert(_ card: ConformanceCard) { slot.insert(card.chip) }
  func remove() { slot.remove() }
  func setAnswerDelay(_ delay: Duration) { slot.answerDelay = delay }
  func silenceCard() { slot.faults = .scripted([.silence]) }
  func removeDuringNextCommand() { slot.faults = .scripted([.removal]) }
  func unplug() { slot.unplug() }
  func plug() { slot.plug() }
  func killService() { readers.daemon.kill() }
  /// A reader that is not there when its daemon starts can't come later, with drivers of this kind.
  func startService() async throws {
    slot.plug()
    try await readers.daemon.start()
  }
  func type(_ typing: ConformanceTyping) { slot.pinPad?.typing = typing.emulated }
}

extension ConformanceCard {
  /// The card as the emulated slot takes it.
  var chip: TransportTestCard {
    // T=0 that wants a programming voltage, which EMV does not allow.
    let unusable: [UInt8] = [0x3B, 0x60, 0x05, 0x00]
    return switch self {
    case .overCharacters: TransportTestCard()
    case .overBlocks: TransportTestCard(cold: TransportTestCard.blockAnswer)
    case .mute: TransportTestCard(cold: nil)
    case .notForPayment: TransportTestCard(cold: [0x3B, 0xA0, 0x00, 0x20, 0x05])
    case .betterWhenWarm:
      TransportTestCard(cold: unusable, warm: TransportTestCard.characterAnswer)
    }
  }
}

extension ConformanceTyping {
  /// The same at the emulated keys.
  var emulated: EmulatedPINPad.Typing {
    switch self {
    case .digits(let digits): .digits(digits)
    case .cancel: .cancel
    case .nothing: .nothing
    }
  }
}

/// A daemon that hangs up on whoever calls, as one does that lets nobody in.
private final class Doorkeeper {
  private let path: String
  private let loop: EventLoop
  private let listener: FileDescriptor

  init(path: String, loop: EventLoop) throws {
    self.path = path
    self.loop = loop
    listener = try UnixStream.listen(path: path)
    loop.watch(listener, for: .readable) { [listener] in
      if let caller = try? UnixStream.accept(on: listener) { try? caller.close() }
    }
  }

  func leave() {
    loop.unwatch(listener, for: .readable)
    try? listener.close()
    unlink(path)
  }
}
