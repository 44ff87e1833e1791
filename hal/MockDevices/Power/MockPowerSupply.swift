import HAL

/// A battery that does what a test says.
package final class MockPowerSupply: PowerSupply {
  /// The charge in percent.
  package var charge = 100
  /// Whether the charger is plugged in.
  package var isCharging = true
  /// Whether its sensor answers.
  package var isAvailable: Bool? = true
  private let lowPercent: Int

  /// Makes a full battery on its charger, which fails with `lowPercent` left.
  package init(lowPercent: Int) { self.lowPercent = lowPercent }

  package var isFailing: Bool { isAvailable == true && !isCharging && charge <= lowPercent }
}
