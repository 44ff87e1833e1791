import HAL
import MockDevices

/// A reader with at most one emulated card, which answers under virtual time.
final class SimulatedCardReader: CardReader {
  let name = DeviceName("card-reader")
  private let world: SimulatedWorld
  private weak var sink: (any DeviceEventSink)?
  private(set) var card: CardSimulator?
  private var generation = 0

  init(world: SimulatedWorld) { self.world = world }

  var state: CardReaderState {
    world.isPowered ? (card == nil ? .empty : .cardPresent) : .readerGone
  }

  func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// The cardholder puts a card in.
  func insert(_ card: CardSimulator) {
    self.card = card
    generation += 1
    sink?.post(.cardInserted(name))
  }

  /// The cardholder takes the card out.
  func remove() {
    guard card.take() != nil else { return }
    generation += 1
    sink?.post(.cardRemoved(name))
  }

  func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession {
    guard await world.passPoint(after: .milliseconds(80)) else { throw .readerGone }
    guard let card else { throw .noCard }
    guard let answer = card.reset() else { throw .mute }
    return Session(reader: self, generation: generation, answerToReset: answer)
  }

  private final class Session: CardSession {
    let answerToReset: [UInt8]
    private let reader: SimulatedCardReader
    private let generation: Int

    init(reader: SimulatedCardReader, generation: Int, answerToReset: [UInt8]) {
      self.reader = reader
      self.generation = generation
      self.answerToReset = answerToReset
    }

    func transmit(
      _ command: [UInt8], timeout: Duration
    ) async throws(CardReaderError) -> [UInt8] {
      guard await reader.world.passPoint(after: .milliseconds(30)) else { throw .readerGone }
      guard reader.generation == generation, let card = reader.card else { throw .cardRemoved }
      return card.process(command)
    }

    func powerDown() async {}
  }
}

/// A groove through which swipes are drawn.
final class SimulatedMagstripeReader: MagstripeReader {
  let name = DeviceName("swipe-reader")
  let isAvailable = true
  private weak var sink: (any DeviceEventSink)?

  func attach(to sink: any DeviceEventSink) { self.sink = sink }
  func swipe(_ swipe: Swipe) { sink?.post(.cardSwiped(swipe)) }
}

/// Keys that the simulated cashier presses.
final class SimulatedKeypad: Keypad {
  let name = DeviceName("keypad")
  private weak var sink: (any DeviceEventSink)?
  private var holder: ((Key) -> Void)?
  let isAvailable: Bool

  init(isAvailable: Bool = true) { self.isAvailable = isAvailable }

  func attach(to sink: any DeviceEventSink) { self.sink = sink }
  func hold(_ handler: @escaping (Key) -> Void) { holder = handler }
  func release() { holder = nil }

  func press(_ key: Key) {
    if let holder { holder(key) } else { sink?.post(.keyPressed(key)) }
  }
}

/// A screen that nobody looks at: the simulated cashier sees the typed screens instead.
final class SimulatedDisplay: Display {
  let name = DeviceName("display")
  let isAvailable = true
  func attach(to sink: any DeviceEventSink) {}
  func show(_ content: DisplayContent) {}
}

/// A printer that counts slips.
final class SimulatedPrinter: ReceiptPrinter {
  let name = DeviceName("printer")
  let columns = 32
  private let world: SimulatedWorld
  private(set) var slipCount = 0
  /// Whether there is paper.
  var hasPaper = true

  init(world: SimulatedWorld) { self.world = world }

  func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    PrinterStatus(hasPaper: hasPaper)
  }

  func print(_ job: PrintJob, timeout: Duration) async throws(PrintFailure) -> PrintReport {
    guard await world.passPoint(after: .seconds(2)) else {
      throw PrintFailure(.portUnavailable(code: 5), isBegun: true)
    }
    guard hasPaper else { throw PrintFailure(.paperOut, isBegun: false) }
    slipCount += 1
    return PrintReport(proof: .confirmed)
  }
}

/// A bearer that holds while the board has power and the network is not torn.
final class SimulatedNetwork: NetworkStatus {
  private let world: SimulatedWorld

  init(world: SimulatedWorld) { self.world = world }

  func interfaceStatus() -> InterfaceStatus {
    let isUp = world.isPowered && !world.isNetworkTorn
    return InterfaceStatus(
      exists: true, hasCarrier: isUp, hasAddress: isUp, hasDefaultRoute: isUp)
  }

  /// The terminal has to find out by itself: nobody tells it.
  func attach(to sink: any DeviceEventSink) {}
}

/// Random numbers of the seed.
final class SimulatedEntropy: EntropySource {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
  }
}

/// The power of the board, as the disk knows it.
final class SimulatedPower: PowerSupply {
  private let world: SimulatedWorld

  init(world: SimulatedWorld) { self.world = world }

  var isFailing: Bool { !world.isPowered }
  var isAvailable: Bool? { nil }
}
