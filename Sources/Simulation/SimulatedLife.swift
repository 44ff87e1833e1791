import CenterProtocol
import EMVKernel
import Firmware
import HAL
import Ledger
import MockDevices
import PaymentTypes
import SoftwareSecurityModule
import TerminalFlows

/// One powered life of the terminal in a world: the code that ships, from boot to power cut or end.
struct SimulatedLife {
  /// Room that the simulated ledger keeps; small, so that a life is cheap.
  private static let reserveByteCount = 32_768
  /// A run that takes more steps than this does not end.
  private static let stepLimit = 100_000

  let world: SimulatedWorld
  let plans: [SalePlan]
  let firstSale: Int
  let settlesAtEnd: Bool
  let seed: UInt64
  let acquirer: AcquirerProfile
  let kernel: KernelConfiguration
  let modem: (any Modem)?
  let isNetworkCellular: Bool
  let required: Set<BoardDevice>
  let onTrace: (@Sendable (Duration, TraceEvent) -> Void)?

  /// How a life ended.
  struct End {
    /// The sale that comes next.
    let nextSale: Int
    /// How many approvals the screen has claimed.
    let shownApprovals: Int
    /// Whether all was done with nothing in doubt.
    let isFinished: Bool
    /// Whether it came to rest at all within the limit.
    let isAtRest: Bool
  }

  /// Boots, lives and ends; afterwards nothing of the terminal is left but its disk.
  func run() throws(LedgerError) -> End {
    let keypad = SimulatedKeypad()
    let reader = SimulatedCardReader(world: world)
    let stripe = SimulatedMagstripeReader()
    let printer = SimulatedPrinter(world: world)
    let events = DeviceEventQueue(clock: world.loop)
    keypad.attach(to: events)
    reader.attach(to: events)
    stripe.attach(to: events)
    modem?.attach(to: events)
    let cashier = SimulatedCashier(
      world: world, keypad: keypad, reader: reader, stripe: stripe, printer: printer, plans: plans,
      from: firstSale, settlesAtEnd: settlesAtEnd)
    let entropy = SimulatedEntropy(seed: seed)
    guard let security = Self.security(keypad, world, entropy),
      let settings = Self.settings(acquirer, kernel)
    else {
      return End(nextSale: firstSale, shownApprovals: 0, isFinished: false, isAtRest: false)
    }
    let ledger: Ledger
    do throws(LedgerError) {
      ledger = try Ledger(
        path: "ledger",
        layout: .init(disk: world.disk, reserveByteCount: Self.reserveByteCount),
        protection: security)
    } catch {
      guard !world.isPowered else { throw error }
      return End(nextSale: firstSale, shownApprovals: 0, isFinished: false, isAtRest: true)
    }
    let devices = Devices(
      display: SimulatedDisplay(), keypad: keypad, cardReader: reader, magstripeReader: stripe,
      printer: printer, modem: modem, isNetworkCellular: isNetworkCellular,
      network: SimulatedNetwork(world: world), center: SimulatedCenterLink(world: world),
      security: security, cryptography: SoftwareKernelCryptography(), clock: world.loop,
      entropy: entropy, power: SimulatedPower(world: world), required: required)
    // One thread steps the loop and everything on it.
    nonisolated(unsafe) let session = TerminalSession(
      devices: devices, settings: settings, ledger: ledger, events: events, present: cashier.see,
      trace: { event in onTrace?(world.loop.uptime, event) })
    let terminal = Terminal(on: world.loop, session: session)
    nonisolated(unsafe) var hasStopped = false  // the same thread
    terminal.start(on: world.loop) { hasStopped = true }
    let isDone = world.loop.run(maximumSteps: Self.stepLimit) {
      hasStopped || cashier.isFinished
    }
    if !hasStopped { Task(executorPreference: world.loop) { await terminal.stop() } }
    // What is under way ends by itself: without power every device refuses.
    let isAtRest = world.loop.run(maximumSteps: Self.stepLimit) { false } || !world.loop.step()
    return End(
      nextSale: cashier.nextSale, shownApprovals: cashier.shownApprovals,
      isFinished: cashier.isFinished, isAtRest: isDone && isAtRest)
  }

  private static func security(
    _ keypad: any Keypad, _ world: SimulatedWorld, _ entropy: SimulatedEntropy
  ) -> SoftwareSecurityModule? {
    let keys = TestKeySet(
      masterKeys: [0: .init(SimulatedWorld.masterKey, isTestKey: true)],
      storageKey: Array(repeating: 0x53, count: 32), sealKey: Array(repeating: 0x4C, count: 32))
    return try? SoftwareSecurityModule(
      keys: keys, keypad: keypad, clock: world.loop, entropy: entropy)
  }

  private static func settings(
    _ acquirer: AcquirerProfile, _ kernel: KernelConfiguration
  ) -> TerminalSettings? {
    guard let terminal = SimulatedWorld.terminal, let merchant = SimulatedWorld.merchant else {
      return nil
    }
    var kernel = kernel
    kernel.terminal = terminal
    kernel.merchant = merchant
    kernel.deviceSerialNumber = terminal.text
    return TerminalSettings(
      terminal: terminal, merchant: merchant, merchantName: "模拟商户", cashier: "01",
      language: .chinese, acquirer: acquirer,
      kernel: kernel,
      batchCapacity: 100_000,
      fallback: FallbackWindow.Rule(failureCount: 2, duration: .seconds(60)))
  }
}

extension SimulatedLife {
  /// Every record on the world's disk, read by a terminal that does nothing else.
  static func books(of world: SimulatedWorld) throws(LedgerError) -> [Ledger.Entry] {
    guard let security = security(SimulatedKeypad(), world, SimulatedEntropy(seed: 0)) else {
      return []
    }
    let ledger = try Ledger(
      path: "ledger", layout: .init(disk: world.disk, reserveByteCount: reserveByteCount),
      protection: security)
    return try ledger.entries()
  }
}
