import EventLoop
import HAL
import MockDevices
import SystemPackage

/// One connection of pcscd's driver to an emulated card reader, for the commands or the events of a
/// slot.
final class ReaderLine {
  private enum Purpose {
    case unknown
    case commands
    case events
  }

  private static let bodyLimit = 1 << 17

  private let slots: [EmulatedSlot]
  private let loop: EventLoop
  private var descriptor: FileDescriptor?
  private var input: [UInt8] = []
  private var purpose = Purpose.unknown
  /// An answer that the card has not come to give yet.
  private var delayed: (timer: TimerIdentifier, outcome: EmulatedSlot.Outcome)?
  /// The slot that it is for; nil until the driver has said so.
  private(set) var slot: Int?
  /// Called once when the driver has hung up.
  var onEnd: (() -> Void)?

  init(_ descriptor: FileDescriptor, slots: [EmulatedSlot], loop: EventLoop) {
    self.descriptor = descriptor
    self.slots = slots
    self.loop = loop
  }

  func start() {
    guard let descriptor else { return }
    loop.watch(descriptor, for: .readable) { [weak self] in self?.receive() }
  }

  func close() {
    guard let descriptor = descriptor.take() else { return }
    if let (timer, _) = delayed.take() { loop.cancelTimer(timer) }
    loop.unwatch(descriptor, for: .readable)
    try? descriptor.close()
    onEnd?()
  }

  /// Tells the driver what is in the slot; a command under way ends with it.
  func tell(_ presence: EmulatedSlot.Presence) {
    switch purpose {
    case .unknown: break
    case .events: send([Self.code(of: presence)])
    case .commands:
      guard presence != .taken, let (timer, _) = delayed.take() else { return }
      loop.cancelTimer(timer)
      answer(presence == .gone ? .gone : .empty)
    }
  }

  private func receive() {
    guard let descriptor else { return }
    do throws(Errno) {
      guard let bytes = try UnixStream.receive(on: descriptor) else { return }
      if bytes.isEmpty { return close() }
      input += bytes
    } catch {
      return close()
    }
    if purpose == .unknown { greet() }
    while self.descriptor != nil, delayed == nil, let (kind, body) = nextCall() {
      take(kind, body)
    }
  }

  private func greet() {
    guard input.count >= 2 else { return }
    let number = Int(input[1])
    guard slots.indices.contains(number) else { return close() }
    slot = number
    switch input[0] {
    case UInt8(ascii: "C"):
      purpose = .commands
      send([UInt8(clamping: slots.count)])
    case UInt8(ascii: "E"):
      purpose = .events
      send([Self.code(of: slots[number].presence)])
    default: return close()
    }
    input.removeFirst(2)
  }

  private func nextCall() -> (kind: UInt8, body: [UInt8])? {
    guard purpose == .commands, input.count >= 5 else { return nil }
    let count = input[1..<5].reduce(0) { $0 << 8 | Int($1) }
    guard count <= Self.bodyLimit else {
      close()
      return nil
    }
    guard input.count >= 5 + count else { return nil }
    defer { input.removeFirst(5 + count) }
    return (input[0], Array(input[5..<5 + count]))
  }

  private func take(_ kind: UInt8, _ body: [UInt8]) {
    guard let slot = slot.map({ slots[$0] }) else { return close() }
    switch (kind, body.count) {
    case (UInt8(ascii: "U"), 0): answer(slot.powerUp(isWarm: false))
    case (UInt8(ascii: "W"), 0): answer(slot.powerUp(isWarm: true))
    case (UInt8(ascii: "D"), 0): answer(slot.powerDown())
    case (UInt8(ascii: "P"), 1): answer(slot.choose(blocks: body[0] == 1))
    case (UInt8(ascii: "T"), 1...):
      answer(slot.transmit(Array(body.dropFirst())), after: slot.answerDelay)
    case (UInt8(ascii: "K"), 4...):
      let code = body.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
      answer(slot.control(code, Array(body.dropFirst(4))), after: slot.answerDelay)
    default: close()
    }
  }

  private func answer(_ outcome: EmulatedSlot.Outcome, after delay: Duration) {
    guard delay > .zero else { return answer(outcome) }
    let timer = loop.setTimer(after: delay) { [weak self] in
      self?.delayed = nil
      self?.answer(outcome)
      self?.receiveRest()
    }
    delayed = (timer, outcome)
  }

  /// Calls that came in while the card was working on one.
  private func receiveRest() {
    while descriptor != nil, delayed == nil, let (kind, body) = nextCall() { take(kind, body) }
  }

  private func answer(_ outcome: EmulatedSlot.Outcome) {
    var body: [UInt8] = []
    if case .done(let bytes) = outcome { body = bytes }
    let length = (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (24 - 8 * $0)) }
    send([Self.code(of: outcome)] + length + body)
  }

  /// The driver waits for each answer, so there is always room for one.
  private func send(_ bytes: [UInt8]) {
    guard let descriptor else { return }
    let count = try? UnixStream.send(bytes[...], on: descriptor)
    if count != bytes.count { close() }
  }

  private static func code(of outcome: EmulatedSlot.Outcome) -> UInt8 {
    switch outcome {
    case .done: 0
    case .garbled: 1
    case .cardSilent: 2
    case .gone: 3
    case .cardMute: 4
    case .protocolRefused: 5
    case .notSupported: 6
    case .empty: 7
    }
  }

  private static func code(of presence: EmulatedSlot.Presence) -> UInt8 {
    switch presence {
    case .empty: 0
    case .taken: 1
    case .gone: 2
    }
  }
}
