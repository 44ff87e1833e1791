import HAL
package import MockDevices
import Octets
import PaymentTypes
package import TestCenter

/// What survives a power cut: the terminal's disk, the center and its books, the time of day.
package final class SimulatedWorld {
  /// Virtual time.
  package let loop: SimulatedLoop
  /// The terminal's disk.
  package let disk: SimulatedDisk
  /// The center.
  package let center: TestCenter
  /// Whether nothing gets through to the center.
  package var isNetworkTorn = false
  /// Whether the center refuses connections.
  package var isCenterDown = false

  /// The terminal's identity at the center.
  static let terminal = TerminalIdentifier("12345678")
  static let merchant = MerchantIdentifier("898310053110001")
  /// The test master key of the reference's vector C.
  static let masterKey = (try? Hexadecimal.bytes("0123456789ABCDEFFEDCBA9876543210")) ?? []
  /// 2026-06-17 10:15:30.
  private static let epoch = CivilTime(
    year: 2026, month: 6, day: 17, hour: 10, minute: 15, second: 30
  ).secondsSince1970

  /// Makes a fresh world, whose center knows these cards; the seed decides everything that is left
  /// to chance.
  package init(
    seed: UInt64, cards: [CardPersonality]
  ) throws(SimulatedDisk.OutOfMemory) {
    loop = SimulatedLoop(wallClock: Self.epoch)
    disk = try SimulatedDisk(seed: seed)
    center = TestCenter(configuration: CenterConfiguration(seed: seed))
    if let terminal = Self.terminal, let merchant = Self.merchant, let batch = BatchNumber(1) {
      center.register(
        CenterTerminal(
          identifier: terminal, merchant: merchant, masterKey: Self.masterKey, batch: batch))
    }
    for facts in cards.flatMap(\.accounts) {
      if let account = CenterAccount(facts) { center.open(account) }
    }
  }

  /// Whether the board has power.
  package var isPowered: Bool { disk.isPowered }

  /// The center's own time of day.
  var centerTime: CivilTime {
    CivilTime(secondsSince1970: Self.epoch + Int(loop.uptime.components.seconds))
  }

  /// Counts something that touches the world; false when there is no power.
  func passPoint() -> Bool { disk.passPoint() }

  /// The same after some time has passed.
  func passPoint(after delay: Duration) async -> Bool {
    guard isPowered else { return false }
    await loop.sleep(for: delay)
    return disk.passPoint()
  }
}

extension CenterAccount {
  /// The account behind an emulated card.
  package init?(_ facts: AccountFacts) {
    guard let pan = PrimaryAccountNumber(digits: facts.panDigits),
      let expiry = ExpiryDate(digits: facts.expiry.utf8)
    else { return nil }
    self.init(
      pan: pan, expiry: expiry, pinDigits: facts.pinDigits,
      balanceMinorUnits: facts.balanceMinorUnits, issuerMasterKey: facts.issuerMasterKey,
      sequenceNumber: facts.sequenceNumber ?? 1)
  }
}
