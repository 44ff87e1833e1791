package import CenterProtocol
package import EMVKernel
package import HAL
package import Ledger
package import MockDevices
import PaymentTypes
package import TerminalFlows
import TestCenter

/// A day of one terminal in a simulated world, with the power cut at one point, and its recovery.
package struct Simulation: Sendable {
  /// A terminal that is not done after so many starts never will be.
  private static let lifeLimit = 4

  /// What the day is made from.
  package var seed: UInt64
  /// How many sales the cashier tries.
  package var saleCount: Int
  /// The cards whose accounts the center has, the bench's; sales are made with some of them.
  package var cards: [CardPersonality]
  /// What chip cards are told of the terminal, but for its name, and which applications it takes.
  package var kernel: KernelConfiguration
  /// Whether center, cards and network misbehave.
  package var withFaults = true
  /// At which I/O point the power goes; nil never.
  package var cutAt: UInt64?
  /// Whether the day ends with a settlement.
  package var settlesAtEnd = true

  /// How the terminal talks with the center.
  package var acquirer = AcquirerProfile.testCenter
  /// Whether the disk only says that it has synced: a defect that the check must find.
  package var diskIgnoresSyncs = false
  /// Makes the modem of each life, on the simulated clock; nil is a board without one.
  package var modem: (@Sendable (any DeviceClock) -> any Modem)?
  /// Whether the way to the center goes through the modem.
  package var isNetworkCellular = true
  /// The devices without which the terminal does not trade.
  package var required: Set<BoardDevice> = [.display, .keypad]
  /// Hears what the terminal traces, with the virtual time.
  package var onTrace: (@Sendable (Duration, TraceEvent) -> Void)?

  /// Puts a simulation together.
  package init(
    seed: UInt64, saleCount: Int, cards: [CardPersonality], kernel: KernelConfiguration,
    cutAt: UInt64? = nil
  ) {
    self.seed = seed
    self.saleCount = saleCount
    self.cards = cards
    self.kernel = kernel
    self.cutAt = cutAt
  }

  /// What a simulation came to.
  package struct Outcome: Sendable {
    /// Books, center and screen compared.
    package let check: MoneyCheck
    /// I/O points of the first life.
    package let ioPoints: UInt64
    /// Whether the power was cut.
    package let wasCut: Bool
    /// Equal digests mean equal runs.
    package let digest: UInt64
    /// How much virtual time has passed.
    package let virtualTime: Duration
    /// How many times the terminal was started.
    package let lives: Int
  }

  /// Why a simulation could not be carried out.
  package enum Failure: Error, Sendable {
    /// No memory.
    case outOfMemory
    /// The ledger did not open after a power cut: a finding by itself.
    case ledger(LedgerError)
    /// A life did not come to rest: something waits or tries for ever.
    case endless(life: Int)
  }

  /// Lives through the day; after a cut the terminal starts again and finishes it.
  package func run() throws(Failure) -> Outcome {
    guard let world = try? SimulatedWorld(seed: seed, cards: cards) else { throw .outOfMemory }
    let plans = SalePlan.day(
      seed: seed, saleCount: saleCount, cards: cards, withFaults: withFaults)
    world.center.configuration.expectsEncryptedTrack = acquirer.encryptsTrack
    if diskIgnoresSyncs { world.disk.ignoreSyncs() }
    world.disk.cutPower(at: cutAt)
    var lives = 0
    var first = 0
    var shown = 0
    var ioPoints: UInt64 = 0
    var check = MoneyCheck()
    var wasCut = false
    while lives < Self.lifeLimit {
      lives += 1
      let end = try live(world, plans, from: first, life: lives)
      if lives == 1 { ioPoints = world.disk.ioPoints }
      first = end.nextSale
      shown += end.shownApprovals
      wasCut = wasCut || !world.isPowered
      world.disk.powerOn()
      let entries = try books(of: world)
      check = MoneyCheck(
        entries: entries, center: world.center, shownApprovals: shown,
        isSettled: end.isFinished)
      if end.isFinished || !check.findings.isEmpty { break }
      world.isNetworkTorn = false
      world.center.clearFaults()
    }
    if lives == Self.lifeLimit, check.findings.isEmpty { throw .endless(life: lives) }
    world.loop.mix(check.digest)
    return Outcome(
      check: check, ioPoints: ioPoints, wasCut: wasCut, digest: world.loop.digest,
      virtualTime: world.loop.uptime, lives: lives)
  }

  private func live(
    _ world: SimulatedWorld, _ plans: [SalePlan], from first: Int, life: Int
  ) throws(Failure) -> SimulatedLife.End {
    let end: SimulatedLife.End
    do throws(LedgerError) {
      end = try SimulatedLife(
        world: world, plans: plans, firstSale: first, settlesAtEnd: settlesAtEnd,
        seed: seed &* 31 &+ UInt64(life), acquirer: acquirer, kernel: kernel,
        modem: modem?(world.loop), isNetworkCellular: isNetworkCellular, required: required,
        onTrace: onTrace
      ).run()
    } catch {
      throw .ledger(error)
    }
    guard end.isAtRest else { throw .endless(life: life) }
    return end
  }

  private func books(of world: SimulatedWorld) throws(Failure) -> [Ledger.Entry] {
    do throws(LedgerError) {
      return try SimulatedLife.books(of: world)
    } catch {
      throw .ledger(error)
    }
  }
}
