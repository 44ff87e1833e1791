import Dispatch
import EmulatedPorts
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import PCSCReader

/// `PCSCReader` on a private pcscd, whose reader is played by this process.
final class DaemonRig: CardReaderRig {
  static let availability: LevelAvailability =
    PrivateReaders.obstacle.map { .missing(why: $0) } ?? .available

  /// libpcsclite knows one daemon a process, so that there is one rig at a time.
  private static let turn = DispatchSemaphore(value: 1)
  private static let folder: String = {
    let folder = "/tmp/lianji-pcsc-\(getpid())"
    setenv(PrivatePCSCDaemon.variable, "\(folder)/run/pcscd/pcscd.comm", 1)
    return folder
  }()

  let reader: any CardReader
  let events: EventRecorder
  let clock: any DeviceClock
  private let service: PCSCService
  private let readers: PrivateReaders
  private var slot: EmulatedSlot { readers.slots[0] }

  init(loop: EventLoop) async throws {
    Self.turn.wait()
    do {
      clock = loop
      events = EventRecorder(clock: loop)
      readers = try PrivateReaders([.init(name: "Lianji Counter")], folder: Self.folder, loop: loop)
      readers.slots[0].pinPad = EmulatedPINPad()
      service = PCSCService(loop: loop)
      reader = PCSCReader(
        name: DeviceName("ic"), match: PCSCReaderMatch(namePrefix: "Lianji Counter"),
        service: service)
      reader.attach(to: events)
      try await readers.daemon.start()
      service.start()
      try await events.expect(.deviceFound(reader.name))
    } catch {
      Self.turn.signal()
      throw error
    }
  }

  deinit {
    readers.close()
    Self.turn.signal()
  }

  func insert(_ card: ConformanceCard) { slot.insert(card.chip) }
  func remove() { slot.remove() }
  func setAnswerDelay(_ delay: Duration) { slot.answerDelay = delay }
  func silenceCard() { slot.faults = .scripted([.silence]) }
  func removeDuringNextCommand() { slot.faults = .scripted([.removal]) }
  func unplug() { slot.unplug() }
  func plug() { slot.plug() }
  func killService() { readers.daemon.kill() }
  func startService() async throws { try await readers.daemon.start() }
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
